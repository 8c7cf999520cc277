using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Storage.V1;

/// <summary>Free space of a storage class in one place.</summary>
[ApiType("io.k8s.api.storage.v1.CSIStorageCapacity")]
[Kind("storage.k8s.io", "v1", "CSIStorageCapacity")]
[Resource("csistoragecapacities", "csistoragecapacity", Namespaced = true)]
public sealed partial record CSIStorageCapacity
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>Nodes the figure is about.</summary>
    [Field(2)]
    public LabelSelector? NodeTopology { get; init; }

    /// <summary>The storage class.</summary>
    [Field(3, Always = true, Required = true)]
    public string StorageClassName { get; init; } = "";

    /// <summary>Free space.</summary>
    [Field(4)]
    public Quantity? Capacity { get; init; }

    /// <summary>Largest volume that can be made.</summary>
    [Field(5)]
    public Quantity? MaximumVolumeSize { get; init; }
}

/// <summary>A list of CSIStorageCapacity objects.</summary>
[ApiType("io.k8s.api.storage.v1.CSIStorageCapacityList")]
[Kind("storage.k8s.io", "v1", "CSIStorageCapacityList")]
public sealed partial record CSIStorageCapacityList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<CSIStorageCapacity> Items { get; init; }
}
