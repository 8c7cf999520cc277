using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.PersistentVolume")]
[Kind("", "v1", "PersistentVolume")]
[Resource("persistentvolumes", "persistentvolume", Namespaced = false, ShortNames = "pv")]
public sealed partial record PersistentVolume
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2)]
    public PersistentVolumeSpec Spec { get; init; } = PersistentVolumeSpec.Empty;

    [Field(3)]
    public PersistentVolumeStatus Status { get; init; } = PersistentVolumeStatus.Empty;
}

[ApiType("io.k8s.api.core.v1.PersistentVolumeList")]
[Kind("", "v1", "PersistentVolumeList")]
public sealed partial record PersistentVolumeList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<PersistentVolume> Items { get; init; }
}

[ApiType("io.k8s.api.core.v1.PersistentVolumeStatus")]
public sealed partial record PersistentVolumeStatus
{
    [Field(1, Enum = typeof(PersistentVolumePhase))]
    public string Phase { get; init; } = "";

    [Field(2)]
    public string Message { get; init; } = "";

    [Field(3)]
    public string Reason { get; init; } = "";

    [Field(4)]
    public DateTimeOffset? LastPhaseTransitionTime { get; init; }
}
