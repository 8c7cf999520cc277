using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Policy.V1;
using Kubesharp.Api.Resource.V1;
using Kubesharp.Api.Scheduling.V1;
using Kubesharp.Api.Scheduling.V1Alpha2;
using Kubesharp.Api.Storage.V1;
using Kubesharp.Client;
using Kubesharp.Scheduler.Cluster;
using ResourceClaim = Kubesharp.Api.Resource.V1.ResourceClaim;

namespace Kubesharp.Scheduler.Snapshots;

/// <summary>Everything scheduling looks at, at one moment. Immutable, so that explanations and simulations can work on it beside the scheduler.</summary>
public sealed record ClusterSnapshot
{
    public IReadOnlyCollection<Node> Nodes { get; init; } = [];

    /// <summary>All pods, with and without a node.</summary>
    public IReadOnlyCollection<Pod> Pods { get; init; } = [];

    public IReadOnlyCollection<Namespace> Namespaces { get; init; } = [];

    public IReadOnlyCollection<Service> Services { get; init; } = [];

    public IReadOnlyCollection<ReplicationController> ReplicationControllers { get; init; } = [];

    public IReadOnlyCollection<ReplicaSet> ReplicaSets { get; init; } = [];

    public IReadOnlyCollection<StatefulSet> StatefulSets { get; init; } = [];

    public IReadOnlyCollection<PodDisruptionBudget> DisruptionBudgets { get; init; } = [];

    public IReadOnlyCollection<PriorityClass> PriorityClasses { get; init; } = [];

    public IReadOnlyCollection<PersistentVolume> Volumes { get; init; } = [];

    public IReadOnlyCollection<PersistentVolumeClaim> VolumeClaims { get; init; } = [];

    public IReadOnlyCollection<StorageClass> StorageClasses { get; init; } = [];

    public IReadOnlyCollection<CSINode> CsiNodes { get; init; } = [];

    public IReadOnlyCollection<CSIDriver> CsiDrivers { get; init; } = [];

    public IReadOnlyCollection<CSIStorageCapacity> StorageCapacities { get; init; } = [];

    public IReadOnlyCollection<VolumeAttachment> VolumeAttachments { get; init; } = [];

    public IReadOnlyCollection<ResourceClaim> ResourceClaims { get; init; } = [];

    public IReadOnlyCollection<ResourceSlice> ResourceSlices { get; init; } = [];

    public IReadOnlyCollection<DeviceClass> DeviceClasses { get; init; } = [];

    public IReadOnlyCollection<PodGroup> PodGroups { get; init; } = [];

    /// <summary>What the caches of a scheduler hold.</summary>
    /// <param name="informers">The caches.</param>
    /// <param name="leftOut">Kinds of which there is no cache.</param>
    public static ClusterSnapshot From(InformerFactory informers, IReadOnlySet<Type> leftOut)
    {
        return new()
        {
            Nodes = List<Node>(),
            Pods = List<Pod>(),
            Namespaces = List<Namespace>(),
            Services = List<Service>(),
            ReplicationControllers = List<ReplicationController>(),
            ReplicaSets = List<ReplicaSet>(),
            StatefulSets = List<StatefulSet>(),
            DisruptionBudgets = List<PodDisruptionBudget>(),
            Volumes = List<PersistentVolume>(),
            VolumeClaims = List<PersistentVolumeClaim>(),
            StorageClasses = List<StorageClass>(),
            CsiNodes = List<CSINode>(),
            CsiDrivers = List<CSIDriver>(),
            StorageCapacities = List<CSIStorageCapacity>(),
            VolumeAttachments = List<VolumeAttachment>(),
            ResourceClaims = List<ResourceClaim>(),
            ResourceSlices = List<ResourceSlice>(),
            DeviceClasses = List<DeviceClass>(),
            PodGroups = List<PodGroup>(),
        };

        IReadOnlyCollection<T> List<T>()
            where T : class, IResource<T> => leftOut.Contains(typeof(T)) ? [] : informers.For<T>().List();
    }

    /// <summary>Reads a cluster through its API. Kinds that the server does not have, or that the user must not see, stay empty, except for nodes and pods.</summary>
    /// <exception cref="StatusException">Nodes or pods cannot be read.</exception>
    public static async Task<ClusterSnapshot> ReadAsync(KubernetesClient client, CancellationToken cancellationToken) => new()
    {
        Nodes = await RequiredAsync<Node>(client, cancellationToken),
        Pods = await RequiredAsync<Pod>(client, cancellationToken),
        Namespaces = await ListAsync<Namespace>(client, cancellationToken),
        Services = await ListAsync<Service>(client, cancellationToken),
        ReplicationControllers = await ListAsync<ReplicationController>(client, cancellationToken),
        ReplicaSets = await ListAsync<ReplicaSet>(client, cancellationToken),
        StatefulSets = await ListAsync<StatefulSet>(client, cancellationToken),
        DisruptionBudgets = await ListAsync<PodDisruptionBudget>(client, cancellationToken),
        PriorityClasses = await ListAsync<PriorityClass>(client, cancellationToken),
        Volumes = await ListAsync<PersistentVolume>(client, cancellationToken),
        VolumeClaims = await ListAsync<PersistentVolumeClaim>(client, cancellationToken),
        StorageClasses = await ListAsync<StorageClass>(client, cancellationToken),
        CsiNodes = await ListAsync<CSINode>(client, cancellationToken),
        CsiDrivers = await ListAsync<CSIDriver>(client, cancellationToken),
        StorageCapacities = await ListAsync<CSIStorageCapacity>(client, cancellationToken),
        VolumeAttachments = await ListAsync<VolumeAttachment>(client, cancellationToken),
        ResourceClaims = await ListAsync<ResourceClaim>(client, cancellationToken),
        ResourceSlices = await ListAsync<ResourceSlice>(client, cancellationToken),
        DeviceClasses = await ListAsync<DeviceClass>(client, cancellationToken),
        PodGroups = await ListAsync<PodGroup>(client, cancellationToken),
    };

    /// <summary>A cluster as plugins see it, with nodes, objects and the pods that have a node.</summary>
    public ClusterState ToState()
    {
        var state = new ClusterState();
        Fill(state);
        foreach (var pod in Pods)
        {
            if (pod.IsTerminal()) continue;
            state.Gangs.SetPod(pod);
            if (pod.IsScheduled()) state.SetPod(state.NewPod(pod), pod.Spec.NodeName);
            else state.Nominate(state.NewPod(pod), pod.Status.NominatedNodeName);
        }

        return state;
    }

    /// <summary>Puts everything but the pods into a cluster.</summary>
    internal void Fill(ClusterState state)
    {
        foreach (var value in Namespaces) state.SetNamespace(value.Metadata.Name, value.Metadata.Labels);
        foreach (var value in Nodes.OrderBy(node => node.Metadata.CreationTimestamp).ThenBy(node => node.Metadata.Name, StringComparer.Ordinal)) state.SetNode(value);
        foreach (var value in Services) state.Services.Set(value);
        foreach (var value in ReplicationControllers) state.ReplicationControllers.Set(value);
        foreach (var value in ReplicaSets) state.ReplicaSets.Set(value);
        foreach (var value in StatefulSets) state.StatefulSets.Set(value);
        foreach (var value in DisruptionBudgets) state.DisruptionBudgets.Set(value);
        foreach (var value in Volumes) state.Volumes.Set(value);
        foreach (var value in VolumeClaims) state.Claims.Set(value);
        foreach (var value in StorageClasses) state.StorageClasses.Set(value);
        foreach (var value in CsiNodes) state.CsiNodes.Set(value);
        foreach (var value in CsiDrivers) state.CsiDrivers.Set(value);
        foreach (var value in StorageCapacities) state.StorageCapacities.Set(value);
        foreach (var value in VolumeAttachments) state.Attachments.Set(value);
        foreach (var value in ResourceClaims) state.Devices.SetClaim(value);
        foreach (var value in ResourceSlices) state.Devices.SetSlice(value);
        foreach (var value in DeviceClasses) state.Devices.Classes.Set(value);
        foreach (var value in PodGroups) state.Gangs.Groups.Set(value);
    }

    private static async Task<IReadOnlyCollection<T>> RequiredAsync<T>(KubernetesClient client, CancellationToken cancellationToken)
        where T : class, IResource<T> => (await client.For<T>().ListAsync("", null, cancellationToken)).Items;

    private static async Task<IReadOnlyCollection<T>> ListAsync<T>(KubernetesClient client, CancellationToken cancellationToken)
        where T : class, IResource<T>
    {
        try
        {
            return await RequiredAsync<T>(client, cancellationToken);
        }
        catch (StatusException e) when (e.IsNotFound || e.IsForbidden)
        {
            // Then nothing of the kind plays a part.
            return [];
        }
    }
}
