using Kubesharp.Api.Core.V1;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Engine;
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
    : SchedulerPlugin, IPreFilterPlugin, IPreFilterExtensions, IFilterPlugin, IPreScorePlugin, IScorePlugin, IQueueingHintPlugin, ITopologyPlugin
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
        var hard = new HardSpread(constraints, pod);
        foreach (var node in cluster.Nodes)
        {
            if (!SpreadConstraint.HasAllLabels(constraints, node, node.Node)) continue;
            for (var i = 0; i < constraints.Length; i++)
            {
                if (!constraints[i].Includes(pod, node.Node)) continue;
                var domain = constraints[i].Key[node.Index];
                hard.AddNode(i, domain);
                hard.AddPods(i, domain, constraints[i].CountOn(node, pod.Pod.Metadata.Namespace));
            }
        }

        SetHard(state, hard);
        return PreFilterResult.Continue;
    }

    public void AddPod(CycleState state, PodInfo pod, PodInfo added, NodeInfo node) => Update(state, pod, added, node, 1);

    public void RemovePod(CycleState state, PodInfo pod, PodInfo removed, NodeInfo node) => Update(state, pod, removed, node, -1);

    public Verdict? Filter(CycleState state, PodInfo pod, NodeInfo node)
    {
        var hard = state.Get<HardSpread>(this)!;
        for (var i = 0; i < hard.Constraints.Length; i++)
        {
            var domain = hard.Constraints[i].Key[node.Index];
            if (domain == TopologyKey.None) return NoLabel;
            if (hard.CountOf(i, domain) + hard.Self[i] - hard.Least(i) > hard.Constraints[i].MaxSkew) return Skewed;
        }

        return null;
    }

    public bool PreScore(CycleState state, PodInfo pod, ReadOnlySpan<NodeInfo> nodes)
    {
        var constraints = SoftConstraintsOf(pod);
        if (constraints.Length == 0) return false;
        var soft = new SoftSpread(constraints, NeedsAllLabels(pod));
        soft.Weigh(nodes, []);
        foreach (var node in cluster.Nodes)
        {
            if (soft.Ignores(node)) continue;
            for (var i = 0; i < constraints.Length; i++)
            {
                // Those of single nodes are counted when the node is scored.
                var domain = constraints[i].Key[node.Index];
                if (constraints[i].IsHostname || domain == TopologyKey.None || !constraints[i].Includes(pod, node.Node)) continue;
                soft.Add(i, domain, constraints[i].CountOn(node, pod.Pod.Metadata.Namespace));
            }
        }

        SetSoft(state, soft);
        return true;
    }

    public long Score(CycleState state, PodInfo pod, NodeInfo node)
    {
        var soft = state.Get<SoftSpread>(this)!;
        if (soft.Ignores(node)) return Ignored;
        var score = 0.0;
        for (var i = 0; i < soft.Constraints.Length; i++)
        {
            var constraint = soft.Constraints[i];
            if (constraint.Key[node.Index] == TopologyKey.None) continue;
            score += (soft.CountOf(i, node, pod.Pod.Metadata.Namespace) * soft.Weights[i]) + (constraint.MaxSkew - 1);
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

    ITopologyTally ITopologyPlugin.CreateTally(PodInfo pod) => new SpreadTally(this, cluster, pod);

    /// <summary>The constraints that must hold. The defaults of the system demand nothing, those of a profile may.</summary>
    internal SpreadConstraint[] HardConstraintsOf(PodInfo pod) => defaults is null || HasOwnConstraints(pod)
        ? SpreadConstraint.Of(pod, UnsatisfiableConstraintAction.DoNotSchedule, cluster)
        : DefaultsFor(pod, UnsatisfiableConstraintAction.DoNotSchedule);

    /// <summary>The constraints that make up the score: the pod's own, or the defaults when it has none at all.</summary>
    internal SpreadConstraint[] SoftConstraintsOf(PodInfo pod) => HasOwnConstraints(pod)
        ? SpreadConstraint.Of(pod, UnsatisfiableConstraintAction.ScheduleAnyway, cluster)
        : DefaultsFor(pod, UnsatisfiableConstraintAction.ScheduleAnyway);

    /// <summary>Whether nodes that lack a label take no part in the score; only the defaults of the system let them in.</summary>
    internal bool NeedsAllLabels(PodInfo pod) => defaults is not null || HasOwnConstraints(pod);

    private SpreadConstraint[] DefaultsFor(PodInfo pod, string action)
    {
        var constraints = defaults is null ? SystemDefaults : Array.FindAll(defaults, constraint => constraint.WhenUnsatisfiable == action);
        if (constraints.Length == 0) return [];
        var selector = DefaultSpreadSelector.Of(pod, cluster);
        return selector.Requirements.IsEmpty ? [] : SpreadConstraint.Defaults(constraints, selector, cluster);
    }

    internal void SetHard(CycleState state, HardSpread hard) => state.Set(this, hard);

    /// <summary>The filter is done with its counts by the time of the score, so both share the place.</summary>
    internal void SetSoft(CycleState state, SoftSpread soft) => state.Set(this, soft);

    private static bool HasOwnConstraints(PodInfo pod) => pod.Class.Spec.TopologySpreadConstraints.Count > 0;

    private void Update(CycleState state, PodInfo pod, PodInfo changed, NodeInfo node, int sign)
    {
        var metadata = changed.Pod.Metadata;
        // Pods on their way out are not counted at first, but do count when they are taken away or added, as upstream.
        if (state.Get<HardSpread>(this) is not { } hard || metadata.Namespace != pod.Pod.Metadata.Namespace) return;
        if (!SpreadConstraint.HasAllLabels(hard.Constraints, node, node.Node)) return;
        for (var i = 0; i < hard.Constraints.Length; i++)
        {
            var constraint = hard.Constraints[i];
            if (!constraint.Selector.Matches(metadata.Labels) || !constraint.Includes(pod, node.Node)) continue;
            hard.AddPods(i, constraint.Key[node.Index], sign);
        }
    }
}
