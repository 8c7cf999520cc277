namespace Kubesharp.Api.Meta.V1;

/// <summary>The resources of one group and version.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.APIResourceList")]
[Kind("", "v1", "APIResourceList")]
public sealed partial record APIResourceList
{
    /// <summary>Group and version, such as apps/v1.</summary>
    [Field(1, Always = true, Required = true)]
    public string GroupVersion { get; init; } = "";

    /// <summary>The resources and their subresources.</summary>
    [Field(2, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<APIResource> Resources { get; init; }
}

/// <summary>One resource and what can be done with it.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.APIResource")]
public sealed partial record APIResource
{
    /// <summary>Name in the plural, as in URLs.</summary>
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    /// <summary>Name in the singular.</summary>
    [Field(6, Always = true, Required = true)]
    public string SingularName { get; init; } = "";

    /// <summary>Whether objects live in namespaces.</summary>
    [Field(2, Always = true, Required = true)]
    public bool Namespaced { get; init; }

    /// <summary>Group of the kind, where it is not the group of the list.</summary>
    [Field(8)]
    public string Group { get; init; } = "";

    /// <summary>Version of the kind, where it is not the version of the list.</summary>
    [Field(9)]
    public string Version { get; init; } = "";

    /// <summary>Kind of its objects.</summary>
    [Field(3, Always = true, Required = true)]
    public string Kind { get; init; } = "";

    /// <summary>What can be done with it: get, list, watch, create, update, patch, delete, deletecollection.</summary>
    [Field(4, Always = true, Required = true, Wrapped = true)]
    public ValueList<string> Verbs { get; init; }

    /// <summary>Abbreviations for command lines.</summary>
    [Field(5, ListType = ListType.Atomic)]
    public ValueList<string> ShortNames { get; init; }

    /// <summary>Groups of resources it belongs to, such as all.</summary>
    [Field(7, ListType = ListType.Atomic)]
    public ValueList<string> Categories { get; init; }

    /// <summary>Changes when the version it is stored in changes.</summary>
    [Field(10)]
    public string StorageVersionHash { get; init; } = "";
}
