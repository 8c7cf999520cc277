namespace Kubesharp.Api.Meta.V1;

/// <summary>An object of which only the metadata is shown.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.PartialObjectMetadata")]
[Kind("meta.k8s.io", "v1", "PartialObjectMetadata")]
public sealed partial record PartialObjectMetadata
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;
}

/// <summary>A list of PartialObjectMetadata objects.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.PartialObjectMetadataList")]
[Kind("meta.k8s.io", "v1", "PartialObjectMetadataList")]
public sealed partial record PartialObjectMetadataList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<PartialObjectMetadata> Items { get; init; }
}
