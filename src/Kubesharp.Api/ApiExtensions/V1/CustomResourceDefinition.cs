using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.ApiExtensions.V1;

[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition")]
[Kind("apiextensions.k8s.io", "v1", "CustomResourceDefinition")]
[Resource("customresourcedefinitions", "customresourcedefinition", Namespaced = false, ShortNames = "crd,crds", Categories = "api-extensions")]
public sealed partial record CustomResourceDefinition
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2, Required = true)]
    public CustomResourceDefinitionSpec Spec { get; init; } = CustomResourceDefinitionSpec.Empty;

    [Field(3)]
    public CustomResourceDefinitionStatus Status { get; init; } = CustomResourceDefinitionStatus.Empty;
}

[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionCondition")]
public sealed partial record CustomResourceDefinitionCondition
{
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string Status { get; init; } = "";

    [Field(3, Always = true)]
    public DateTimeOffset LastTransitionTime { get; init; }

    [Field(4)]
    public string Reason { get; init; } = "";

    [Field(5)]
    public string Message { get; init; } = "";

    [Field(6)]
    public long ObservedGeneration { get; init; }
}

[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionList")]
[Kind("apiextensions.k8s.io", "v1", "CustomResourceDefinitionList")]
public sealed partial record CustomResourceDefinitionList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<CustomResourceDefinition> Items { get; init; }
}

[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionStatus")]
public sealed partial record CustomResourceDefinitionStatus
{
    [Field(1, Always = true, ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<CustomResourceDefinitionCondition> Conditions { get; init; }

    [Field(2)]
    public CustomResourceDefinitionNames AcceptedNames { get; init; } = CustomResourceDefinitionNames.Empty;

    [Field(3, Always = true, ListType = ListType.Atomic)]
    public ValueList<string> StoredVersions { get; init; }

    [Field(4)]
    public long ObservedGeneration { get; init; }
}
