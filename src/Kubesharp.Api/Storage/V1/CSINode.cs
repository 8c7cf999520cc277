using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Storage.V1;

/// <summary>CSI drivers of a node.</summary>
[ApiType("io.k8s.api.storage.v1.CSINode")]
[Kind("storage.k8s.io", "v1", "CSINode")]
[Resource("csinodes", "csinode", Namespaced = false)]
public sealed partial record CSINode
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2, Required = true)]
    public CSINodeSpec Spec { get; init; } = CSINodeSpec.Empty;
}

/// <summary>A CSI driver on a node.</summary>
[ApiType("io.k8s.api.storage.v1.CSINodeDriver")]
public sealed partial record CSINodeDriver
{
    /// <summary>Name of the driver.</summary>
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    /// <summary>What the driver calls the node.</summary>
    [Field(2, Always = true, Required = true)]
    public string NodeID { get; init; } = "";

    /// <summary>Labels by which the driver knows places.</summary>
    [Field(3, Always = true, ListType = ListType.Atomic)]
    public ValueList<string> TopologyKeys { get; init; }

    /// <summary>How many volumes the node can hold.</summary>
    [Field(4)]
    public VolumeNodeResources? Allocatable { get; init; }
}

/// <summary>A list of CSINode objects.</summary>
[ApiType("io.k8s.api.storage.v1.CSINodeList")]
[Kind("storage.k8s.io", "v1", "CSINodeList")]
public sealed partial record CSINodeList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<CSINode> Items { get; init; }
}

/// <summary>CSI drivers of a node.</summary>
[ApiType("io.k8s.api.storage.v1.CSINodeSpec")]
public sealed partial record CSINodeSpec
{
    /// <summary>The drivers.</summary>
    [Field(1, Always = true, Required = true, Merge = true, MergeKey = "name", ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<CSINodeDriver> Drivers { get; init; }
}

/// <summary>How many volumes a node can hold.</summary>
[ApiType("io.k8s.api.storage.v1.VolumeNodeResources")]
public sealed partial record VolumeNodeResources
{
    /// <summary>The number; no limit when absent.</summary>
    [Field(1)]
    public int? Count { get; init; }
}
