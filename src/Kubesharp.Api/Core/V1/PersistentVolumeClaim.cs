using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

/// <summary>Asks for a persistent volume and holds it.</summary>
[ApiType("io.k8s.api.core.v1.PersistentVolumeClaim")]
[Kind("", "v1", "PersistentVolumeClaim")]
[Resource("persistentvolumeclaims", "persistentvolumeclaim", Namespaced = true, ShortNames = "pvc")]
public sealed partial record PersistentVolumeClaim
{
    /// <summary>Kind and version as written by the user; kept only where a claim stands inside another object, as in a StatefulSet.</summary>
    public TypeMeta? TypeMeta { get; init; }

    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2)]
    public PersistentVolumeClaimSpec Spec { get; init; } = PersistentVolumeClaimSpec.Empty;

    /// <summary>What was last observed. Written by the system.</summary>
    [Field(3)]
    public PersistentVolumeClaimStatus Status { get; init; } = PersistentVolumeClaimStatus.Empty;
}

/// <summary>How far a change of settings is.</summary>
[ApiType("io.k8s.api.core.v1.ModifyVolumeStatus")]
public sealed partial record ModifyVolumeStatus
{
    /// <summary>VolumeAttributesClass being applied.</summary>
    [Field(1)]
    public string TargetVolumeAttributesClassName { get; init; } = "";

    /// <summary>Pending, InProgress or Infeasible.</summary>
    [Field(2, Always = true, Required = true, Enum = typeof(PersistentVolumeClaimModifyVolumeStatus))]
    public string Status { get; init; } = "";
}

/// <summary>One aspect of the state of the object.</summary>
[ApiType("io.k8s.api.core.v1.PersistentVolumeClaimCondition")]
public sealed partial record PersistentVolumeClaimCondition
{
    /// <summary>Name of the condition.</summary>
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    /// <summary>Whether the condition holds: True, False or Unknown.</summary>
    [Field(2, Always = true, Required = true)]
    public string Status { get; init; } = "";

    /// <summary>When the condition was last looked at.</summary>
    [Field(3, Always = true)]
    public DateTimeOffset LastProbeTime { get; init; }

    /// <summary>When the status last changed from one value to another.</summary>
    [Field(4, Always = true)]
    public DateTimeOffset LastTransitionTime { get; init; }

    /// <summary>Why, as one word for programs.</summary>
    [Field(5)]
    public string Reason { get; init; } = "";

    /// <summary>Why, in a sentence for people.</summary>
    [Field(6)]
    public string Message { get; init; } = "";
}

/// <summary>A list of PersistentVolumeClaim objects.</summary>
[ApiType("io.k8s.api.core.v1.PersistentVolumeClaimList")]
[Kind("", "v1", "PersistentVolumeClaimList")]
public sealed partial record PersistentVolumeClaimList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<PersistentVolumeClaim> Items { get; init; }
}

/// <summary>What was last observed of a claim.</summary>
[ApiType("io.k8s.api.core.v1.PersistentVolumeClaimStatus")]
public sealed partial record PersistentVolumeClaimStatus
{
    /// <summary>Pending, Bound or Lost.</summary>
    [Field(1, Enum = typeof(PersistentVolumeClaimPhase))]
    public string Phase { get; init; } = "";

    /// <summary>Ways in which the volume can be mounted.</summary>
    [Field(2, ListType = ListType.Atomic, Enum = typeof(PersistentVolumeAccessMode))]
    public ValueList<string> AccessModes { get; init; }

    /// <summary>Size the volume really has.</summary>
    [Field(3)]
    public ValueMap<Quantity> Capacity { get; init; }

    /// <summary>Aspects of the state, such as a change of size.</summary>
    [Field(4, Merge = true, MergeKey = "type", ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<PersistentVolumeClaimCondition> Conditions { get; init; }

    /// <summary>Size that has been asked for in a change of size.</summary>
    [Field(5)]
    public ValueMap<Quantity> AllocatedResources { get; init; }

    /// <summary>How far a change of size is.</summary>
    [Field(7, Enum = typeof(ClaimResourceStatus))]
    public ValueMap<string> AllocatedResourceStatuses { get; init; }

    /// <summary>VolumeAttributesClass in force.</summary>
    [Field(8)]
    public string? CurrentVolumeAttributesClassName { get; init; }

    /// <summary>How far a change of settings is.</summary>
    [Field(9)]
    public ModifyVolumeStatus? ModifyVolumeStatus { get; init; }
}
