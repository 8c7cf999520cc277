using Kubesharp.Api.Core.V1;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Queue;

namespace Kubesharp.Scheduler.Plugins;

/// <summary>
/// Spreads pods over zones, nodes or other values of labels: strictly where the pod demands it, as well as possible where it only
/// wishes it, and loosely over nodes and zones where it says nothing but belongs to a Service or controller.
/// </summary>
/// <param name="cluster">Nodes and their pods.</param>
/// <param name="defaults">Constraints of pods that have none; null for those of the system.</param>
public sealed class PodTopologySpreadPlugin(ClusterState cluster, TopologySpreadConstraint[]? defaults = null)
    : SchedulerPlugin, IPreFilterPlugin, IPreFilterExtensions, IFilterPlugin, IPreScorePlugin, IScorePlugin, IQueueingHintPlugin
{
    private const long Ignored = -1;

    private static readonly Verdict Skewed = Verdict.Unschedulable(PluginNames.PodTopologySpread, "node(s) didn't match pod topology spread constraints");

    private static readonly Verdict NoLabel =
        Verdict.Unresolvable(PluginNames.PodTopologySpread, "node(s) didn't match pod topology spread constraints (missing required label)");

    private static readonly TopologySpreadConstraint[] SystemDefaults =
    [
        TopologySpreadConstraint.Empty with { MaxSkew = 3, TopologyKey = SpreadConstraint.Hostname, WhenUnsatisfiable = UnsatisfiableConstraintAction.ScheduleAnyway },
        TopologySpreadConstraint.Empty with { MaxSkew = 5, TopologyKey = "topology.kubernetes.io/zone", WhenUnsatisfiable = UnsatisfiableConstraintAction.ScheduleAnyway },
    ];

    public override string Name => PluginNames.PodTopologySpread;

    public override bool HasDefaultArguments => defaults is null;

    public PreFilterResult PreFilter(CycleState state, PodInfo pod)
    {
        var constraints = HardConstraintsOf(pod);
        if (constraints.Length == 0) return PreFilterResult.Skip;
        var hard = new Hard(constraints);
        foreach (var node in cluster.Nodes)
        {
            if (!SpreadConstraint.HasAllLabels(constraints, node)) continue;
            for (var i = 0; i < constraints.Length; i++)
            {
                if (!constraints[i].Includes(pod, node)) continue;
                var value = node.Node.Metadata.Labels[constraints[i].TopologyKey];
                hard.Add(i, value, constraints[i].CountOn(node, pod.Pod.Metadata.Namespace));
            }
        }

        state.Set(this, hard);
        return PreFilterResult.Continue;
    }

    public void AddPod(CycleState state, PodInfo pod, PodInfo added, NodeInfo node) => Update(state, pod, added, node, 1);

    public void RemovePod(CycleState state, PodInfo pod, PodInfo removed, NodeInfo node) => Update(state, pod, removed, node, -1);

    public Verdict? Filter(CycleState state, PodInfo pod, NodeInfo node)
    {
        var hard = state.Get<Hard>(this)!;
        for (var i = 0; i < hard.Constraints.Length; i++)
        {
            var constraint = hard.Constraints[i];
            if (!node.Node.Metadata.Labels.TryGetValue(constraint.TopologyKey, out var value)) return NoLabel;
            var self = constraint.Selector.Matches(pod.Pod.Metadata.Labels) ? 1 : 0;
            if (hard.CountOf(i, value) + self - hard.Least(i) > constraint.MaxSkew) return Skewed;
        }

        return null;
    }

    public bool PreScore(CycleState state, PodInfo pod, ReadOnlySpan<NodeInfo> nodes)
    {
        var ownConstraints = pod.Class.Spec.TopologySpreadConstraints.Count > 0;
        var constraints = ownConstraints ? SpreadConstraint.Of(pod, UnsatisfiableConstraintAction.ScheduleAnyway) : DefaultsFor(pod, UnsatisfiableConstraintAction.ScheduleAnyway);
        if (constraints.Length == 0) return false;
        var soft = new Soft(constraints, ownConstraints || defaults is not null);

        // 1. The values that come into question, and how much each constraint weighs.
        var ignored = 0;
        var sizes = new int[constraints.Length];
        foreach (var node in nodes)
        {
            if (soft.Ignores(node))
            {
                ignored++;
                continue;
            }

            for (var i = 0; i < constraints.Length; i++)
            {
                // Nodes without the label, which only the defaults let in, make up one more value.
                var value = node.Node.Metadata.Labels.Get(constraints[i].TopologyKey) ?? "";
                if (!constraints[i].IsHostname && soft.Counts[i].TryAdd(value, 0)) sizes[i]++;
            }
        }

        for (var i = 0; i < constraints.Length; i++)
        {
            var size = constraints[i].IsHostname ? nodes.Length - ignored : sizes[i];
            soft.Weights[i] = Math.Log(size + 2);
        }

        // 2. The pods there. Those of single nodes are counted when the node is scored.
        foreach (var node in cluster.Nodes)
        {
            if (soft.Ignores(node)) continue;
            for (var i = 0; i < constraints.Length; i++)
            {
                if (!node.Node.Metadata.Labels.TryGetValue(constraints[i].TopologyKey, out var value)) continue;
                if (!soft.Counts[i].TryGetValue(value, out var count) || !constraints[i].Includes(pod, node)) continue;
                soft.Counts[i][value] = count + constraints[i].CountOn(node, pod.Pod.Metadata.Namespace);
            }
        }

        state.Set(this, soft);
        return true;
    }

    public long Score(CycleState state, PodInfo pod, NodeInfo node)
    {
        var soft = state.Get<Soft>(this)!;
        if (soft.Ignores(node)) return Ignored;
        var score = 0.0;
        for (var i = 0; i < soft.Constraints.Length; i++)
        {
            var constraint = soft.Constraints[i];
            if (!node.Node.Metadata.Labels.TryGetValue(constraint.TopologyKey, out var value)) continue;
            long count = constraint.IsHostname ? constraint.CountOn(node, pod.Pod.Metadata.Namespace) : soft.Counts[i].GetValueOrDefault(value);
            score += (count * soft.Weights[i]) + (constraint.MaxSkew - 1);
        }

        return (long)Math.Round(score, MidpointRounding.AwayFromZero);
    }

    public void Normalize(CycleState state, PodInfo pod, ReadOnlySpan<NodeInfo> nodes, Span<long> scores)
    {
        var least = long.MaxValue;
        long most = 0;
        foreach (var score in scores)
        {
            if (score == Ignored) continue;
            least = Math.Min(least, score);
            most = Math.Max(most, score);
        }

        for (var i = 0; i < scores.Length; i++)
        {
            if (scores[i] == Ignored) scores[i] = 0;
            else scores[i] = most == 0 ? Scores.Max : Scores.Max * (most + least - scores[i]) / most;
        }
    }

    public bool MayHelp(PodInfo pod, in ClusterChange change)
    {
        switch (change.Target)
        {
            case ChangeTarget.Node:
                if (change.Old is not Node before || change.New is not Node after) return true;
                return before.Metadata.Labels != after.Metadata.Labels || before.Spec.Taints != after.Spec.Taints;
            case ChangeTarget.AssignedPod:
                var other = (Pod)(change.New ?? change.Old)!;
                if (other.Metadata.Namespace != pod.Pod.Metadata.Namespace) return false;
                if (change is { Old: Pod old, New: Pod now } && old.Metadata.Labels == now.Metadata.Labels && old.IsTerminating() == now.IsTerminating()) return false;
                foreach (var constraint in HardConstraintsOf(pod))
                {
                    if (constraint.Selector.Matches(other.Metadata.Labels)) return true;
                    if (change.Old is Pod last && constraint.Selector.Matches(last.Metadata.Labels)) return true;
                }

                return false;
            default:
                return change is { Target: ChangeTarget.WaitingPod, New: Pod self } && PodInfo.KeyOf(self) == pod.Key;
        }
    }

    /// <summary>The defaults of the system demand nothing, those of a profile may.</summary>
    private SpreadConstraint[] HardConstraintsOf(PodInfo pod) => defaults is null || pod.Class.Spec.TopologySpreadConstraints.Count > 0
        ? SpreadConstraint.Of(pod, UnsatisfiableConstraintAction.DoNotSchedule)
        : DefaultsFor(pod, UnsatisfiableConstraintAction.DoNotSchedule);

    private SpreadConstraint[] DefaultsFor(PodInfo pod, string action)
    {
        var constraints = defaults is null ? SystemDefaults : Array.FindAll(defaults, constraint => constraint.WhenUnsatisfiable == action);
        if (constraints.Length == 0) return [];
        var selector = DefaultSpreadSelector.Of(pod, cluster);
        return selector.Requirements.IsEmpty ? [] : SpreadConstraint.Defaults(constraints, selector);
    }

    private void Update(CycleState state, PodInfo pod, PodInfo changed, NodeInfo node, int sign)
    {
        var metadata = changed.Pod.Metadata;
        if (state.Get<Hard>(this) is not { } hard || metadata.Namespace != pod.Pod.Metadata.Namespace || metadata.DeletionTimestamp is not null) return;
        if (!SpreadConstraint.HasAllLabels(hard.Constraints, node)) return;
        for (var i = 0; i < hard.Constraints.Length; i++)
        {
            var constraint = hard.Constraints[i];
            if (!constraint.Selector.Matches(metadata.Labels) || !constraint.Includes(pod, node)) continue;
            hard.Add(i, node.Node.Metadata.Labels[constraint.TopologyKey], sign);
        }
    }

    /// <summary>Counts for the constraints that must hold.</summary>
    private sealed class Hard(SpreadConstraint[] constraints)
    {
        private readonly Dictionary<string, int>[] _counts = [.. constraints.Select(_ => new Dictionary<string, int>(StringComparer.Ordinal))];
        private readonly int[] _least = new int[constraints.Length];
        private bool _isStale = true;

        public SpreadConstraint[] Constraints { get; } = constraints;

        public void Add(int constraint, string value, int count)
        {
            _counts[constraint][value] = _counts[constraint].GetValueOrDefault(value) + count;
            _isStale = true;
        }

        public int CountOf(int constraint, string value) => _counts[constraint].GetValueOrDefault(value);

        /// <summary>The least count of any value; zero when there are fewer values than the constraint wants.</summary>
        public int Least(int constraint)
        {
            if (_isStale) FindLeast();
            return _least[constraint];
        }

        private void FindLeast()
        {
            _isStale = false;
            for (var i = 0; i < _least.Length; i++)
            {
                var least = int.MaxValue;
                foreach (var count in _counts[i].Values) least = Math.Min(least, count);
                _least[i] = _counts[i].Count < Constraints[i].MinDomains ? 0 : least;
            }
        }
    }

    /// <summary>Counts and weights for the constraints that should hold.</summary>
    private sealed class Soft(SpreadConstraint[] constraints, bool needsAllLabels)
    {
        public SpreadConstraint[] Constraints { get; } = constraints;

        public Dictionary<string, long>[] Counts { get; } = [.. constraints.Select(_ => new Dictionary<string, long>(StringComparer.Ordinal))];

        public double[] Weights { get; } = new double[constraints.Length];

        /// <summary>Whether a node lacks a label of the pod's own constraints, and so takes no part.</summary>
        public bool Ignores(NodeInfo node) => needsAllLabels && !SpreadConstraint.HasAllLabels(Constraints, node);
    }
}
