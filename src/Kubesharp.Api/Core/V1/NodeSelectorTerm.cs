namespace Kubesharp.Api.Core.V1;

/// <summary>Conditions on a node that must all hold; a term without conditions matches no node.</summary>
[ApiType("io.k8s.api.core.v1.NodeSelectorTerm", Atomic = true)]
public sealed partial record NodeSelectorTerm
{
    /// <summary>Conditions on labels.</summary>
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<NodeSelectorRequirement> MatchExpressions { get; init; }

    /// <summary>Conditions on fields; only metadata.name is known.</summary>
    [Field(2, ListType = ListType.Atomic)]
    public ValueList<NodeSelectorRequirement> MatchFields { get; init; }
}

/// <summary>A condition on a label or field of a node.</summary>
[ApiType("io.k8s.api.core.v1.NodeSelectorRequirement")]
public sealed partial record NodeSelectorRequirement
{
    /// <summary>The label or field.</summary>
    [Field(1, Always = true, Required = true)]
    public string Key { get; init; } = "";

    /// <summary>In, NotIn, Exists, DoesNotExist, Gt or Lt.</summary>
    [Field(2, Always = true, Required = true, Enum = typeof(NodeSelectorOperator))]
    public string Operator { get; init; } = "";

    /// <summary>Values for In and NotIn; one whole number for Gt and Lt; none for the others.</summary>
    [Field(3, ListType = ListType.Atomic)]
    public ValueList<string> Values { get; init; }
}
