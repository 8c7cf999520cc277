namespace Kubesharp.Api.Meta.V1;

[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.PartialObjectMetadata")]
[Kind("meta.k8s.io", "v1", "PartialObjectMetadata")]
public sealed partial record PartialObjectMetadata
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;
}

[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.PartialObjectMetadataList")]
[Kind("meta.k8s.io", "v1", "PartialObjectMetadataList")]
public sealed partial record PartialObjectMetadataList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<PartialObjectMetadata> Items { get; init; }
}
