using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Scheduling.V1Alpha2;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Effects;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Gangs;
using Kubesharp.Scheduler.Queue;
using Kubesharp.Scheduler.Tests.Reference;
using ResourceClaim = Kubesharp.Api.Resource.V1.ResourceClaim;

namespace Kubesharp.Scheduler.Tests.Simulation;

/// <summary>
/// A scheduler on a simulated API server, where each step is one of many that could come next: something happens to a node or a pod, a
/// change arrives, the scheduler tries a pod, one of its requests is answered or lost, time passes, or the scheduler dies and another starts.
/// </summary>
internal sealed class SimulationRun : ISchedulerEffects
{
    private readonly int _seed;
    private readonly Random _random;
    private readonly RandomCluster _make;
    private readonly SimulatedApi _api = new();
    private readonly ManualTimeProvider _time = new();
    private readonly List<Action<bool>> _requests = [];
    private readonly List<Pod> _templates = [];
    private readonly Dictionary<string, NodeStatus> _sizes = [];
    private ReferenceCluster _seen = new();
    private SchedulerCore _core = null!;
    private int _sequence;
    private int _step;

    private SimulationRun(int seed)
    {
        _seed = seed;
        _random = new Random(seed);
        _make = new RandomCluster(_random);
    }

    public int Bound => _api.Bindings.Count;

    public int Crashes { get; private set; }

    /// <summary>The first thing that was not as it has to be, or null.</summary>
    public string? Fault { get; private set; }

    public static SimulationRun Run(int seed, int steps)
    {
        var run = new SimulationRun(seed);
        try
        {
            run.Prepare();
            while (run._step++ < steps && run.Fault is null) run.Step();
            if (run.Fault is null) run.Settle();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            run.Fail($"threw {e}");
        }

        return run;
    }

    public void Bind(SchedulingFramework framework, QueuedPod pod, CycleState state, NodeInfo node, Verdict? wait)
    {
        var key = pod.Info.Key;
        if (!Feasible(pod.Info.Pod).Contains(node.Name)) Fail($"{key} goes to {node.Name}, where it does not fit");
        _seen.Placed[key] = pod.Info.Pod with { Spec = pod.Info.Pod.Spec with { NodeName = node.Name } };
        var core = _core;
        _requests.Add(arrives =>
        {
            var isBound = arrives && _api.Bind(pod.Info.Pod, node.Name);
            if (core != _core) return;
            if (isBound)
            {
                core.BindingSucceeded(pod);
                return;
            }

            // The pod may have gone meanwhile, or another may have its name.
            if (_seen.Placed.TryGetValue(key, out var mine) && mine.Metadata.Uid == pod.Info.Pod.Metadata.Uid && _api.Pods.GetValueOrDefault(key)?.Spec.NodeName is null or "") _seen.Placed.Remove(key);
            core.BindingFailed(pod, "SchedulerError", "the request was lost", []);
        });
    }

    public void Refused(PodInfo pod, string reason, string message, string? nominatedNode, bool withEvent) =>
        _requests.Add(arrives => SetStatus(arrives, pod.Pod, status => status with
        {
            Conditions = [PodCondition.Empty with { Type = "PodScheduled", Status = "False", Reason = reason, Message = message }],
            NominatedNodeName = nominatedNode ?? status.NominatedNodeName,
        }));

    public void Preempt(PodInfo preemptor, string node, IReadOnlyList<PodInfo> victims)
    {
        foreach (var victim in victims)
        {
            _requests.Add(_ =>
            {
                // These are repeated until they arrive.
                if (_api.Pods.TryGetValue(victim.Key, out var pod) && pod.Metadata.Uid == victim.Pod.Metadata.Uid) Delete(pod);
            });
        }
    }

    public void ClearNomination(PodInfo pod) => _requests.Add(arrives => SetStatus(arrives, pod.Pod, status => status with { NominatedNodeName = "" }));

    public void Release(ResourceClaim claim) => Fail("there are no claims");

    public void GroupDecided(PodGroup group, bool isScheduled, string message)
    {
        // Nothing looks at the condition of a group.
    }

    private void Prepare()
    {
        foreach (var ns in RandomCluster.Namespaces) _api.Namespaces[ns] = _make.NamespaceLabels();
        var nodes = _random.Next(1, 7);
        for (var i = 0; i < nodes; i++) _api.Set(NewNode("n" + i));
        for (var i = 0; i < 4; i++) _templates.Add(_make.Template(i, [.. _api.Nodes.Keys]));
        Start();
    }

    private void Start()
    {
        _seen = new ReferenceCluster();
        var options = new SchedulerOptions { Gangs = true };
        _core = new SchedulerCore(_time, options, this, cluster =>
            [new SchedulingFramework(cluster, DefaultPlugins.Create(cluster, options, null, new Random(_seed)), 100, new Random(_seed))]);
        _api.List(_core, _seen);
    }

    private void Step()
    {
        switch (_random.Next(100))
        {
            case < 12:
                CreatePod(_make.Pick(_templates), "");
                break;
            case < 14:
                CreateGang();
                break;
            case < 19:
                if (_api.Pods.Count > 0) Delete(_make.Pick([.. _api.Pods.Values]));
                break;
            case < 21:
                _api.Set(NewNode("n" + _random.Next(8)));
                break;
            case < 23:
                if (_api.Nodes.Count > 1) _api.RemoveNode(_make.Pick([.. _api.Nodes.Keys]));
                break;
            case < 50:
                if (_api.HasChanges) _api.Deliver(_random, _core, _seen);
                break;
            case < 75:
                _core.ScheduleOne();
                break;
            case < 93:
                Answer();
                break;
            case < 94:
                if (_api.Groups.Count > 0) _api.RemoveGroup(_make.Pick([.. _api.Groups.Keys]));
                break;
            case < 98:
                _time.Advance(TimeSpan.FromMilliseconds(_random.Next(3000)));
                break;
            default:
                Crash();
                break;
        }

        Check();
    }

    /// <summary>Taints and labels differ each time, but a node of one name always has the same size, so that what was decided before still fits.</summary>
    private Node NewNode(string name)
    {
        var node = _make.Node(name);
        if (!_sizes.TryGetValue(name, out var size)) _sizes.Add(name, size = node.Status);
        return node with { Status = size };
    }

    /// <summary>A group and about as many pods as it needs, all alike.</summary>
    private void CreateGang()
    {
        var template = _make.Pick(_templates);
        var name = $"g{++_sequence}";
        var minCount = _random.Next(1, 5);
        _api.Add(new PodGroup
        {
            Metadata = ObjectMeta.Empty with { Namespace = template.Metadata.Namespace, Name = name },
            Spec = PodGroupSpec.Empty with { SchedulingPolicy = PodGroupSchedulingPolicy.Empty with { Gang = GangSchedulingPolicy.Empty with { MinCount = minCount } } },
        });
        for (var pods = minCount + _random.Next(-1, 2); pods > 0; pods--) CreatePod(template, name);
    }

    private void CreatePod(Pod template, string group)
    {
        ValueList<PodSchedulingGate> gates = _make.Chance(5) ? [PodSchedulingGate.Empty with { Name = "example.com/wait" }] : [];
        _api.Set(template with
        {
            Metadata = template.Metadata with { Name = $"p{_random.Next(25)}", Uid = $"u{++_sequence}" },
            Spec = template.Spec with { SchedulerName = SchedulerOptions.DefaultSchedulerName, SchedulingGates = gates, SchedulingGroup = group.Length > 0 ? PodSchedulingGroup.Empty with { PodGroupName = group } : null },
        } is var pod && _api.Pods.ContainsKey(ReferenceCluster.KeyOf(pod)) ? pod with { Metadata = pod.Metadata with { Name = $"q{_sequence}" } } : pod);
    }

    /// <summary>Deletes at once, or first only asks the pod to end.</summary>
    private void Delete(Pod pod)
    {
        if (pod.Spec.NodeName.Length == 0 || pod.Metadata.DeletionTimestamp is not null || _make.Chance(60)) _api.RemovePod(ReferenceCluster.KeyOf(pod));
        else _api.Set(pod with { Metadata = pod.Metadata with { DeletionTimestamp = _time.GetUtcNow() } });
    }

    private void Answer()
    {
        if (_requests.Count == 0) return;
        var index = _random.Next(_requests.Count);
        var request = _requests[index];
        _requests.RemoveAt(index);
        request(_random.Next(10) > 0);
    }

    /// <summary>The scheduler dies. What it asked for last may or may not have arrived.</summary>
    private void Crash()
    {
        Crashes++;
        foreach (var request in _requests.ToArray())
        {
            if (_make.Chance(50)) request(true);
        }

        _requests.Clear();
        Start();
    }

    private void SetStatus(bool arrives, Pod of, Func<PodStatus, PodStatus> change)
    {
        if (!arrives || !_api.Pods.TryGetValue(ReferenceCluster.KeyOf(of), out var pod) || pod.Metadata.Uid != of.Metadata.Uid) return;
        var status = change(pod.Status);
        if (status != pod.Status) _api.Set(pod with { Status = status });
    }

    private HashSet<string> Feasible(Pod pod)
    {
        _seen.Nominated.Clear();
        // By now another pod may have the name of one that the scheduler knows.
        foreach (var node in _seen.Nodes.Keys)
        {
            foreach (var other in _core.Cluster.NominatedOn(node)) _seen.Nominated[other.Key] = (other.Pod, node);
        }

        return [.. ReferenceScheduler.Decide(_seen, pod).Feasible.Select(node => node.Metadata.Name)];
    }

    private void Check()
    {
        foreach (var (uid, count) in _api.Bindings)
        {
            if (count > 1) Fail($"{uid} was bound {count} times");
        }

        foreach (var node in _api.Nodes.Values)
        {
            var pods = _api.Pods.Values.Where(pod => pod.Spec.NodeName == node.Metadata.Name).ToArray();
            foreach (var (name, amount) in node.Status.Allocatable)
            {
                var used = name == "pods" ? pods.Length : pods.Sum(pod => Match.Requests(pod).GetValueOrDefault(name));
                if (used > Match.Amount(name, amount)) Fail($"{node.Metadata.Name} has {used} of {amount} {name}");
            }
        }
    }

    /// <summary>Lets everything come to rest, for less time than after which pods are tried without a reason.</summary>
    private void Settle()
    {
        for (var i = 0; i < 20 && Fault is null; i++)
        {
            var isQuiet = true;
            while (_api.HasChanges || _requests.Count > 0 || _core.Queue.ActiveCount > 0 || _core.Queue.BackoffCount > 0)
            {
                if (_api.HasChanges) _api.Deliver(_random, _core, _seen);
                else if (_requests.Count > 0) AnswerFirst();
                else if (!_core.ScheduleOne()) _time.Advance(TimeSpan.FromSeconds(1));
                isQuiet = false;
                if (Fault is not null) return;
            }

            Check();
            if (isQuiet) break;
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        var now = new ReferenceCluster();
        foreach (var (name, labels) in _api.Namespaces) now.Namespaces[name] = labels;
        foreach (var node in _api.Nodes.Values) now.Nodes[node.Metadata.Name] = node;
        foreach (var (key, pod) in _api.Pods)
        {
            if (pod.Spec.NodeName.Length > 0) now.Placed[key] = pod;
            else if (_core.Cluster.NominationOf(key) is { Length: > 0 } node) now.Nominated[key] = (pod, node);
        }

        foreach (var (key, pod) in _api.Pods)
        {
            if (pod.Spec.NodeName.Length > 0) continue;
            if (_core.Queue.Find(key) is not { } waiting) Fail($"{key} is lost");
            else if (pod.Spec.SchedulingGates.Count == 0 && MayRunAlone(pod) && ReferenceScheduler.Decide(now, pod).Feasible.FirstOrDefault() is { } free) Fail(Describe(waiting, free));
        }

        if (_core.AssumedCount > 0) Fail($"{_core.AssumedCount} pods are still assumed");
    }

    /// <summary>Whether room for the pod is all it waits for: it has no group, or its group lacks no other pod.</summary>
    private bool MayRunAlone(Pod pod)
    {
        if (GangTable.NameOf(pod) is not { } name) return true;
        if (!_api.Groups.TryGetValue($"{pod.Metadata.Namespace}/{name}", out var group)) return false;
        var members = _api.Pods.Values.Where(other => other.Metadata.Namespace == pod.Metadata.Namespace && GangTable.NameOf(other) == name).ToArray();
        return members.Length >= GangTable.MinCountOf(group) && members.Count(other => other.Spec.NodeName.Length > 0) >= GangTable.MinCountOf(group) - 1;
    }

    private static string Describe(QueuedPod waiting, Node free) =>
        $"{waiting.Info.Key} waits though it could run on {free.Metadata.Name}; refused by {string.Join(' ', waiting.RefusedBy)}: {waiting.Info.Pod.Status.GetCondition("PodScheduled")?.Message}";

    private void AnswerFirst()
    {
        var request = _requests[0];
        _requests.RemoveAt(0);
        request(true);
    }

    private void Fail(string text) => Fault ??= $"seed {_seed}, step {_step}: {text}";
}
