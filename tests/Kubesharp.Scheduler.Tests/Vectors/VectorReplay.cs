using System.Globalization;
using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Policy.V1;
using Kubesharp.Api.Resource.V1;
using Kubesharp.Api.Serialization;
using Kubesharp.Api.Storage.V1;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;
using ResourceClaim = Kubesharp.Api.Resource.V1.ResourceClaim;

namespace Kubesharp.Scheduler.Tests.Vectors;

/// <summary>Replays a recorded cluster through the real framework and notes every difference.</summary>
public sealed class VectorReplay
{
    private readonly VectorSeed _seed;
    private readonly ClusterState _cluster;
    private readonly SchedulingFramework _framework;
    private readonly Dictionary<string, Pod> _waiting = [];
    private readonly Dictionary<string, string> _nodes = [];
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private string _step = "";

    private VectorReplay(VectorSeed seed, bool exhaustive)
    {
        _seed = seed;
        _cluster = new ClusterState();
        _framework = new SchedulingFramework(_cluster, DefaultPlugins.Create(_cluster, new SchedulerOptions(), null, new Random(seed.Number)), 100, new Random(seed.Number)) { KeepScores = true, IsExhaustive = exhaustive };
    }

    public List<string> Differences { get; } = [];

    public int Decisions { get; private set; }

    public static VectorReplay Run(VectorSeed seed, bool exhaustive)
    {
        var replay = new VectorReplay(seed, exhaustive);
        replay.Setup();
        var index = 0;
        foreach (var step in seed.Items("steps"))
        {
            replay._step = $"seed {seed.Number} ({seed.Topic}) step {index++}";
            try
            {
                replay.Step(step);
            }
            catch (Exception e)
            {
                replay.Differ($"threw {e.GetType().Name}: {e.Message} {e.StackTrace?.Split('\n')[0]}");
                break;
            }
        }

        return replay;
    }

    private void Setup()
    {
        foreach (var ns in _seed.Entries("namespaces"))
        {
            var labels = ns.Value.EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString()!);
            labels["kubernetes.io/metadata.name"] = ns.Name;
            _cluster.SetNamespace(ns.Name, labels.ToValueMap());
        }

        foreach (var node in _seed.Items("nodes"))
        {
            _nodes[node.GetProperty("name").GetString()!] = "";
            _cluster.SetNode(VectorSeed.Node(node));
        }

        foreach (var value in _seed.Items("services")) _cluster.Services.Set(VectorSeed.Object<Service>(value));
        foreach (var value in _seed.Items("replicasets")) _cluster.ReplicaSets.Set(VectorSeed.Object<ReplicaSet>(value));
        foreach (var value in _seed.Items("pdbs")) _cluster.DisruptionBudgets.Set(VectorSeed.Object<PodDisruptionBudget>(value));
        foreach (var value in _seed.Items("pvs")) _cluster.Volumes.Set(Volume(value));
        foreach (var value in _seed.Items("pvcs")) _cluster.Claims.Set(Claim(value));
        foreach (var value in _seed.Entries("storageClasses")) _cluster.StorageClasses.Set(VectorSeed.StorageClass(value));
        foreach (var value in _seed.Items("csinodes")) _cluster.CsiNodes.Set(VectorSeed.Object<CSINode>(value));
        foreach (var value in _seed.Items("capacities")) _cluster.StorageCapacities.Set(VectorSeed.Object<CSIStorageCapacity>(value));
        foreach (var value in _seed.Items("slices")) _cluster.Devices.SetSlice(Slice(value));
        foreach (var value in _seed.Items("claims")) _cluster.Devices.SetClaim(DeviceClaim(value));
        _cluster.Devices.Classes.Set(GpuClass());
        _cluster.CsiDrivers.Set(new CSIDriver
        {
            Metadata = Kubesharp.Api.Meta.V1.ObjectMeta.Empty with { Name = "cap.example.com" },
            Spec = CSIDriverSpec.Empty with { StorageCapacity = true },
        });
        foreach (var value in _seed.Items("existingPods"))
        {
            var pod = VectorSeed.Pod(value, null, Text(value, "startTime"), _now = _now.AddSeconds(1));
            _cluster.SetPod(_cluster.NewPod(pod), pod.Spec.NodeName);
        }
    }

    private static PersistentVolume Volume(JsonElement value)
    {
        var volume = VectorSeed.Object<PersistentVolume>(value);
        var phase = volume.Spec.ClaimRef is null ? PersistentVolumePhase.Available : PersistentVolumePhase.Bound;
        return volume with { Status = volume.Status with { Phase = phase } };
    }

    private static ResourceSlice Slice(JsonElement value)
    {
        var spec = ApiJson.Decode<ResourceSliceSpec>(System.Text.Encoding.UTF8.GetBytes(value.GetRawText()));
        var pool = ResourcePool.Empty with { Name = spec.NodeName!, Generation = 1, ResourceSliceCount = 1 };
        return new() { Metadata = ObjectMeta.Empty with { Name = Text(value, "name") }, Spec = spec with { Pool = pool } };
    }

    private static ResourceClaim DeviceClaim(JsonElement value)
    {
        var claim = VectorSeed.Object<ResourceClaim>(value);
        var spec = ApiJson.Decode<ResourceClaimSpec>(System.Text.Encoding.UTF8.GetBytes(value.GetProperty("spec").GetRawText()));
        return claim with { Metadata = claim.Metadata with { Uid = $"claim-{claim.Metadata.Namespace}-{claim.Metadata.Name}" }, Spec = spec };
    }

    private static DeviceClass GpuClass() => new()
    {
        Metadata = ObjectMeta.Empty with { Name = "gpu.example.com" },
        Spec = DeviceClassSpec.Empty with
        {
            Selectors = [DeviceSelector.Empty with { Cel = CELDeviceSelector.Empty with { Expression = "device.driver == \"gpu.example.com\"" } }],
        },
    };

    /// <summary>Gives the pod its devices as the plugin would, and compares them with the recorded ones.</summary>
    private void BindDevices(PodInfo info, ScheduleResult result, string node, JsonElement expected)
    {
        var recorded = string.Join(' ', expected.EnumerateArray().Select(device => device.GetString()!).Order(StringComparer.Ordinal));
        var claim = _cluster.Devices.FindClaim(info.Pod.Metadata.Namespace, info.Pod.Spec.ResourceClaims[0].ResourceClaimName!)!;
        if (claim.Status.Allocation is null)
        {
            _framework.Reserve(result.State, info, _cluster.FindNode(node)!);
            var pending = _cluster.Devices.FindPending(claim.Metadata.Uid)!;
            claim = claim with { Status = claim.Status with { Allocation = pending.Status.Allocation } };
        }

        Same("devices", recorded, string.Join(' ', claim.Status.Allocation!.Devices.Results.Select(device => $"{device.Pool}/{device.Device}").Order(StringComparer.Ordinal)));
        var consumer = ResourceClaimConsumerReference.Empty with { Resource = "pods", Name = info.Pod.Metadata.Name, Uid = info.Pod.Metadata.Uid };
        _cluster.Devices.SetClaim(claim with { Status = claim.Status with { ReservedFor = claim.Status.ReservedFor.Add(consumer) } });
    }

    /// <summary>Does what the volume controller did once the pod had its node.</summary>
    private void BindVolumes(string ns, JsonElement volumes)
    {
        foreach (var entry in volumes.EnumerateObject())
        {
            var claim = _cluster.Claims.Find(ns, entry.Name)!;
            var volume = entry.Value.ValueKind == JsonValueKind.String ? _cluster.Volumes.Find("", entry.Value.GetString()!)! : Volume(entry.Value);
            var reference = ObjectReference.Empty with { Kind = "PersistentVolumeClaim", Namespace = ns, Name = entry.Name };
            _cluster.Volumes.Set(volume with { Spec = volume.Spec with { ClaimRef = reference }, Status = volume.Status with { Phase = PersistentVolumePhase.Bound } });
            _cluster.Claims.Set(Bound(claim with { Spec = claim.Spec with { VolumeName = volume.Metadata.Name } }));
        }
    }

    private static PersistentVolumeClaim Bound(PersistentVolumeClaim claim) => claim with
    {
        Metadata = claim.Metadata with { Annotations = ValueMap.Of("pv.kubernetes.io/bind-completed", "yes") },
        Status = claim.Status with { Phase = PersistentVolumeClaimPhase.Bound },
    };

    private static PersistentVolumeClaim Claim(JsonElement value)
    {
        var claim = VectorSeed.Object<PersistentVolumeClaim>(value);
        return value.TryGetProperty("bound", out var bound) && bound.GetBoolean() ? Bound(claim) : claim;
    }

    private void Step(JsonElement step)
    {
        if (step.TryGetProperty("pod", out var created))
        {
            var result = step.GetProperty("result");
            var pod = VectorSeed.Pod(created, step.TryGetProperty("stored", out var stored) ? stored : null, "", _now = _now.AddSeconds(1));
            _step += " " + PodInfo.KeyOf(pod);
            if (result.TryGetProperty("preset", out _)) Place(pod, pod.Spec.NodeName, Text(result, "startTime"));
            else Expect(pod, result, isLast: false);
        }
        else if (step.TryGetProperty("ungate", out var ungated))
        {
            var pod = _waiting[ungated.GetString()!];
            _step += " " + PodInfo.KeyOf(pod);
            Expect(pod with { Spec = pod.Spec with { SchedulingGates = [] } }, step.GetProperty("result"), isLast: false);
        }
        else if (step.TryGetProperty("delete", out var deleted))
        {
            _cluster.RemovePod(deleted.GetString()!);
        }
        else if (step.TryGetProperty("terminating", out var terminating))
        {
            Terminate(terminating.GetString()!);
        }
        else if (step.TryGetProperty("node", out var node))
        {
            if (node.TryGetProperty("remove", out _)) _cluster.RemoveNode(Text(node, "name"));
            else _cluster.SetNode(VectorSeed.Node(node));
        }
        else if (step.TryGetProperty("terminated", out var gone))
        {
            foreach (var key in gone.EnumerateArray()) _cluster.RemovePod(key.GetString()!);
            var pod = _waiting[Text(step, "waiting")];
            Expect(pod, step.GetProperty("result"), isLast: false);
        }
    }

    private void Terminate(string key)
    {
        if (_cluster.FindPod(key) is not { } info) return;
        var pod = info.Pod with { Metadata = info.Pod.Metadata with { DeletionTimestamp = _now } };
        _cluster.SetPod(_cluster.NewPod(pod), pod.Spec.NodeName);
    }

    private void Place(Pod pod, string node, string startTime)
    {
        if (startTime.Length > 0) pod = pod with { Status = pod.Status with { StartTime = DateTimeOffset.Parse(startTime, CultureInfo.InvariantCulture) } };
        pod = pod with { Spec = pod.Spec with { NodeName = node } };
        _cluster.SetPod(_cluster.NewPod(pod), node);
        _waiting.Remove(PodInfo.KeyOf(pod));
    }

    private void Expect(Pod pod, JsonElement expected, bool isLast)
    {
        Decisions++;
        var info = _cluster.NewPod(pod);
        if (_framework.PreEnqueue(info) is { } gated)
        {
            Same("message", Text(expected, "message"), gated.Message);
            _waiting[info.Key] = pod;
            return;
        }

        if (_waiting.TryGetValue(info.Key, out var nominated)) _cluster.Nominate(info, nominated.Status.NominatedNodeName);
        var result = _framework.Schedule(info, out var postFilter);
        var node = Text(expected, "node");
        if (node.Length > 0)
        {
            Compare(expected, result, node);
            if (expected.TryGetProperty("devices", out var devices)) BindDevices(info, result, node, devices);
            Reserve(info, node, expected);
            return;
        }

        Same("message", Text(expected, "message"), result.Error?.Message ?? result.Diagnosis?.ToMessage() ?? $"placed on {result.Node?.Name}");
        var nomination = Text(expected, "nominatedNodeName");
        Same("nomination", nomination, postFilter?.NominatedNode ?? "");
        if (nomination.Length == 0)
        {
            _cluster.RemoveNomination(info.Key);
            _waiting.Remove(info.Key);
            return;
        }

        var victims = expected.GetProperty("victims").EnumerateArray().Select(key => key.GetString()!).Order(StringComparer.Ordinal).ToArray();
        Same("victims", string.Join(' ', victims), string.Join(' ', (postFilter?.Victims ?? []).Select(victim => victim.Key).Order(StringComparer.Ordinal)));
        pod = pod with { Status = pod.Status with { NominatedNodeName = nomination } };
        _waiting[info.Key] = pod;
        foreach (var key in victims)
        {
            if (expected.TryGetProperty("then", out _)) _cluster.RemovePod(key);
            else Terminate(key);
        }

        if (!expected.TryGetProperty("then", out var then) || isLast)
        {
            _cluster.Nominate(_cluster.NewPod(pod), nomination);
        }
        else if (then.TryGetProperty("notRetried", out _))
        {
            _waiting.Remove(info.Key);
        }
        else
        {
            Expect(pod, then, isLast: true);
        }
    }

    private void Reserve(PodInfo info, string node, JsonElement expected)
    {
        if (expected.TryGetProperty("volumes", out var volumes)) BindVolumes(info.Pod.Metadata.Namespace, volumes);
        Place(info.Pod, node, Text(expected, "startTime"));
    }

    private void Compare(JsonElement expected, ScheduleResult result, string node)
    {
        if (result.Node is null)
        {
            Differ($"expected {node}, got {result.Error?.Message ?? result.Diagnosis?.ToMessage()}");
            return;
        }

        Same("feasible", expected.GetProperty("feasible").GetInt32(), result.Feasible.Count);
        if (!expected.TryGetProperty("nodes", out var names))
        {
            Same("node", node, result.Node.Name);
            return;
        }

        var order = names.EnumerateArray().Select(name => name.GetString()!).ToArray();
        var mine = result.Feasible.Select(info => info.Name).ToArray();
        Same("nodes", string.Join(' ', order.Order(StringComparer.Ordinal)), string.Join(' ', mine.Order(StringComparer.Ordinal)));
        var scores = expected.GetProperty("scores");
        foreach (var plugin in scores.EnumerateObject())
        {
            var theirs = string.Join(' ', plugin.Value.EnumerateArray().Select(score => score.GetInt64()));
            Same(plugin.Name, theirs, result.Scores.TryGetValue(plugin.Name, out var column) ? Reorder(column) : "skipped");
        }

        foreach (var name in result.Scores.Keys.Where(name => !scores.TryGetProperty(name, out _))) Same(name, "skipped", Reorder(result.Scores[name]));
        var best = result.Totals.Count == 0 ? 0 : result.Totals.Max();
        var totals = mine.Zip(result.Totals).ToDictionary(pair => pair.First, pair => pair.Second);
        if (totals.GetValueOrDefault(node, -1) != best) Differ($"node: expected {node}, which is not among the best");
        if (totals.GetValueOrDefault(result.Node.Name, -1) != best) Differ($"node: chose {result.Node.Name}, which is not among the best");

        string Reorder(long[] column) => string.Join(' ', order.Select(name => Array.IndexOf(mine, name) is >= 0 and var index ? column[index].ToString(CultureInfo.InvariantCulture) : "-"));
    }

    private void Same<T>(string what, T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual)) Differ($"{what}: expected {expected}, got {actual}");
    }

    private void Differ(string text) => Differences.Add($"{_step}: {text}");

    private static string Text(JsonElement value, string name) => value.TryGetProperty(name, out var field) ? field.GetString() ?? "" : "";
}
