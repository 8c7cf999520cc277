namespace Kubesharp.Api.ApiExtensions.V1;

/// <summary>Names of a kind and its resource.</summary>
[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionNames")]
public sealed partial record CustomResourceDefinitionNames
{
    /// <summary>Name of the resource in the plural, as in URLs.</summary>
    [Field(1, Always = true, Required = true)]
    public string Plural { get; init; } = "";

    /// <summary>Name in the singular. Default: the kind in lower case.</summary>
    [Field(2)]
    public string Singular { get; init; } = "";

    /// <summary>Abbreviations for command lines.</summary>
    [Field(3, ListType = ListType.Atomic)]
    public ValueList<string> ShortNames { get; init; }

    /// <summary>The kind.</summary>
    [Field(4, Always = true, Required = true)]
    public string Kind { get; init; } = "";

    /// <summary>Kind of the list. Default: the kind and List.</summary>
    [Field(5)]
    public string ListKind { get; init; } = "";

    /// <summary>Groups of resources it belongs to, such as all.</summary>
    [Field(6, ListType = ListType.Atomic)]
    public ValueList<string> Categories { get; init; }
}
