using Kubesharp.Api;

namespace Kubesharp.Scheduler.Queue;

/// <summary>What happened to an object.</summary>
public enum ChangeAction
{
    Added,
    Updated,
    Deleted,
}

/// <summary>Which object changed, as far as scheduling tells objects apart.</summary>
public enum ChangeTarget
{
    Node,

    /// <summary>A pod that has a node.</summary>
    AssignedPod,

    /// <summary>A pod that waits for a node.</summary>
    WaitingPod,

    Namespace,
    PersistentVolume,
    PersistentVolumeClaim,
    StorageClass,
    CsiNode,
    CsiDriver,
    CsiStorageCapacity,
    VolumeAttachment,
    ResourceClaim,
    ResourceSlice,
    DeviceClass,
    PodGroup,
    Other,
}

/// <summary>A change of the cluster that may let pods run that could not before.</summary>
/// <param name="Target">Kind of object.</param>
/// <param name="Action">What happened to it.</param>
/// <param name="Old">The object before, null when it was added.</param>
/// <param name="New">The object after, null when it was deleted.</param>
public readonly record struct ClusterChange(ChangeTarget Target, ChangeAction Action, IKubernetesObject? Old, IKubernetesObject? New);
