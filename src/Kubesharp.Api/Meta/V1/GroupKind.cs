namespace Kubesharp.Api.Meta.V1;

[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.GroupKind")]
public sealed partial record GroupKind
{
    [Field(1, Always = true, Required = true)]
    public string Group { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string Kind { get; init; } = "";
}
