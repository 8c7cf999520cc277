using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Resource.V1;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Extenders;
using Kubesharp.Scheduler.Framework;
using Microsoft.Extensions.Logging.Abstractions;
using ResourceClaim = Kubesharp.Api.Resource.V1.ResourceClaim;

namespace Kubesharp.Scheduler.Tests.Reference;

/// <summary>
/// A random cluster in which random things happen. Every decision is made three times: by the engine, by asking every plugin about every node,
/// and by the reference; they have to agree on feasible nodes, scores, the best nodes, messages, nominations and victims.
/// </summary>
internal sealed class DifferentialRun
{
    private readonly int _seed;
    private readonly Random _random;
    private readonly RandomCluster _make;
    private readonly ReferenceCluster _reference;
    private readonly ClusterState _cluster;
    private readonly SchedulingFramework _engine;
    private readonly SchedulingFramework _exhaustive;
    private readonly List<Pod> _templates = [];
    private readonly List<Pod> _waiting = [];
    private int _sequence;

    private DifferentialRun(int seed)
    {
        _seed = seed;
        _random = new Random(seed);
        _make = new RandomCluster(_random);
        // Half of the clusters treat domains as many when there are two.
        _cluster = new ClusterState(seed % 2 == 0 ? 2 : 64);
        _reference = new ReferenceCluster { HasExtender = seed % 7 == 0 };
        _engine = Framework(false);
        _exhaustive = Framework(true);

        SchedulingFramework Framework(bool exhaustive) =>
            new(_cluster, DefaultPlugins.Create(_cluster, new SchedulerOptions(), null, new Random(seed)), 100, new Random(seed))
            {
                KeepScores = true,
                IsExhaustive = exhaustive,
                Extenders = _reference.HasExtender ? new ExtenderChain([new RandomExtender()], NullLogger.Instance) : ExtenderChain.None,
            };
    }

    public int Decisions { get; private set; }

    /// <summary>How many pods got a node.</summary>
    public int Placements { get; private set; }

    /// <summary>What did not agree, or null.</summary>
    public string? Difference { get; private set; }

    public static DifferentialRun Run(int seed, int steps)
    {
        var run = new DifferentialRun(seed);
        try
        {
            run.Prepare();
            for (var i = 0; i < steps && run.Difference is null; i++) run.Step();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            run.Differ($"threw {e}");
        }

        return run;
    }

    private void Prepare()
    {
        foreach (var ns in RandomCluster.Namespaces) SetNamespace(ns);
        var nodes = _random.Next(1, 10);
        for (var i = 0; i < nodes; i++) SetNode(_make.Node("n" + i));
        foreach (var ns in RandomCluster.Namespaces)
        {
            if (_make.Chance(40)) SetService(_make.Service(ns, "web"));
            if (_make.Chance(40)) SetReplicaSet(_make.ReplicaSet(ns, "db"));
            if (_make.Chance(40)) SetBudget(_make.Budget(ns, "web"));
        }

        foreach (var name in new[] { "late", "now" })
        {
            var storageClass = _make.StorageClass(name, name == "late");
            _reference.StorageClasses[name] = storageClass;
            _cluster.StorageClasses.Set(storageClass);
        }

        for (var i = 0; i < 4; i++)
        {
            var volume = _make.PersistentVolume("pv" + i);
            _reference.Volumes[volume.Metadata.Name] = volume;
            _cluster.Volumes.Set(volume);
        }

        for (var i = 0; i < 5; i++)
        {
            var claim = _make.Claim("default", "claim-" + i, [.. _reference.Volumes.Keys]);
            _reference.Claims[$"default/{claim.Metadata.Name}"] = claim;
            _cluster.Claims.Set(claim);
        }

        _cluster.Devices.Classes.Set(Build.Object<DeviceClass>("""{"metadata":{"name":"gpu"},"spec":{"selectors":[{"cel":{"expression":"device.driver == 'gpu.example.com'"}}]}}"""));
        for (var i = 0; i < 4; i++) SetDeviceClaim(_make.DeviceClaim("device-" + i));
        for (var i = 0; i < 4; i++) _templates.Add(_make.Template(i, [.. _reference.Nodes.Keys]));
    }

    private void Step()
    {
        switch (_random.Next(100))
        {
            case < 62:
                Schedule(NewPod());
                break;
            case < 70:
                if (_waiting.Count > 0) Schedule(_waiting[_random.Next(_waiting.Count)]);
                break;
            case < 78:
                if (_reference.Placed.Count > 0) Remove(_make.Pick([.. _reference.Placed.Keys]));
                break;
            case < 81:
                if (_reference.Placed.Count > 0) Change(_make.Pick([.. _reference.Placed.Values]));
                break;
            case < 90:
                if (_reference.Nodes.Count > 0) SetNode(_make.Change(_make.Pick([.. _reference.Nodes.Values])));
                break;
            case < 93:
                SetNode(_make.Node("n" + _random.Next(12)));
                break;
            case < 95:
                if (_reference.Nodes.Count > 1) RemoveNode(_make.Pick([.. _reference.Nodes.Keys]));
                break;
            case < 97:
                SetNamespace(_make.Pick(RandomCluster.Namespaces));
                break;
            case < 98:
                SetService(_make.Service(_make.Pick(RandomCluster.Namespaces), _make.Pick(["web", "db"])));
                break;
            default:
                _templates[_random.Next(_templates.Count)] = _make.Template(++_sequence, [.. _reference.Nodes.Keys]);
                break;
        }
    }

    private Pod NewPod()
    {
        var template = _make.Pick(_templates);
        var pod = template with { Metadata = template.Metadata with { Name = $"p{++_sequence}", Uid = $"u{_sequence}" } };
        if (pod.Metadata.Namespace == "default" && _make.Chance(10)) return pod with { Spec = _make.WithDevices(pod.Spec) };
        return pod.Metadata.Namespace == "default" && _make.Chance(15) ? pod with { Spec = _make.WithVolumes(pod.Spec) } : pod;
    }

    private void Schedule(Pod pod)
    {
        Decisions++;
        var info = _cluster.NewPod(pod);
        var expected = ReferenceScheduler.Decide(_reference, pod);
        var result = Check("engine", _engine, info, expected, out var postFilter);
        Check("every plugin", _exhaustive, info, expected, out _);
        if (Difference is not null) return;
        _waiting.RemoveAll(other => ReferenceCluster.KeyOf(other) == info.Key);
        if (result.Node is { } node)
        {
            Placements++;
            GiveDevices(info, result);
            Place(pod, node.Name);
            return;
        }

        if (postFilter?.NominatedNode is { } nominated) Nominate(pod, nominated);
        if (_waiting.Count < 4) _waiting.Add(pod);
        else Nominate(pod, "");
        foreach (var victim in postFilter?.Victims ?? [])
        {
            if (_make.Chance(70)) Remove(victim.Key);
            else Terminate(_reference.Placed[victim.Key], preempted: true);
        }
    }

    private ScheduleResult Check(string who, SchedulingFramework framework, PodInfo pod, ReferenceDecision expected, out PostFilterResult? postFilter)
    {
        var result = framework.Schedule(pod, out postFilter);
        var name = $"{who} about {pod.Key}";
        var names = expected.Feasible.Select(node => node.Metadata.Name).ToArray();
        Same($"{name}: feasible", Sorted(names), Sorted(result.Feasible.Select(node => node.Name)));
        if (Difference is not null) return result;
        if (expected.Feasible.Length == 0)
        {
            var message = result.Error?.Message ?? result.Diagnosis!.ToMessage();
            Same($"{name}: message", expected.Message, message);
            var nominated = postFilter?.NominatedNode ?? "";
            Same($"{name}: preempts", expected.Preemptions.Count > 0, nominated.Length > 0);
            if (expected.Preemptions.Count == 0 || Difference is not null) return result;
            Same($"{name}: {nominated} is among the best", true, expected.Preemptions.ContainsKey(nominated));
            if (Difference is null) Same($"{name}: victims", Sorted(expected.Preemptions[nominated]), Sorted(postFilter!.Victims.Select(victim => victim.Key)));
            return result;
        }

        if (result.Node is null)
        {
            Differ($"{name}: expected a node, got none");
            return result;
        }

        var totals = new long[names.Length];
        foreach (var (plugin, column) in expected.Scores)
        {
            Same($"{name}: {plugin}", string.Join(' ', column), result.Scores.TryGetValue(plugin, out var scores) ? string.Join(' ', names.Select(node => scores[IndexOf(result, node)])) : "skipped");
            for (var i = 0; i < totals.Length; i++) totals[i] += column[i];
        }

        for (var i = 0; i < totals.Length && _reference.HasExtender; i++) totals[i] += RandomExtender.ScoreOf(pod.Pod, names[i]);
        foreach (var plugin in result.Scores.Keys.Where(plugin => plugin != "DynamicResources" && !expected.Scores.ContainsKey(plugin))) Differ($"{name}: {plugin} scored");
        if (names.Length > 1 && totals[Array.IndexOf(names, result.Node.Name)] != totals.Max()) Differ($"{name}: chose {result.Node.Name}, which is not among the best");
        return result;
    }

    private static int IndexOf(ScheduleResult result, string node)
    {
        for (var i = 0; i < result.Feasible.Count; i++)
        {
            if (result.Feasible[i].Name == node) return i;
        }

        return -1;
    }

    private void Place(Pod pod, string node)
    {
        pod = pod with { Spec = pod.Spec with { NodeName = node }, Status = pod.Status with { StartTime = _make.StartTime(++_sequence) } };
        _reference.Placed[ReferenceCluster.KeyOf(pod)] = pod;
        _reference.Nominated.Remove(ReferenceCluster.KeyOf(pod));
        _cluster.SetPod(_cluster.NewPod(pod), node);
    }

    private void Nominate(Pod pod, string node)
    {
        var key = ReferenceCluster.KeyOf(pod);
        _cluster.Nominate(_cluster.NewPod(pod), node);
        if (node.Length == 0) _reference.Nominated.Remove(key);
        else _reference.Nominated[key] = (pod, node);
    }

    /// <summary>Allocates and reserves the claim of a pod as binding does.</summary>
    private void GiveDevices(PodInfo pod, ScheduleResult result)
    {
        if (ReferenceDevices.ClaimOf(_reference, pod.Pod) is not { } claim) return;
        if (claim.Status.Allocation is null)
        {
            var expected = ReferenceDevices.Find(_reference, claim, _reference.Nodes[result.Node!.Name])!;
            _engine.Reserve(result.State, pod, result.Node);
            claim = claim with { Status = claim.Status with { Allocation = _cluster.Devices.FindPending(claim.Metadata.Uid)!.Status.Allocation } };
            Same($"devices of {pod.Key}", string.Join(' ', expected), string.Join(' ', claim.Status.Allocation!.Devices.Results.Select(device => device.Device)));
        }

        var user = ResourceClaimConsumerReference.Empty with { Resource = "pods", Name = pod.Pod.Metadata.Name, Uid = pod.Pod.Metadata.Uid };
        SetDeviceClaim(claim with { Status = claim.Status with { ReservedFor = claim.Status.ReservedFor.Add(user) } });
    }

    private void TakeDevices(Pod pod)
    {
        if (ReferenceDevices.ClaimOf(_reference, pod) is not { } claim) return;
        var users = claim.Status.ReservedFor.Where(user => user.Uid != pod.Metadata.Uid).ToValueList();
        SetDeviceClaim(claim with { Status = claim.Status with { ReservedFor = users, Allocation = users.Count == 0 ? null : claim.Status.Allocation } });
    }

    private void SetDeviceClaim(ResourceClaim claim)
    {
        _reference.DeviceClaims[claim.Metadata.Name] = claim;
        _cluster.Devices.SetClaim(claim);
    }

    private void Remove(string key)
    {
        TakeDevices(_reference.Placed[key]);
        _reference.Placed.Remove(key);
        _cluster.RemovePod(key);
    }

    private void Change(Pod pod)
    {
        if (_make.Chance(50)) Terminate(pod, preempted: false);
        else if (_make.Chance(50)) Update(pod with { Metadata = pod.Metadata with { Labels = _make.Template(0, []).Metadata.Labels } });
        else Update(pod with { Status = pod.Status with { Phase = "Running" } });
    }

    private void Terminate(Pod pod, bool preempted)
    {
        ValueList<PodCondition> conditions = preempted ? [PodCondition.Empty with { Type = "DisruptionTarget", Status = "True", Reason = "PreemptionByScheduler" }] : [];
        Update(pod with { Metadata = pod.Metadata with { DeletionTimestamp = _make.StartTime(0) }, Status = pod.Status with { Conditions = conditions } });
    }

    private void Update(Pod pod)
    {
        var key = ReferenceCluster.KeyOf(pod);
        _reference.Placed[key] = pod;
        if (!_cluster.Refresh(key, pod)) _cluster.SetPod(_cluster.NewPod(pod), pod.Spec.NodeName);
    }

    private void SetNode(Node node)
    {
        _reference.Nodes[node.Metadata.Name] = node;
        _cluster.SetNode(node);
        if (_make.Chance(30)) SetSlice(_make.DeviceSlice(node.Metadata.Name));
        if (_make.Chance(70)) return;
        var csiNode = _make.CsiNode(node.Metadata.Name);
        _reference.CsiNodes[node.Metadata.Name] = csiNode;
        _cluster.CsiNodes.Set(csiNode);
    }

    /// <summary>Devices do not change while somebody has them.</summary>
    private void SetSlice(ResourceSlice slice)
    {
        if (_reference.Slices.ContainsKey(slice.Metadata.Name)) return;
        _reference.Slices[slice.Metadata.Name] = slice;
        _cluster.Devices.SetSlice(slice);
    }

    private void RemoveNode(string name)
    {
        _reference.Nodes.Remove(name);
        _cluster.RemoveNode(name);
    }

    private void SetNamespace(string name)
    {
        var labels = _make.NamespaceLabels();
        _reference.Namespaces[name] = labels;
        _cluster.SetNamespace(name, labels);
    }

    private void SetService(Service service)
    {
        _reference.Services[$"{service.Metadata.Namespace}/{service.Metadata.Name}"] = service;
        _cluster.Services.Set(service);
    }

    private void SetReplicaSet(Api.Apps.V1.ReplicaSet set)
    {
        _reference.ReplicaSets[$"{set.Metadata.Namespace}/{set.Metadata.Name}"] = set;
        _cluster.ReplicaSets.Set(set);
    }

    private void SetBudget(Api.Policy.V1.PodDisruptionBudget budget)
    {
        _reference.Budgets[$"{budget.Metadata.Namespace}/{budget.Metadata.Name}"] = budget;
        _cluster.DisruptionBudgets.Set(budget);
    }

    private static string Sorted(IEnumerable<string> names) => string.Join(' ', names.Order(StringComparer.Ordinal));

    private void Same<T>(string what, T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual)) Differ($"{what}: expected {expected}, got {actual}");
    }

    private void Differ(string text) => Difference ??= $"seed {_seed}, decision {Decisions}: {text}";
}
