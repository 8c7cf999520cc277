namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.TopologySelectorTerm", Atomic = true)]
public sealed partial record TopologySelectorTerm
{
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<TopologySelectorLabelRequirement> MatchLabelExpressions { get; init; }
}

[ApiType("io.k8s.api.core.v1.TopologySelectorLabelRequirement")]
public sealed partial record TopologySelectorLabelRequirement
{
    [Field(1, Always = true, Required = true)]
    public string Key { get; init; } = "";

    [Field(2, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<string> Values { get; init; }
}
