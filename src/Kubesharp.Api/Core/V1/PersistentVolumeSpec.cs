namespace Kubesharp.Api.Core.V1;

/// <summary>What the storage is and who may use it.</summary>
[ApiType("io.k8s.api.core.v1.PersistentVolumeSpec")]
public sealed partial record PersistentVolumeSpec
{
    /// <summary>Size of the volume.</summary>
    [Field(1)]
    public ValueMap<Quantity> Capacity { get; init; }

    [Inline(2)]
    public PersistentVolumeSource Source { get; init; } = PersistentVolumeSource.Empty;

    /// <summary>Ways in which it can be mounted.</summary>
    [Field(3, ListType = ListType.Atomic, Enum = typeof(PersistentVolumeAccessMode))]
    public ValueList<string> AccessModes { get; init; }

    /// <summary>Claim it is bound to.</summary>
    [Field(4)]
    public ObjectReference? ClaimRef { get; init; }

    /// <summary>What happens when its claim is gone: Retain, Delete or Recycle (out of date).</summary>
    [Field(5, Enum = typeof(PersistentVolumeReclaimPolicy))]
    public string PersistentVolumeReclaimPolicy { get; init; } = "";

    /// <summary>StorageClass it belongs to; empty for none.</summary>
    [Field(6)]
    public string StorageClassName { get; init; } = "";

    /// <summary>Options for mounting; not checked.</summary>
    [Field(7, ListType = ListType.Atomic)]
    public ValueList<string> MountOptions { get; init; }

    /// <summary>Filesystem (default) or Block.</summary>
    [Field(8, Enum = typeof(PersistentVolumeMode))]
    public string? VolumeMode { get; init; }

    /// <summary>Nodes from which it can be reached.</summary>
    [Field(9)]
    public VolumeNodeAffinity? NodeAffinity { get; init; }

    /// <summary>VolumeAttributesClass with settings that may change.</summary>
    [Field(10)]
    public string? VolumeAttributesClassName { get; init; }
}

/// <summary>Nodes from which a volume can be reached.</summary>
[ApiType("io.k8s.api.core.v1.VolumeNodeAffinity")]
public sealed partial record VolumeNodeAffinity
{
    /// <summary>Conditions the nodes meet.</summary>
    [Field(1)]
    public NodeSelector? Required { get; init; }
}
