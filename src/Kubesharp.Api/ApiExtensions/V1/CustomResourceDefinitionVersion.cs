namespace Kubesharp.Api.ApiExtensions.V1;

[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionVersion")]
public sealed partial record CustomResourceDefinitionVersion
{
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public bool Served { get; init; }

    [Field(3, Always = true, Required = true)]
    public bool Storage { get; init; }

    [Field(7)]
    public bool Deprecated { get; init; }

    [Field(8)]
    public string? DeprecationWarning { get; init; }

    [Field(4, Name = "schema")]
    public CustomResourceValidation? Validation { get; init; }

    [Field(5)]
    public CustomResourceSubresources? Subresources { get; init; }

    [Field(6, ListType = ListType.Atomic)]
    public ValueList<CustomResourceColumnDefinition> AdditionalPrinterColumns { get; init; }

    [Field(9, ListType = ListType.Atomic)]
    public ValueList<SelectableField> SelectableFields { get; init; }
}

[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceColumnDefinition")]
public sealed partial record CustomResourceColumnDefinition
{
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string Type { get; init; } = "";

    [Field(3)]
    public string Format { get; init; } = "";

    [Field(4)]
    public string Description { get; init; } = "";

    [Field(5)]
    public int Priority { get; init; }

    [Field(6, Always = true, Required = true)]
    public string JsonPath { get; init; } = "";
}

[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresourceScale")]
public sealed partial record CustomResourceSubresourceScale
{
    [Field(1, Always = true, Required = true)]
    public string SpecReplicasPath { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string StatusReplicasPath { get; init; } = "";

    [Field(3)]
    public string? LabelSelectorPath { get; init; }
}

[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresourceStatus")]
public sealed partial record CustomResourceSubresourceStatus
{
}

[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresources")]
public sealed partial record CustomResourceSubresources
{
    [Field(1)]
    public CustomResourceSubresourceStatus? Status { get; init; }

    [Field(2)]
    public CustomResourceSubresourceScale? Scale { get; init; }
}

[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.SelectableField")]
public sealed partial record SelectableField
{
    [Field(1, Always = true, Required = true)]
    public string JsonPath { get; init; } = "";
}
