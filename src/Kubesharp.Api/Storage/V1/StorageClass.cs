using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Storage.V1;

[ApiType("io.k8s.api.storage.v1.StorageClass")]
[Kind("storage.k8s.io", "v1", "StorageClass")]
[Resource("storageclasses", "storageclass", Namespaced = false, ShortNames = "sc")]
public sealed partial record StorageClass
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public string Provisioner { get; init; } = "";

    [Field(3)]
    public ValueMap<string> Parameters { get; init; }

    [Field(4, Enum = typeof(global::Kubesharp.Api.Core.V1.PersistentVolumeReclaimPolicy))]
    public string? ReclaimPolicy { get; init; }

    [Field(5, ListType = ListType.Atomic)]
    public ValueList<string> MountOptions { get; init; }

    [Field(6)]
    public bool? AllowVolumeExpansion { get; init; }

    [Field(7, Enum = typeof(VolumeBindingMode))]
    public string? VolumeBindingMode { get; init; }

    [Field(8, ListType = ListType.Atomic)]
    public ValueList<TopologySelectorTerm> AllowedTopologies { get; init; }
}

[ApiType("io.k8s.api.storage.v1.StorageClassList")]
[Kind("storage.k8s.io", "v1", "StorageClassList")]
public sealed partial record StorageClassList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<StorageClass> Items { get; init; }
}
