using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Selectors;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Configuration;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Snapshots;

namespace Kubesharp.Scheduler.Simulation;

/// <summary>
/// Tries changes on a snapshot of a cluster: the real scheduler places what waits, what is new and what loses its node, on a clock of its
/// own and without any API. The same snapshot, changes and seed give the same report.
/// </summary>
public sealed class WhatIf
{
    /// <summary>A bound for clusters in which pods keep preempting each other.</summary>
    private const int MaxRoundsPerPod = 20;
    private const string Unschedulable = "node.kubernetes.io/unschedulable";

    private readonly SimulatedClock _clock;
    private readonly SimulatedEffects _effects;
    private readonly SchedulerCore _core;
    private readonly ClusterSnapshot _snapshot;
    private readonly SimulatedChanges _changes;
    private readonly Dictionary<string, Node> _nodes;
    private readonly List<Pod> _waiting = [];
    private readonly List<string> _warnings = [];
    private int _unchanged;

    private WhatIf(ClusterSnapshot snapshot, SimulatedChanges changes, SchedulerOptions options, int seed)
    {
        _changes = changes;
        _snapshot = snapshot.With([.. changes.Objects.Where(value => value is not Pod)]);
        _nodes = _snapshot.Nodes.ToDictionary(node => node.Metadata.Name, StringComparer.Ordinal);
        var latest = snapshot.Pods.Select(pod => pod.Metadata.CreationTimestamp).Append(DateTimeOffset.UnixEpoch).Max();
        _clock = new SimulatedClock(latest);
        _effects = new SimulatedEffects();
        options = options with { Gangs = options.Gangs || _snapshot.PodGroups.Count > 0 };
        var random = new Random(seed);
        _core = new SchedulerCore(
            _clock, options, _effects, cluster => ProfileFactory.Create(new PluginContext { Cluster = cluster, Options = options, Time = _clock, Random = random }));
    }

    /// <summary>Answers what would happen.</summary>
    /// <param name="snapshot">The cluster as it is.</param>
    /// <param name="changes">What is to be tried out.</param>
    /// <param name="options">How the scheduler is configured.</param>
    /// <param name="seed">Decides among nodes that are equally good.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="InvalidOperationException">A change names a node that is not there.</exception>
    public static SimulationReport Run(ClusterSnapshot snapshot, SimulatedChanges changes, SchedulerOptions options, int seed, CancellationToken cancellationToken)
    {
        var run = new WhatIf(snapshot, changes, options, seed);
        run.ChangeNodes();
        run.Fill();
        run.Schedule(cancellationToken);
        return run.Report();
    }

    private Node NodeOf(string name) => _nodes.TryGetValue(name, out var node) ? node : throw new InvalidOperationException($"there is no node {name}");

    private void ChangeNodes()
    {
        foreach (var (like, count) in _changes.NodeCopies)
        {
            var model = NodeOf(like);
            for (var i = 1; i <= count; i++)
            {
                var name = $"{like}-copy-{i}";
                var labels = model.Metadata.Labels.ContainsKey("kubernetes.io/hostname") ? model.Metadata.Labels.Set("kubernetes.io/hostname", name) : model.Metadata.Labels;
                _nodes[name] = model with
                {
                    Metadata = ObjectMeta.Empty with { Name = name, Labels = labels, CreationTimestamp = _clock.GetUtcNow() },
                    Spec = model.Spec with { PodCIDR = "", PodCIDRs = [], ProviderID = "" },
                };
            }
        }

        foreach (var (name, taint) in _changes.Taints)
        {
            var node = NodeOf(name);
            var others = node.Spec.Taints.Where(other => other.Key != taint.Key || other.Effect != taint.Effect);
            _nodes[name] = node with { Spec = node.Spec with { Taints = others.Append(taint).ToValueList() } };
        }

        foreach (var (name, key) in _changes.RemovedTaints)
        {
            var node = NodeOf(name);
            _nodes[name] = node with { Spec = node.Spec with { Taints = node.Spec.Taints.Where(taint => taint.Key != key).ToValueList() } };
        }

        foreach (var name in _changes.Cordoned.Concat(_changes.Drained))
        {
            var node = NodeOf(name);
            var taints = node.Spec.Taints.Any(taint => taint.Key == Unschedulable) ? node.Spec.Taints : node.Spec.Taints.Add(Taint.Empty with { Key = Unschedulable, Effect = TaintEffect.NoSchedule });
            _nodes[name] = node with { Spec = node.Spec with { Unschedulable = true, Taints = taints } };
        }

        foreach (var name in _changes.RemovedNodes)
        {
            NodeOf(name);
            _nodes.Remove(name);
        }
    }

    private void Fill()
    {
        (_snapshot with { Nodes = [] }).Fill(_core.Cluster);
        foreach (var node in _nodes.Values.OrderBy(node => node.Metadata.CreationTimestamp).ThenBy(node => node.Metadata.Name, StringComparer.Ordinal)) _core.NodeChanged(null, node);
        var evicted = new List<Pod>();
        var added = _changes.Objects.Select(value => value as Pod).Where(pod => pod is not null).Select(pod => PodKey(pod!)).ToHashSet(StringComparer.Ordinal);
        foreach (var pod in _snapshot.Pods.OrderBy(pod => pod.Metadata.CreationTimestamp).ThenBy(PodKey, StringComparer.Ordinal))
        {
            if (pod.IsTerminal() || added.Contains(PodKey(pod))) continue;
            if (!pod.IsScheduled())
            {
                _waiting.Add(pod);
            }
            else if (LosesNode(pod))
            {
                evicted.Add(pod);
            }
            else
            {
                _unchanged++;
                _core.PodChanged(null, pod);
            }
        }

        CheckBudgets(evicted);
        foreach (var pod in evicted) _effects.Evict(pod, null);
        _waiting.AddRange(_effects.TakeRecreated());
        foreach (var pod in _changes.Objects.SelectMany(WorkloadPods.Of))
        {
            var complete = WorkloadPods.Default(pod, _snapshot.PriorityClasses);
            if (complete.IsScheduled()) _core.PodChanged(null, complete);
            else _waiting.Add(complete);
        }

        foreach (var pod in _waiting) AddWaiting(pod);
    }

    private static string PodKey(Pod pod) => PodInfo.KeyOf(pod);

    private void AddWaiting(Pod pod)
    {
        _effects.Wait(pod);
        _core.PodChanged(null, pod);
        if (!_core.ProfileNames.Contains(pod.Spec.SchedulerName)) _effects.Ignore(pod, $"no profile of this scheduler is named \"{pod.Spec.SchedulerName}\"");
        _clock.Advance(TimeSpan.FromMilliseconds(1));
    }

    private bool LosesNode(Pod pod)
    {
        var name = pod.Spec.NodeName;
        if (!_nodes.TryGetValue(name, out var node)) return _changes.RemovedNodes.Contains(name);
        if (_changes.Drained.Contains(name)) return pod.Metadata.GetControllerOf() is not { Kind: "DaemonSet" } && !pod.IsMirror();
        foreach (var (tainted, taint) in _changes.Taints)
        {
            if (tainted == name && taint.Effect == TaintEffect.NoExecute && node.Spec.Taints.Contains(taint) && !taint.IsToleratedBy(pod.Spec.Tolerations)) return true;
        }

        return false;
    }

    /// <summary>A drain asks for one eviction after the other; budgets that do not allow all of them hold it up.</summary>
    private void CheckBudgets(List<Pod> evicted)
    {
        foreach (var budget in _snapshot.DisruptionBudgets)
        {
            var selector = Selector.From(budget.Spec.Selector);
            var affected = evicted.Count(pod => _changes.Drained.Contains(pod.Spec.NodeName) && pod.Metadata.Namespace == budget.Metadata.Namespace && selector.Matches(pod.Metadata.Labels));
            if (affected <= budget.Status.DisruptionsAllowed) continue;
            _warnings.Add($"disruption budget {budget.Metadata.Namespace}/{budget.Metadata.Name} allows {budget.Status.DisruptionsAllowed} of {affected} evictions at once");
        }
    }

    private void Schedule(CancellationToken cancellationToken)
    {
        var limit = (_waiting.Count + 1) * MaxRoundsPerPod;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_effects.Apply(_core)) continue;
            var made = _effects.TakeRecreated();
            foreach (var pod in made) AddWaiting(pod);
            if (--limit < 0)
            {
                _warnings.Add("the simulation was stopped: pods keep preempting each other");
                return;
            }

            if (_core.ScheduleOne() || made.Count > 0) continue;
            if (_core.Queue.BackoffCount == 0) return;
            _clock.Advance(TimeSpan.FromSeconds(10));
        }
    }

    private SimulationReport Report()
    {
        var report = _effects.Report();
        return report with { Nodes = _nodes.Count, Unchanged = _unchanged - _effects.Preempted, Warnings = _warnings };
    }
}
