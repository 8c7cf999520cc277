using Kubesharp.Api;
using Kubesharp.Api.Core.V1;

namespace Kubesharp.Controllers.DaemonSets;

/// <summary>On which nodes a daemon pod belongs.</summary>
internal static class DaemonSetPlacement
{
    private const string NameField = "metadata.name";

    /// <summary>What daemon pods tolerate without asking for it: they stay on nodes in trouble.</summary>
    private static readonly Toleration[] Always =
    [
        new() { Key = WellKnownTaints.NotReady, Operator = TolerationOperator.Exists, Effect = TaintEffect.NoExecute },
        new() { Key = WellKnownTaints.Unreachable, Operator = TolerationOperator.Exists, Effect = TaintEffect.NoExecute },
        new() { Key = WellKnownTaints.DiskPressure, Operator = TolerationOperator.Exists, Effect = TaintEffect.NoSchedule },
        new() { Key = WellKnownTaints.MemoryPressure, Operator = TolerationOperator.Exists, Effect = TaintEffect.NoSchedule },
        new() { Key = WellKnownTaints.PidPressure, Operator = TolerationOperator.Exists, Effect = TaintEffect.NoSchedule },
        new() { Key = WellKnownTaints.Unschedulable, Operator = TolerationOperator.Exists, Effect = TaintEffect.NoSchedule },
    ];

    private static readonly Toleration NetworkUnavailable = new() { Key = WellKnownTaints.NetworkUnavailable, Operator = TolerationOperator.Exists, Effect = TaintEffect.NoSchedule };

    public static ValueList<Toleration> Tolerations(PodSpec spec)
    {
        var tolerations = spec.Tolerations.ToList();
        foreach (var toleration in spec.HostNetwork ? [.. Always, NetworkUnavailable] : Always)
        {
            if (!tolerations.Contains(toleration)) tolerations.Add(toleration);
        }

        return tolerations.ToValueList();
    }

    /// <summary>Whether a pod belongs on the node, and whether one that is there may stay.</summary>
    public static (bool ShouldRun, bool MayStay) Decide(PodSpec spec, ValueList<Toleration> tolerations, Node node)
    {
        if (spec.NodeName.Length > 0 && spec.NodeName != node.Metadata.Name) return (false, false);
        if (!spec.MatchesNodeAffinity(node)) return (false, false);
        if (node.Spec.Taints.FindUntolerated(tolerations, [TaintEffect.NoExecute]) is not null) return (false, false);
        return node.Spec.Taints.FindUntolerated(tolerations, [TaintEffect.NoSchedule]) is null ? (true, true) : (false, true);
    }

    /// <summary>The node a daemon pod is bound to or pinned to.</summary>
    public static string NodeOf(Pod pod)
    {
        if (pod.Spec.NodeName.Length > 0) return pod.Spec.NodeName;
        foreach (var term in pod.Spec.Affinity?.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution?.NodeSelectorTerms ?? default)
        {
            foreach (var field in term.MatchFields)
            {
                if (field.Key == NameField && field.Values.Count == 1) return field.Values[0];
            }
        }

        return "";
    }

    public static PodSpec PinTo(PodSpec spec, string nodeName)
    {
        var requirement = new NodeSelectorRequirement { Key = NameField, Operator = NodeSelectorOperator.In, Values = [nodeName] };
        var affinity = spec.Affinity ?? Affinity.Empty;
        var nodeAffinity = affinity.NodeAffinity ?? NodeAffinity.Empty;
        var terms = nodeAffinity.RequiredDuringSchedulingIgnoredDuringExecution?.NodeSelectorTerms ?? default;

        // Each term of the user's keeps its conditions and is pinned as well, because terms are alternatives.
        ValueList<NodeSelectorTerm> pinned = terms.Count == 0
            ? [new NodeSelectorTerm { MatchFields = [requirement] }]
            : terms.Select(term => term with { MatchFields = [requirement] }).ToValueList();
        return spec with { Affinity = affinity with { NodeAffinity = nodeAffinity with { RequiredDuringSchedulingIgnoredDuringExecution = new NodeSelector { NodeSelectorTerms = pinned } } } };
    }
}
