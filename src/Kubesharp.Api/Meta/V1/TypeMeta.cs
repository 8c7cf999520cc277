namespace Kubesharp.Api.Meta.V1;

[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.TypeMeta")]
public sealed partial record TypeMeta
{
    [Field(1)]
    public string Kind { get; init; } = "";

    [Field(2)]
    public string ApiVersion { get; init; } = "";
}
