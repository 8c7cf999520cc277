using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Selectors;
using Kubesharp.Api.Validation;
using Kubesharp.Scheduler.Cluster;

namespace Kubesharp.Scheduler.Plugins;

/// <summary>A constraint on how pods spread over the values of a node label, ready to be used.</summary>
internal sealed class SpreadConstraint
{
    public const string Hostname = "kubernetes.io/hostname";

    private static readonly string[] HardEffects = [TaintEffect.NoSchedule, TaintEffect.NoExecute];
    private readonly bool _honorAffinity;
    private readonly bool _honorTaints;

    private SpreadConstraint(TopologySpreadConstraint constraint, Selector selector, ClusterState cluster)
    {
        Key = cluster.TopologyOf(constraint.TopologyKey);
        MaxSkew = constraint.MaxSkew;
        MinDomains = constraint.MinDomains ?? 1;
        Selector = selector;
        _honorAffinity = constraint.NodeAffinityPolicy is null or NodeInclusionPolicy.Honor;
        _honorTaints = constraint.NodeTaintsPolicy == NodeInclusionPolicy.Honor;
    }

    /// <summary>Label that makes the domains.</summary>
    public TopologyKey Key { get; }

    public int MaxSkew { get; }

    /// <summary>With fewer values than this, the least count is taken to be zero.</summary>
    public int MinDomains { get; }

    public Selector Selector { get; }

    public bool IsHostname => Key.Name == Hostname;

    /// <summary>The constraints of a pod with an action.</summary>
    public static SpreadConstraint[] Of(PodInfo pod, string action, ClusterState cluster)
    {
        List<SpreadConstraint>? result = null;
        foreach (var constraint in pod.Class.Spec.TopologySpreadConstraints)
        {
            if (constraint.WhenUnsatisfiable != action) continue;
            (result ??= []).Add(new(constraint, SelectorOf(constraint, pod.Pod.Metadata.Labels), cluster));
        }

        return result is null ? [] : [.. result];
    }

    /// <summary>Constraints of the cluster for pods that have none of their own.</summary>
    public static SpreadConstraint[] Defaults(ReadOnlySpan<TopologySpreadConstraint> constraints, Selector selector, ClusterState cluster)
    {
        var result = new SpreadConstraint[constraints.Length];
        for (var i = 0; i < result.Length; i++) result[i] = new(constraints[i], selector, cluster);
        return result;
    }

    /// <summary>Whether a node has the labels of all constraints.</summary>
    public static bool HasAllLabels(SpreadConstraint[] constraints, NodeInfo info, Node node)
    {
        foreach (var constraint in constraints)
        {
            if (constraint.Key.DomainOf(info, node) == TopologyKey.None) return false;
        }

        return true;
    }

    /// <summary>Whether the pods of a node count at all.</summary>
    public bool Includes(PodInfo pod, Node node)
    {
        if (_honorAffinity && !pod.Class.Spec.MatchesNodeAffinity(node)) return false;
        return !_honorTaints || node.Spec.Taints.FindUntolerated(pod.Class.Spec.Tolerations, HardEffects) is null;
    }

    /// <summary>Whether pods with these labels count. An empty selector counts nobody, as upstream.</summary>
    public bool Counts(ValueMap<string> labels) => !Selector.Requirements.IsEmpty && Selector.Matches(labels);

    /// <summary>How many pods of a node are meant. Pods on their way out do not count.</summary>
    public int CountOn(NodeInfo node, string ns)
    {
        if (Selector.Requirements.IsEmpty) return 0;
        var count = 0;
        foreach (var other in node.Pods)
        {
            var metadata = other.Pod.Metadata;
            if (metadata.DeletionTimestamp is null && metadata.Namespace == ns && Selector.Matches(metadata.Labels)) count++;
        }

        return count;
    }

    private static Selector SelectorOf(TopologySpreadConstraint constraint, ValueMap<string> labels)
    {
        var selector = Selector.From(constraint.LabelSelector);
        foreach (var key in constraint.MatchLabelKeys)
        {
            if (!labels.TryGetValue(key, out var value)) continue;
            if (LabelRequirement.Create(key, SelectorOperator.In, [value], new ErrorList()) is { } requirement) selector = selector.And(requirement);
        }

        return selector;
    }
}
