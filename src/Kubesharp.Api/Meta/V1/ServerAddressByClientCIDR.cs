namespace Kubesharp.Api.Meta.V1;

[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.ServerAddressByClientCIDR")]
public sealed partial record ServerAddressByClientCIDR
{
    [Field(1, Always = true, Required = true)]
    public string ClientCIDR { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string ServerAddress { get; init; } = "";
}
