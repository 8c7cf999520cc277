namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.NodeSelectorTerm", Atomic = true)]
public sealed partial record NodeSelectorTerm
{
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<NodeSelectorRequirement> MatchExpressions { get; init; }

    [Field(2, ListType = ListType.Atomic)]
    public ValueList<NodeSelectorRequirement> MatchFields { get; init; }
}

[ApiType("io.k8s.api.core.v1.NodeSelectorRequirement")]
public sealed partial record NodeSelectorRequirement
{
    [Field(1, Always = true, Required = true)]
    public string Key { get; init; } = "";

    [Field(2, Always = true, Required = true, Enum = typeof(NodeSelectorOperator))]
    public string Operator { get; init; } = "";

    [Field(3, ListType = ListType.Atomic)]
    public ValueList<string> Values { get; init; }
}
