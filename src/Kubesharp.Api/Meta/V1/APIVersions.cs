namespace Kubesharp.Api.Meta.V1;

/// <summary>Versions of the core group.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.APIVersions")]
[Kind("", "v1", "APIVersions")]
public sealed partial record APIVersions
{
    /// <summary>The versions.</summary>
    [Field(1, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<string> Versions { get; init; }

    /// <summary>Addresses of the server for clients in different networks.</summary>
    [Field(2, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<ServerAddressByClientCIDR> ServerAddressByClientCIDRs { get; init; }
}
