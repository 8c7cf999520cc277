using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Scheduler.Tests.Reference;

/// <summary>Whom spread constraints count, and where.</summary>
internal static class SpreadRules
{
    public static bool Includes(TopologySpreadConstraint constraint, Pod pod, Node node)
    {
        if (constraint.NodeAffinityPolicy is null or "Honor" && !Match.Node(pod, node)) return false;
        return constraint.NodeTaintsPolicy != "Honor" || Match.ToleratesAll(pod, node);
    }

    public static int CountOn(ReferenceCluster cluster, LabelSelector? selector, string ns, Node node) => Match.IsEmpty(selector)
        ? 0
        : cluster.PodsOn(node.Metadata.Name).Count(pod => pod.Metadata.Namespace == ns && pod.Metadata.DeletionTimestamp is null && Match.Labels(selector, pod.Metadata.Labels));

    /// <summary>
    /// How many pods more a node has in a cluster that is tried out than in the one it is made from. Here an empty selector does count
    /// pods, and pods on their way out count too, as upstream.
    /// </summary>
    public static int Moved(ReferenceCluster start, ReferenceCluster cluster, LabelSelector? selector, string ns, Node node)
    {
        return ReferenceEquals(start, cluster) ? 0 : Count(cluster, start) - Count(start, cluster);

        int Count(ReferenceCluster one, ReferenceCluster other) => one.PodsOn(node.Metadata.Name).Count(pod =>
            !other.Placed.ContainsKey(ReferenceCluster.KeyOf(pod)) && pod.Metadata.Namespace == ns && Match.Labels(selector, pod.Metadata.Labels));
    }

    public static LabelSelector? SelectorOf(TopologySpreadConstraint constraint, Pod pod)
    {
        if (constraint.LabelSelector is not { } selector) return null;
        var more = constraint.MatchLabelKeys
            .Where(pod.Metadata.Labels.ContainsKey)
            .Select(key => LabelSelectorRequirement.Empty with { Key = key, Operator = "In", Values = [pod.Metadata.Labels[key]] });
        return selector with { MatchExpressions = selector.MatchExpressions.Concat(more).ToValueList() };
    }

    /// <summary>Constraints for pods without their own, about the pods of their services and controllers.</summary>
    public static TopologySpreadConstraint[] Defaults(ReferenceCluster cluster, Pod pod)
    {
        var labels = new Dictionary<string, string>();
        foreach (var service in cluster.Services.Values)
        {
            var wanted = service.Spec.Selector;
            if (service.Metadata.Namespace != pod.Metadata.Namespace || wanted.Count == 0 || wanted.Any(pair => pod.Metadata.Labels.Get(pair.Key) != pair.Value)) continue;
            foreach (var (key, value) in wanted) labels[key] = value;
        }

        var selector = LabelSelector.Empty with { MatchLabels = labels.ToValueMap() };
        if (pod.Metadata.OwnerReferences.FirstOrDefault(owner => owner.Controller == true) is { Kind: "ReplicaSet" } reference
            && cluster.ReplicaSets.TryGetValue($"{pod.Metadata.Namespace}/{reference.Name}", out var set) && set.Spec.Selector is { } owned)
        {
            var also = owned.MatchLabels.Select(pair => LabelSelectorRequirement.Empty with { Key = pair.Key, Operator = "In", Values = [pair.Value] });
            selector = selector with { MatchExpressions = also.Concat(owned.MatchExpressions).ToValueList() };
        }

        if (Match.IsEmpty(selector)) return [];
        return
        [
            TopologySpreadConstraint.Empty with { MaxSkew = 3, TopologyKey = "kubernetes.io/hostname", WhenUnsatisfiable = "ScheduleAnyway", LabelSelector = selector },
            TopologySpreadConstraint.Empty with { MaxSkew = 5, TopologyKey = "topology.kubernetes.io/zone", WhenUnsatisfiable = "ScheduleAnyway", LabelSelector = selector },
        ];
    }
}
