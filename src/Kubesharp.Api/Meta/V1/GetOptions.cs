namespace Kubesharp.Api.Meta.V1;

[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.GetOptions")]
[Kind("", "v1", "GetOptions")]
public sealed partial record GetOptions
{
    [Field(1)]
    public string ResourceVersion { get; init; } = "";
}
