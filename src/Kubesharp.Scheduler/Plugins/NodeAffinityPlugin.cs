using Kubesharp.Api.Core.V1;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Queue;

namespace Kubesharp.Scheduler.Plugins;

/// <summary><c>nodeSelector</c> and node affinity, required and preferred.</summary>
public sealed class NodeAffinityPlugin : SchedulerPlugin, IPreFilterPlugin, IStaticFilterPlugin, IPreScorePlugin, IStaticScorePlugin, IQueueingHintPlugin
{
    private static readonly Verdict Mismatch = Verdict.Unresolvable(PluginNames.NodeAffinity, "node(s) didn't match Pod's node affinity/selector");
    private static readonly Verdict Conflict = Verdict.Unresolvable(PluginNames.NodeAffinity, "pod affinity terms conflict");

    public override string Name => PluginNames.NodeAffinity;

    public PreFilterResult PreFilter(CycleState state, PodInfo pod)
    {
        var spec = pod.Class.Spec;
        if (!pod.Class.HasNodeAffinity) return spec.NodeSelector.Count == 0 ? PreFilterResult.Skip : PreFilterResult.Continue;
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

    public Verdict? Filter(CycleState state, PodInfo pod, NodeInfo node) => pod.Class.Spec.MatchesNodeAffinity(node.Node) ? null : Mismatch;

    public bool PreScore(CycleState state, PodInfo pod, ReadOnlySpan<NodeInfo> nodes) =>
        pod.Class.Spec.Affinity?.NodeAffinity?.PreferredDuringSchedulingIgnoredDuringExecution.Count > 0;

    public long Score(CycleState state, PodInfo pod, NodeInfo node)
    {
        long sum = 0;
        foreach (var term in pod.Class.Spec.Affinity!.NodeAffinity!.PreferredDuringSchedulingIgnoredDuringExecution)
        {
            if (term.Weight != 0 && term.Preference.Matches(node.Node)) sum += term.Weight;
        }

        return sum;
    }

    public void Normalize(CycleState state, PodInfo pod, ReadOnlySpan<NodeInfo> nodes, Span<long> scores) => Scores.Normalize(scores, reverse: false);

    public bool MayHelp(PodInfo pod, in ClusterChange change) =>
        change is { Target: ChangeTarget.Node, New: Node after }
        && pod.Class.Spec.MatchesNodeAffinity(after)
        && (change.Old is not Node before || !pod.Class.Spec.MatchesNodeAffinity(before));
}
