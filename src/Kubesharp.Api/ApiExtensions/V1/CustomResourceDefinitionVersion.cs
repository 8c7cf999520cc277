namespace Kubesharp.Api.ApiExtensions.V1;

/// <summary>A version of a kind.</summary>
[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionVersion")]
public sealed partial record CustomResourceDefinitionVersion
{
    /// <summary>The version, such as v1.</summary>
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    /// <summary>Whether it can be used.</summary>
    [Field(2, Always = true, Required = true)]
    public bool Served { get; init; }

    /// <summary>Whether objects are stored in it; exactly one version is.</summary>
    [Field(3, Always = true, Required = true)]
    public bool Storage { get; init; }

    /// <summary>Whether clients are warned. Default false.</summary>
    [Field(7)]
    public bool Deprecated { get; init; }

    /// <summary>Text of the warning.</summary>
    [Field(8)]
    public string? DeprecationWarning { get; init; }

    /// <summary>Schema of the objects.</summary>
    [Field(4, Name = "schema")]
    public CustomResourceValidation? Validation { get; init; }

    /// <summary>Subresources it has.</summary>
    [Field(5)]
    public CustomResourceSubresources? Subresources { get; init; }

    /// <summary>Columns shown by kubectl get.</summary>
    [Field(6, ListType = ListType.Atomic)]
    public ValueList<CustomResourceColumnDefinition> AdditionalPrinterColumns { get; init; }

    /// <summary>Fields that field selectors may use.</summary>
    [Field(9, ListType = ListType.Atomic)]
    public ValueList<SelectableField> SelectableFields { get; init; }
}

/// <summary>A column shown by kubectl get.</summary>
[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceColumnDefinition")]
public sealed partial record CustomResourceColumnDefinition
{
    /// <summary>Heading.</summary>
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    /// <summary>Type of the cells: string, integer, number, boolean or date.</summary>
    [Field(2, Always = true, Required = true)]
    public string Type { get; init; } = "";

    /// <summary>What the cells mean beyond their type.</summary>
    [Field(3)]
    public string Format { get; init; } = "";

    /// <summary>What the column shows.</summary>
    [Field(4)]
    public string Description { get; init; } = "";

    /// <summary>0 for columns that are always shown; higher ones are shown in wide output.</summary>
    [Field(5)]
    public int Priority { get; init; }

    /// <summary>Where the value stands in the object.</summary>
    [Field(6, Always = true, Required = true)]
    public string JsonPath { get; init; } = "";
}

/// <summary>The subresource scale.</summary>
[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresourceScale")]
public sealed partial record CustomResourceSubresourceScale
{
    /// <summary>Where the wanted number stands, such as .spec.replicas.</summary>
    [Field(1, Always = true, Required = true)]
    public string SpecReplicasPath { get; init; } = "";

    /// <summary>Where the number there is stands, such as .status.replicas.</summary>
    [Field(2, Always = true, Required = true)]
    public string StatusReplicasPath { get; init; } = "";

    /// <summary>Where the label selector stands, as text.</summary>
    [Field(3)]
    public string? LabelSelectorPath { get; init; }
}

/// <summary>The subresource status; it has no settings.</summary>
[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresourceStatus")]
public sealed partial record CustomResourceSubresourceStatus
{
}

/// <summary>Subresources of a kind.</summary>
[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresources")]
public sealed partial record CustomResourceSubresources
{
    /// <summary>Gives it the subresource status.</summary>
    [Field(1)]
    public CustomResourceSubresourceStatus? Status { get; init; }

    /// <summary>Gives it the subresource scale.</summary>
    [Field(2)]
    public CustomResourceSubresourceScale? Scale { get; init; }
}

/// <summary>A field that field selectors may use.</summary>
[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.SelectableField")]
public sealed partial record SelectableField
{
    /// <summary>Where it stands in the object.</summary>
    [Field(1, Always = true, Required = true)]
    public string JsonPath { get; init; } = "";
}
