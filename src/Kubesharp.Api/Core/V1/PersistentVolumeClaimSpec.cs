using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

/// <summary>What kind of volume is asked for.</summary>
[ApiType("io.k8s.api.core.v1.PersistentVolumeClaimSpec")]
public sealed partial record PersistentVolumeClaimSpec
{
    /// <summary>Ways in which it is to be mounted: ReadWriteOnce, ReadOnlyMany, ReadWriteMany or ReadWriteOncePod.</summary>
    [Field(1, ListType = ListType.Atomic, Enum = typeof(PersistentVolumeAccessMode))]
    public ValueList<string> AccessModes { get; init; }

    /// <summary>Labels a volume must have.</summary>
    [Field(4)]
    public LabelSelector? Selector { get; init; }

    /// <summary>Size that is asked for.</summary>
    [Field(2)]
    public VolumeResourceRequirements Resources { get; init; } = VolumeResourceRequirements.Empty;

    /// <summary>Volume the claim is bound to.</summary>
    [Field(3)]
    public string VolumeName { get; init; } = "";

    /// <summary>StorageClass that makes the volume. Default: the cluster's default; empty for none.</summary>
    [Field(5)]
    public string? StorageClassName { get; init; }

    /// <summary>Filesystem (default) or Block.</summary>
    [Field(6, Enum = typeof(PersistentVolumeMode))]
    public string? VolumeMode { get; init; }

    /// <summary>Snapshot or claim whose content the volume starts with.</summary>
    [Field(7)]
    public TypedLocalObjectReference? DataSource { get; init; }

    /// <summary>Object of any kind whose content the volume starts with.</summary>
    [Field(8)]
    public TypedObjectReference? DataSourceRef { get; init; }

    /// <summary>VolumeAttributesClass with settings that may change.</summary>
    [Field(9)]
    public string? VolumeAttributesClassName { get; init; }
}

/// <summary>Names an object of any kind.</summary>
[ApiType("io.k8s.api.core.v1.TypedObjectReference")]
public sealed partial record TypedObjectReference
{
    /// <summary>Group of the object; empty for the core group.</summary>
    [Field(1, Always = true)]
    public string? ApiGroup { get; init; }

    /// <summary>Kind of the object.</summary>
    [Field(2, Always = true, Required = true)]
    public string Kind { get; init; } = "";

    /// <summary>Name of the object.</summary>
    [Field(3, Always = true, Required = true)]
    public string Name { get; init; } = "";

    /// <summary>Namespace of the object. Default: the same.</summary>
    [Field(4)]
    public string? Namespace { get; init; }
}

/// <summary>Size of a volume.</summary>
[ApiType("io.k8s.api.core.v1.VolumeResourceRequirements")]
public sealed partial record VolumeResourceRequirements
{
    /// <summary>Most it may have.</summary>
    [Field(1)]
    public ValueMap<Quantity> Limits { get; init; }

    /// <summary>Least it must have.</summary>
    [Field(2)]
    public ValueMap<Quantity> Requests { get; init; }
}
