namespace Kubesharp.Api.Meta.V1;

[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.FieldSelectorRequirement")]
public sealed partial record FieldSelectorRequirement
{
    [Field(1, Always = true, Required = true)]
    public string Key { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string Operator { get; init; } = "";

    [Field(3, ListType = ListType.Atomic)]
    public ValueList<string> Values { get; init; }
}
