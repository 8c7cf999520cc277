using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Storage.V1;

/// <summary>A kind of storage that claims can ask for.</summary>
[ApiType("io.k8s.api.storage.v1.StorageClass")]
[Kind("storage.k8s.io", "v1", "StorageClass")]
[Resource("storageclasses", "storageclass", Namespaced = false, ShortNames = "sc")]
public sealed partial record StorageClass
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>Driver that makes the volumes.</summary>
    [Field(2, Always = true, Required = true)]
    public string Provisioner { get; init; } = "";

    /// <summary>Settings for the driver.</summary>
    [Field(3)]
    public ValueMap<string> Parameters { get; init; }

    /// <summary>What happens to its volumes when their claims are gone: Delete (default) or Retain.</summary>
    [Field(4, Enum = typeof(global::Kubesharp.Api.Core.V1.PersistentVolumeReclaimPolicy))]
    public string? ReclaimPolicy { get; init; }

    /// <summary>Options for mounting its volumes.</summary>
    [Field(5, ListType = ListType.Atomic)]
    public ValueList<string> MountOptions { get; init; }

    /// <summary>Whether its volumes may grow. Default false.</summary>
    [Field(6)]
    public bool? AllowVolumeExpansion { get; init; }

    /// <summary>Immediate (default), or WaitForFirstConsumer to make the volume where the pod lands.</summary>
    [Field(7, Enum = typeof(VolumeBindingMode))]
    public string? VolumeBindingMode { get; init; }

    /// <summary>Zones and the like in which volumes may be made.</summary>
    [Field(8, ListType = ListType.Atomic)]
    public ValueList<TopologySelectorTerm> AllowedTopologies { get; init; }
}

/// <summary>A list of StorageClass objects.</summary>
[ApiType("io.k8s.api.storage.v1.StorageClassList")]
[Kind("storage.k8s.io", "v1", "StorageClassList")]
public sealed partial record StorageClassList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<StorageClass> Items { get; init; }
}
