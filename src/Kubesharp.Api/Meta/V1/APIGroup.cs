namespace Kubesharp.Api.Meta.V1;

[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.APIGroup")]
[Kind("", "v1", "APIGroup")]
public sealed partial record APIGroup
{
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(2, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<GroupVersionForDiscovery> Versions { get; init; }

    [Field(3)]
    public GroupVersionForDiscovery PreferredVersion { get; init; } = GroupVersionForDiscovery.Empty;

    [Field(4, ListType = ListType.Atomic)]
    public ValueList<ServerAddressByClientCIDR> ServerAddressByClientCIDRs { get; init; }
}

[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.APIGroupList")]
[Kind("", "v1", "APIGroupList")]
public sealed partial record APIGroupList
{
    [Field(1, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<APIGroup> Groups { get; init; }
}

[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.GroupVersionForDiscovery")]
public sealed partial record GroupVersionForDiscovery
{
    [Field(1, Always = true, Required = true)]
    public string GroupVersion { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string Version { get; init; } = "";
}
