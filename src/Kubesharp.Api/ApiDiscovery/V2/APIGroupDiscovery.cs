using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.ApiDiscovery.V2;

/// <summary>A group of the API with all its resources.</summary>
[ApiType("io.k8s.api.apidiscovery.v2.APIGroupDiscovery")]
[Kind("apidiscovery.k8s.io", "v2", "APIGroupDiscovery")]
public sealed partial record APIGroupDiscovery
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>Versions, the preferred one first.</summary>
    [Field(2, ListType = ListType.Map, ListMapKeys = "version")]
    public ValueList<APIVersionDiscovery> Versions { get; init; }
}

/// <summary>The groups of the API with all their resources.</summary>
[ApiType("io.k8s.api.apidiscovery.v2.APIGroupDiscoveryList")]
[Kind("apidiscovery.k8s.io", "v2", "APIGroupDiscoveryList")]
public sealed partial record APIGroupDiscoveryList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<APIGroupDiscovery> Items { get; init; }
}

/// <summary>A resource and what can be done with it.</summary>
[ApiType("io.k8s.api.apidiscovery.v2.APIResourceDiscovery")]
public sealed partial record APIResourceDiscovery
{
    /// <summary>Name in the plural, as in URLs.</summary>
    [Field(1, Always = true, Required = true)]
    public string Resource { get; init; } = "";

    /// <summary>Kind of its objects.</summary>
    [Field(2)]
    public MetaGroupVersionKind? ResponseKind { get; init; }

    /// <summary>Cluster or Namespaced.</summary>
    [Field(3, Always = true, Required = true)]
    public string Scope { get; init; } = "";

    /// <summary>Name in the singular.</summary>
    [Field(4, Always = true, Required = true)]
    public string SingularResource { get; init; } = "";

    /// <summary>What can be done with it.</summary>
    [Field(5, Always = true, Required = true, ListType = ListType.Set)]
    public ValueList<string> Verbs { get; init; }

    /// <summary>Abbreviations for command lines.</summary>
    [Field(6, ListType = ListType.Set)]
    public ValueList<string> ShortNames { get; init; }

    /// <summary>Groups of resources it belongs to.</summary>
    [Field(7, ListType = ListType.Set)]
    public ValueList<string> Categories { get; init; }

    /// <summary>Its subresources.</summary>
    [Field(8, ListType = ListType.Map, ListMapKeys = "subresource")]
    public ValueList<APISubresourceDiscovery> Subresources { get; init; }
}

/// <summary>A subresource and what can be done with it.</summary>
[ApiType("io.k8s.api.apidiscovery.v2.APISubresourceDiscovery")]
public sealed partial record APISubresourceDiscovery
{
    /// <summary>Name of the subresource.</summary>
    [Field(1, Always = true, Required = true)]
    public string Subresource { get; init; } = "";

    /// <summary>Kind of its objects.</summary>
    [Field(2)]
    public MetaGroupVersionKind? ResponseKind { get; init; }

    /// <summary>Kinds it takes.</summary>
    [Field(3, ListType = ListType.Map, ListMapKeys = "group,version,kind")]
    public ValueList<MetaGroupVersionKind> AcceptedTypes { get; init; }

    /// <summary>What can be done with it.</summary>
    [Field(4, Always = true, Required = true, ListType = ListType.Set)]
    public ValueList<string> Verbs { get; init; }
}

/// <summary>A version of a group with its resources.</summary>
[ApiType("io.k8s.api.apidiscovery.v2.APIVersionDiscovery")]
public sealed partial record APIVersionDiscovery
{
    /// <summary>The version.</summary>
    [Field(1, Always = true, Required = true)]
    public string Version { get; init; } = "";

    /// <summary>The resources.</summary>
    [Field(2, ListType = ListType.Map, ListMapKeys = "resource")]
    public ValueList<APIResourceDiscovery> Resources { get; init; }

    /// <summary>Current, or Stale when an extension server does not answer.</summary>
    [Field(3)]
    public string Freshness { get; init; } = "";
}
