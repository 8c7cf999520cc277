namespace Kubesharp.Api.ApiExtensions.V1;

[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionNames")]
public sealed partial record CustomResourceDefinitionNames
{
    [Field(1, Always = true, Required = true)]
    public string Plural { get; init; } = "";

    [Field(2)]
    public string Singular { get; init; } = "";

    [Field(3, ListType = ListType.Atomic)]
    public ValueList<string> ShortNames { get; init; }

    [Field(4, Always = true, Required = true)]
    public string Kind { get; init; } = "";

    [Field(5)]
    public string ListKind { get; init; } = "";

    [Field(6, ListType = ListType.Atomic)]
    public ValueList<string> Categories { get; init; }
}
