namespace Kubesharp.Api.Core.V1;

/// <summary>Places, by labels of nodes; all must hold.</summary>
[ApiType("io.k8s.api.core.v1.TopologySelectorTerm", Atomic = true)]
public sealed partial record TopologySelectorTerm
{
    /// <summary>The conditions.</summary>
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<TopologySelectorLabelRequirement> MatchLabelExpressions { get; init; }
}

/// <summary>A condition on a label of a node.</summary>
[ApiType("io.k8s.api.core.v1.TopologySelectorLabelRequirement")]
public sealed partial record TopologySelectorLabelRequirement
{
    /// <summary>Key of the label.</summary>
    [Field(1, Always = true, Required = true)]
    public string Key { get; init; } = "";

    /// <summary>Values, one of which it must have.</summary>
    [Field(2, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<string> Values { get; init; }
}
