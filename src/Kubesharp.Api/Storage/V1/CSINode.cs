using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Storage.V1;

[ApiType("io.k8s.api.storage.v1.CSINode")]
[Kind("storage.k8s.io", "v1", "CSINode")]
[Resource("csinodes", "csinode", Namespaced = false)]
public sealed partial record CSINode
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2, Required = true)]
    public CSINodeSpec Spec { get; init; } = CSINodeSpec.Empty;
}

[ApiType("io.k8s.api.storage.v1.CSINodeDriver")]
public sealed partial record CSINodeDriver
{
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string NodeID { get; init; } = "";

    [Field(3, Always = true, ListType = ListType.Atomic)]
    public ValueList<string> TopologyKeys { get; init; }

    [Field(4)]
    public VolumeNodeResources? Allocatable { get; init; }
}

[ApiType("io.k8s.api.storage.v1.CSINodeList")]
[Kind("storage.k8s.io", "v1", "CSINodeList")]
public sealed partial record CSINodeList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<CSINode> Items { get; init; }
}

[ApiType("io.k8s.api.storage.v1.CSINodeSpec")]
public sealed partial record CSINodeSpec
{
    [Field(1, Always = true, Required = true, Merge = true, MergeKey = "name", ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<CSINodeDriver> Drivers { get; init; }
}

[ApiType("io.k8s.api.storage.v1.VolumeNodeResources")]
public sealed partial record VolumeNodeResources
{
    [Field(1)]
    public int? Count { get; init; }
}
