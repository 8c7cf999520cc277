using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Storage.V1;

[ApiType("io.k8s.api.storage.v1.CSIStorageCapacity")]
[Kind("storage.k8s.io", "v1", "CSIStorageCapacity")]
[Resource("csistoragecapacities", "csistoragecapacity", Namespaced = true)]
public sealed partial record CSIStorageCapacity
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2)]
    public LabelSelector? NodeTopology { get; init; }

    [Field(3, Always = true, Required = true)]
    public string StorageClassName { get; init; } = "";

    [Field(4)]
    public Quantity? Capacity { get; init; }

    [Field(5)]
    public Quantity? MaximumVolumeSize { get; init; }
}

[ApiType("io.k8s.api.storage.v1.CSIStorageCapacityList")]
[Kind("storage.k8s.io", "v1", "CSIStorageCapacityList")]
public sealed partial record CSIStorageCapacityList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<CSIStorageCapacity> Items { get; init; }
}
