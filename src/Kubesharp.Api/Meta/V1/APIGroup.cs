namespace Kubesharp.Api.Meta.V1;

/// <summary>A group of the API and its versions.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.APIGroup")]
[Kind("", "v1", "APIGroup")]
public sealed partial record APIGroup
{
    /// <summary>Name of the group.</summary>
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    /// <summary>Versions in which it is served.</summary>
    [Field(2, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<GroupVersionForDiscovery> Versions { get; init; }

    /// <summary>The version to use when nothing speaks for another.</summary>
    [Field(3)]
    public GroupVersionForDiscovery PreferredVersion { get; init; } = GroupVersionForDiscovery.Empty;

    /// <summary>Addresses of the server for clients in different networks.</summary>
    [Field(4, ListType = ListType.Atomic)]
    public ValueList<ServerAddressByClientCIDR> ServerAddressByClientCIDRs { get; init; }
}

/// <summary>The groups of the API.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.APIGroupList")]
[Kind("", "v1", "APIGroupList")]
public sealed partial record APIGroupList
{
    /// <summary>The groups.</summary>
    [Field(1, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<APIGroup> Groups { get; init; }
}

/// <summary>One version of a group.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.GroupVersionForDiscovery")]
public sealed partial record GroupVersionForDiscovery
{
    /// <summary>Group and version, such as apps/v1.</summary>
    [Field(1, Always = true, Required = true)]
    public string GroupVersion { get; init; } = "";

    /// <summary>The version alone.</summary>
    [Field(2, Always = true, Required = true)]
    public string Version { get; init; } = "";
}
