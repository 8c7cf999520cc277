using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Policy.V1;
using Kubesharp.Api.Resource.V1;
using Kubesharp.Api.Scheduling.V1;
using Kubesharp.Api.Storage.V1;
using ResourceClaim = Kubesharp.Api.Resource.V1.ResourceClaim;

namespace Kubesharp.Scheduler.Snapshots;

/// <summary>Adds objects to snapshots.</summary>
public static class SnapshotChanges
{
    /// <summary>A snapshot with objects in place of those of the same name. Kinds that scheduling does not look at are left out.</summary>
    public static ClusterSnapshot With(this ClusterSnapshot snapshot, IReadOnlyCollection<IKubernetesObject> objects) => snapshot with
    {
        Nodes = Merge(snapshot.Nodes, objects),
        Pods = Merge(snapshot.Pods, objects),
        Namespaces = Merge(snapshot.Namespaces, objects),
        Services = Merge(snapshot.Services, objects),
        ReplicationControllers = Merge(snapshot.ReplicationControllers, objects),
        ReplicaSets = Merge(snapshot.ReplicaSets, objects),
        StatefulSets = Merge(snapshot.StatefulSets, objects),
        DisruptionBudgets = Merge(snapshot.DisruptionBudgets, objects),
        PriorityClasses = Merge(snapshot.PriorityClasses, objects),
        Volumes = Merge(snapshot.Volumes, objects),
        VolumeClaims = Merge(snapshot.VolumeClaims, objects),
        StorageClasses = Merge(snapshot.StorageClasses, objects),
        CsiNodes = Merge(snapshot.CsiNodes, objects),
        CsiDrivers = Merge(snapshot.CsiDrivers, objects),
        StorageCapacities = Merge(snapshot.StorageCapacities, objects),
        VolumeAttachments = Merge(snapshot.VolumeAttachments, objects),
        ResourceClaims = Merge(snapshot.ResourceClaims, objects),
        ResourceSlices = Merge(snapshot.ResourceSlices, objects),
        DeviceClasses = Merge(snapshot.DeviceClasses, objects),
        PodGroups = Merge(snapshot.PodGroups, objects),
    };

    private static IReadOnlyCollection<T> Merge<T>(IReadOnlyCollection<T> known, IReadOnlyCollection<IKubernetesObject> objects)
        where T : class, IKubernetesObject
    {
        var added = objects.OfType<T>().ToList();
        if (added.Count == 0) return known;
        var merged = new Dictionary<(string, string), T>();
        foreach (var value in known.Concat(added)) merged[(value.Metadata.Namespace, value.Metadata.Name)] = value;
        return merged.Values;
    }
}
