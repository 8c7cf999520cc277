namespace Kubesharp.Api.Meta.V1;

[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.GroupVersionResource")]
public sealed partial record MetaGroupVersionResource
{
    [Field(1, Always = true, Required = true)]
    public string Group { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string Version { get; init; } = "";

    [Field(3, Always = true, Required = true)]
    public string Resource { get; init; } = "";
}
