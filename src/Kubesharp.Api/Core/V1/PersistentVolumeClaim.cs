using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.PersistentVolumeClaim")]
[Kind("", "v1", "PersistentVolumeClaim")]
[Resource("persistentvolumeclaims", "persistentvolumeclaim", Namespaced = true, ShortNames = "pvc")]
public sealed partial record PersistentVolumeClaim
{
    /// <summary>Kind and version as written by the user; kept only where a claim stands inside another object, as in a StatefulSet.</summary>
    public TypeMeta? TypeMeta { get; init; }

    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2)]
    public PersistentVolumeClaimSpec Spec { get; init; } = PersistentVolumeClaimSpec.Empty;

    [Field(3)]
    public PersistentVolumeClaimStatus Status { get; init; } = PersistentVolumeClaimStatus.Empty;
}

[ApiType("io.k8s.api.core.v1.ModifyVolumeStatus")]
public sealed partial record ModifyVolumeStatus
{
    [Field(1)]
    public string TargetVolumeAttributesClassName { get; init; } = "";

    [Field(2, Always = true, Required = true, Enum = typeof(PersistentVolumeClaimModifyVolumeStatus))]
    public string Status { get; init; } = "";
}

[ApiType("io.k8s.api.core.v1.PersistentVolumeClaimCondition")]
public sealed partial record PersistentVolumeClaimCondition
{
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string Status { get; init; } = "";

    [Field(3, Always = true)]
    public DateTimeOffset LastProbeTime { get; init; }

    [Field(4, Always = true)]
    public DateTimeOffset LastTransitionTime { get; init; }

    [Field(5)]
    public string Reason { get; init; } = "";

    [Field(6)]
    public string Message { get; init; } = "";
}

[ApiType("io.k8s.api.core.v1.PersistentVolumeClaimList")]
[Kind("", "v1", "PersistentVolumeClaimList")]
public sealed partial record PersistentVolumeClaimList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<PersistentVolumeClaim> Items { get; init; }
}

[ApiType("io.k8s.api.core.v1.PersistentVolumeClaimStatus")]
public sealed partial record PersistentVolumeClaimStatus
{
    [Field(1, Enum = typeof(PersistentVolumeClaimPhase))]
    public string Phase { get; init; } = "";

    [Field(2, ListType = ListType.Atomic, Enum = typeof(PersistentVolumeAccessMode))]
    public ValueList<string> AccessModes { get; init; }

    [Field(3)]
    public ValueMap<Quantity> Capacity { get; init; }

    [Field(4, Merge = true, MergeKey = "type", ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<PersistentVolumeClaimCondition> Conditions { get; init; }

    [Field(5)]
    public ValueMap<Quantity> AllocatedResources { get; init; }

    [Field(7, Enum = typeof(ClaimResourceStatus))]
    public ValueMap<string> AllocatedResourceStatuses { get; init; }

    [Field(8)]
    public string? CurrentVolumeAttributesClassName { get; init; }

    [Field(9)]
    public ModifyVolumeStatus? ModifyVolumeStatus { get; init; }
}
