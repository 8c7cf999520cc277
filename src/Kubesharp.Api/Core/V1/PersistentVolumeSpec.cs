namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.PersistentVolumeSpec")]
public sealed partial record PersistentVolumeSpec
{
    [Field(1)]
    public ValueMap<Quantity> Capacity { get; init; }

    [Inline(2)]
    public PersistentVolumeSource Source { get; init; } = PersistentVolumeSource.Empty;

    [Field(3, ListType = ListType.Atomic, Enum = typeof(PersistentVolumeAccessMode))]
    public ValueList<string> AccessModes { get; init; }

    [Field(4)]
    public ObjectReference? ClaimRef { get; init; }

    [Field(5, Enum = typeof(PersistentVolumeReclaimPolicy))]
    public string PersistentVolumeReclaimPolicy { get; init; } = "";

    [Field(6)]
    public string StorageClassName { get; init; } = "";

    [Field(7, ListType = ListType.Atomic)]
    public ValueList<string> MountOptions { get; init; }

    [Field(8, Enum = typeof(PersistentVolumeMode))]
    public string? VolumeMode { get; init; }

    [Field(9)]
    public VolumeNodeAffinity? NodeAffinity { get; init; }

    [Field(10)]
    public string? VolumeAttributesClassName { get; init; }
}

[ApiType("io.k8s.api.core.v1.VolumeNodeAffinity")]
public sealed partial record VolumeNodeAffinity
{
    [Field(1)]
    public NodeSelector? Required { get; init; }
}
