namespace Kubesharp.Api.Meta.V1;

/// <summary>Address of the server for clients of one network.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.ServerAddressByClientCIDR")]
public sealed partial record ServerAddressByClientCIDR
{
    /// <summary>Network of the client.</summary>
    [Field(1, Always = true, Required = true)]
    public string ClientCIDR { get; init; } = "";

    /// <summary>Host name, address or both with a port.</summary>
    [Field(2, Always = true, Required = true)]
    public string ServerAddress { get; init; } = "";
}
