using Kubesharp.Api.Core.V1;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Queue;

namespace Kubesharp.Scheduler.Plugins;

/// <summary><c>nodeSelector</c> and node affinity, required and preferred.</summary>
/// <param name="added">Affinity that all pods have beside their own, or null.</param>
public sealed class NodeAffinityPlugin(NodeAffinity? added = null) : SchedulerPlugin, IPreFilterPlugin, IStaticFilterPlugin, IPreScorePlugin, IStaticScorePlugin, IQueueingHintPlugin
{
    private static readonly Verdict Mismatch = Verdict.Unresolvable(PluginNames.NodeAffinity, "node(s) didn't match Pod's node affinity/selector");
    private static readonly Verdict Conflict = Verdict.Unresolvable(PluginNames.NodeAffinity, "pod affinity terms conflict");

    private static readonly Verdict Enforced = Verdict.Unresolvable(PluginNames.NodeAffinity, "node(s) didn't match scheduler-enforced node affinity");

    private readonly NodeSelector? _addedRequired = added?.RequiredDuringSchedulingIgnoredDuringExecution;

    private readonly Kubesharp.Api.ValueList<PreferredSchedulingTerm> _addedPreferred = added?.PreferredDuringSchedulingIgnoredDuringExecution ?? default;

    public override string Name => PluginNames.NodeAffinity;

    public override bool HasDefaultArguments => added is null;

    public PreFilterResult PreFilter(CycleState state, PodInfo pod)
    {
        var spec = pod.Class.Spec;
        if (!pod.Class.HasNodeAffinity) return spec.NodeSelector.Count == 0 && _addedRequired is null ? PreFilterResult.Skip : PreFilterResult.Continue;
        var terms = spec.Affinity!.NodeAffinity!.RequiredDuringSchedulingIgnoredDuringExecution!.NodeSelectorTerms;
        HashSet<string>? names = null;
        foreach (var term in terms)
        {
            HashSet<string>? ofTerm = null;
            foreach (var field in term.MatchFields)
            {
                if (field.Key != NodeExtensions.NameField || field.Operator != NodeSelectorOperator.In) continue;
                if (ofTerm is null) ofTerm = [.. field.Values];
                else ofTerm.IntersectWith(field.Values);
            }

            // A term without names may match any node.
            if (ofTerm is null) return PreFilterResult.Continue;
            if (names is null) names = ofTerm;
            else names.UnionWith(ofTerm);
        }

        if (names is null) return PreFilterResult.Continue;
        return names.Count == 0 ? PreFilterResult.Refuse(Conflict) : PreFilterResult.Only(names);
    }

    public Verdict? Filter(CycleState state, PodInfo pod, NodeInfo node)
    {
        if (_addedRequired is not null && !_addedRequired.Matches(node.Node)) return Enforced;
        return pod.Class.Spec.MatchesNodeAffinity(node.Node) ? null : Mismatch;
    }

    public bool PreScore(CycleState state, PodInfo pod, ReadOnlySpan<NodeInfo> nodes) =>
        _addedPreferred.Count > 0 || pod.Class.Spec.Affinity?.NodeAffinity?.PreferredDuringSchedulingIgnoredDuringExecution.Count > 0;

    public long Score(CycleState state, PodInfo pod, NodeInfo node)
    {
        var sum = SumOf(_addedPreferred, node.Node);
        if (pod.Class.Spec.Affinity?.NodeAffinity is { } own) sum += SumOf(own.PreferredDuringSchedulingIgnoredDuringExecution, node.Node);
        return sum;
    }

    public void Normalize(CycleState state, PodInfo pod, ReadOnlySpan<NodeInfo> nodes, Span<long> scores) => Scores.Normalize(scores, reverse: false);

    public bool MayHelp(PodInfo pod, in ClusterChange change) =>
        change is { Target: ChangeTarget.Node, New: Node after }
        && _addedRequired?.Matches(after) != false
        && pod.Class.Spec.MatchesNodeAffinity(after)
        && (change.Old is not Node before || _addedRequired?.Matches(before) == false || !pod.Class.Spec.MatchesNodeAffinity(before));

    private static long SumOf(Kubesharp.Api.ValueList<PreferredSchedulingTerm> terms, Node node)
    {
        long sum = 0;
        foreach (var term in terms)
        {
            if (term.Weight != 0 && term.Preference.Matches(node)) sum += term.Weight;
        }

        return sum;
    }
}
