using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.ApiExtensions.V1;

/// <summary>Adds a kind of its own to the API.</summary>
[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition")]
[Kind("apiextensions.k8s.io", "v1", "CustomResourceDefinition")]
[Resource("customresourcedefinitions", "customresourcedefinition", Namespaced = false, ShortNames = "crd,crds", Categories = "api-extensions")]
public sealed partial record CustomResourceDefinition
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2, Required = true)]
    public CustomResourceDefinitionSpec Spec { get; init; } = CustomResourceDefinitionSpec.Empty;

    /// <summary>What was last observed. Written by the system.</summary>
    [Field(3)]
    public CustomResourceDefinitionStatus Status { get; init; } = CustomResourceDefinitionStatus.Empty;
}

/// <summary>One aspect of the state of the object.</summary>
[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionCondition")]
public sealed partial record CustomResourceDefinitionCondition
{
    /// <summary>Name of the condition.</summary>
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    /// <summary>Whether the condition holds: True, False or Unknown.</summary>
    [Field(2, Always = true, Required = true)]
    public string Status { get; init; } = "";

    /// <summary>When the status last changed from one value to another.</summary>
    [Field(3, Always = true)]
    public DateTimeOffset LastTransitionTime { get; init; }

    /// <summary>Why, as one word for programs.</summary>
    [Field(4)]
    public string Reason { get; init; } = "";

    /// <summary>Why, in a sentence for people.</summary>
    [Field(5)]
    public string Message { get; init; } = "";

    /// <summary>Generation of the object the condition was computed from.</summary>
    [Field(6)]
    public long ObservedGeneration { get; init; }
}

/// <summary>A list of CustomResourceDefinition objects.</summary>
[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionList")]
[Kind("apiextensions.k8s.io", "v1", "CustomResourceDefinitionList")]
public sealed partial record CustomResourceDefinitionList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<CustomResourceDefinition> Items { get; init; }
}

/// <summary>What was last observed of a definition.</summary>
[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionStatus")]
public sealed partial record CustomResourceDefinitionStatus
{
    /// <summary>Established, NamesAccepted and others.</summary>
    [Field(1, Always = true, ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<CustomResourceDefinitionCondition> Conditions { get; init; }

    /// <summary>Names in use.</summary>
    [Field(2)]
    public CustomResourceDefinitionNames AcceptedNames { get; init; } = CustomResourceDefinitionNames.Empty;

    /// <summary>Versions in which objects may still be stored.</summary>
    [Field(3, Always = true, ListType = ListType.Atomic)]
    public ValueList<string> StoredVersions { get; init; }

    /// <summary>Generation the status is about.</summary>
    [Field(4)]
    public long ObservedGeneration { get; init; }
}
