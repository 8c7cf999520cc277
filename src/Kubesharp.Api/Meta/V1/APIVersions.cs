namespace Kubesharp.Api.Meta.V1;

[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.APIVersions")]
[Kind("", "v1", "APIVersions")]
public sealed partial record APIVersions
{
    [Field(1, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<string> Versions { get; init; }

    [Field(2, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<ServerAddressByClientCIDR> ServerAddressByClientCIDRs { get; init; }
}
