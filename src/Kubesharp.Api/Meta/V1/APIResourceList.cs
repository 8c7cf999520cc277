namespace Kubesharp.Api.Meta.V1;

[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.APIResourceList")]
[Kind("", "v1", "APIResourceList")]
public sealed partial record APIResourceList
{
    [Field(1, Always = true, Required = true)]
    public string GroupVersion { get; init; } = "";

    [Field(2, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<APIResource> Resources { get; init; }
}

[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.APIResource")]
public sealed partial record APIResource
{
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(6, Always = true, Required = true)]
    public string SingularName { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public bool Namespaced { get; init; }

    [Field(8)]
    public string Group { get; init; } = "";

    [Field(9)]
    public string Version { get; init; } = "";

    [Field(3, Always = true, Required = true)]
    public string Kind { get; init; } = "";

    [Field(4, Always = true, Required = true, Wrapped = true)]
    public ValueList<string> Verbs { get; init; }

    [Field(5, ListType = ListType.Atomic)]
    public ValueList<string> ShortNames { get; init; }

    [Field(7, ListType = ListType.Atomic)]
    public ValueList<string> Categories { get; init; }

    [Field(10)]
    public string StorageVersionHash { get; init; } = "";
}
