using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

/// <summary>A piece of storage that exists apart from pods.</summary>
[ApiType("io.k8s.api.core.v1.PersistentVolume")]
[Kind("", "v1", "PersistentVolume")]
[Resource("persistentvolumes", "persistentvolume", Namespaced = false, ShortNames = "pv")]
public sealed partial record PersistentVolume
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2)]
    public PersistentVolumeSpec Spec { get; init; } = PersistentVolumeSpec.Empty;

    /// <summary>What was last observed. Written by the system.</summary>
    [Field(3)]
    public PersistentVolumeStatus Status { get; init; } = PersistentVolumeStatus.Empty;
}

/// <summary>A list of PersistentVolume objects.</summary>
[ApiType("io.k8s.api.core.v1.PersistentVolumeList")]
[Kind("", "v1", "PersistentVolumeList")]
public sealed partial record PersistentVolumeList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<PersistentVolume> Items { get; init; }
}

/// <summary>What was last observed of a volume.</summary>
[ApiType("io.k8s.api.core.v1.PersistentVolumeStatus")]
public sealed partial record PersistentVolumeStatus
{
    /// <summary>Available, Bound, Released, Failed or Pending.</summary>
    [Field(1, Enum = typeof(PersistentVolumePhase))]
    public string Phase { get; init; } = "";

    /// <summary>Why it is in this state, in a sentence.</summary>
    [Field(2)]
    public string Message { get; init; } = "";

    /// <summary>Why it is in this state, as one word.</summary>
    [Field(3)]
    public string Reason { get; init; } = "";

    /// <summary>When it came into this state.</summary>
    [Field(4)]
    public DateTimeOffset? LastPhaseTransitionTime { get; init; }
}
