namespace Kubesharp.Api.Meta.V1;

[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.TableOptions")]
[Kind("meta.k8s.io", "v1", "TableOptions")]
public sealed partial record TableOptions
{
    [Field(1)]
    public string IncludeObject { get; init; } = "";
}
