namespace Kubesharp.Api.Meta.V1;

[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector", Atomic = true)]
public sealed partial record LabelSelector
{
    [Field(1)]
    public ValueMap<string> MatchLabels { get; init; }

    [Field(2, ListType = ListType.Atomic)]
    public ValueList<LabelSelectorRequirement> MatchExpressions { get; init; }
}
