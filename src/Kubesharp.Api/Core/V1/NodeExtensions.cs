using System.Globalization;

namespace Kubesharp.Api.Core.V1;

/// <summary>Questions many parts ask of nodes.</summary>
public static class NodeExtensions
{
    /// <summary>Field of a node that <see cref="NodeSelectorTerm.MatchFields"/> may name.</summary>
    public const string NameField = "metadata.name";

    /// <summary>The condition of a type, or null.</summary>
    public static NodeCondition? GetCondition(this NodeStatus status, string type)
    {
        foreach (var condition in status.Conditions)
        {
            if (condition.Type == type) return condition;
        }

        return null;
    }

    public static bool IsReady(this Node node) => node.Status.GetCondition(NodeConditionType.Ready)?.Status == ConditionStatus.True;

    /// <summary>The first address of a type, a constant of <see cref="NodeAddressType"/>, or null.</summary>
    public static string? GetAddress(this Node node, string type)
    {
        foreach (var address in node.Status.Addresses)
        {
            if (address.Type == type) return address.Address;
        }

        return null;
    }

    /// <summary>Whether a node satisfies what a pod demands by <c>nodeSelector</c> and required node affinity.</summary>
    public static bool MatchesNodeAffinity(this PodSpec pod, Node node)
    {
        foreach (var (key, value) in pod.NodeSelector)
        {
            if (!node.Metadata.Labels.TryGetValue(key, out var actual) || actual != value) return false;
        }

        return pod.Affinity?.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution?.Matches(node) ?? true;
    }

    /// <summary>Whether one of the terms matches; a selector without terms matches no node.</summary>
    public static bool Matches(this NodeSelector selector, Node node)
    {
        foreach (var term in selector.NodeSelectorTerms)
        {
            if (term.Matches(node)) return true;
        }

        return false;
    }

    /// <summary>Whether all requirements hold; a term without requirements matches no node.</summary>
    public static bool Matches(this NodeSelectorTerm term, Node node)
    {
        if (term.MatchExpressions.Count == 0 && term.MatchFields.Count == 0) return false;
        foreach (var requirement in term.MatchExpressions)
        {
            if (!requirement.Matches(node.Metadata.Labels.Get(requirement.Key))) return false;
        }

        foreach (var requirement in term.MatchFields)
        {
            if (requirement.Key != NameField || !requirement.Matches(node.Metadata.Name)) return false;
        }

        return true;
    }

    /// <summary>Whether a requirement holds for the value of its label, null where the label is absent.</summary>
    public static bool Matches(this NodeSelectorRequirement requirement, string? value) => requirement.Operator switch
    {
        NodeSelectorOperator.In => value is not null && requirement.Values.Contains(value),
        NodeSelectorOperator.NotIn => value is null || !requirement.Values.Contains(value),
        NodeSelectorOperator.Exists => value is not null,
        NodeSelectorOperator.DoesNotExist => value is null,
        NodeSelectorOperator.Gt => Compare(value, requirement.Values) > 0,
        NodeSelectorOperator.Lt => Compare(value, requirement.Values) < 0,
        _ => false,
    };

    private static int? Compare(string? value, ValueList<string> bounds) =>
        bounds.Count == 1 && TryReadNumber(value, out var left) && TryReadNumber(bounds[0], out var right) ? left.CompareTo(right) : null;

    private static bool TryReadNumber(string? text, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
