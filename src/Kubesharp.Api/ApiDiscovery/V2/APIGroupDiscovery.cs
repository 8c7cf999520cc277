using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.ApiDiscovery.V2;

[ApiType("io.k8s.api.apidiscovery.v2.APIGroupDiscovery")]
[Kind("apidiscovery.k8s.io", "v2", "APIGroupDiscovery")]
public sealed partial record APIGroupDiscovery
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2, ListType = ListType.Map, ListMapKeys = "version")]
    public ValueList<APIVersionDiscovery> Versions { get; init; }
}

[ApiType("io.k8s.api.apidiscovery.v2.APIGroupDiscoveryList")]
[Kind("apidiscovery.k8s.io", "v2", "APIGroupDiscoveryList")]
public sealed partial record APIGroupDiscoveryList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<APIGroupDiscovery> Items { get; init; }
}

[ApiType("io.k8s.api.apidiscovery.v2.APIResourceDiscovery")]
public sealed partial record APIResourceDiscovery
{
    [Field(1, Always = true, Required = true)]
    public string Resource { get; init; } = "";

    [Field(2)]
    public MetaGroupVersionKind? ResponseKind { get; init; }

    [Field(3, Always = true, Required = true)]
    public string Scope { get; init; } = "";

    [Field(4, Always = true, Required = true)]
    public string SingularResource { get; init; } = "";

    [Field(5, Always = true, Required = true, ListType = ListType.Set)]
    public ValueList<string> Verbs { get; init; }

    [Field(6, ListType = ListType.Set)]
    public ValueList<string> ShortNames { get; init; }

    [Field(7, ListType = ListType.Set)]
    public ValueList<string> Categories { get; init; }

    [Field(8, ListType = ListType.Map, ListMapKeys = "subresource")]
    public ValueList<APISubresourceDiscovery> Subresources { get; init; }
}

[ApiType("io.k8s.api.apidiscovery.v2.APISubresourceDiscovery")]
public sealed partial record APISubresourceDiscovery
{
    [Field(1, Always = true, Required = true)]
    public string Subresource { get; init; } = "";

    [Field(2)]
    public MetaGroupVersionKind? ResponseKind { get; init; }

    [Field(3, ListType = ListType.Map, ListMapKeys = "group,version,kind")]
    public ValueList<MetaGroupVersionKind> AcceptedTypes { get; init; }

    [Field(4, Always = true, Required = true, ListType = ListType.Set)]
    public ValueList<string> Verbs { get; init; }
}

[ApiType("io.k8s.api.apidiscovery.v2.APIVersionDiscovery")]
public sealed partial record APIVersionDiscovery
{
    [Field(1, Always = true, Required = true)]
    public string Version { get; init; } = "";

    [Field(2, ListType = ListType.Map, ListMapKeys = "resource")]
    public ValueList<APIResourceDiscovery> Resources { get; init; }

    [Field(3)]
    public string Freshness { get; init; } = "";
}
