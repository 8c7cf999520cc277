using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Policy.V1;
using Kubesharp.Api.Resource.V1;
using Kubesharp.Api.Storage.V1;
using ResourceClaim = Kubesharp.Api.Resource.V1.ResourceClaim;

namespace Kubesharp.Scheduler.Tests.Reference;

/// <summary>A cluster as nothing but its objects.</summary>
internal sealed class ReferenceCluster
{
    public Dictionary<string, Node> Nodes { get; } = [];

    public Dictionary<string, ValueMap<string>> Namespaces { get; } = [];

    /// <summary>Pods that have nodes, by namespace and name.</summary>
    public Dictionary<string, Pod> Placed { get; } = [];

    /// <summary>Pods that wait for room on a node.</summary>
    public Dictionary<string, (Pod Pod, string Node)> Nominated { get; } = [];

    public Dictionary<string, Service> Services { get; } = [];

    public Dictionary<string, Api.Apps.V1.ReplicaSet> ReplicaSets { get; } = [];

    public Dictionary<string, PodDisruptionBudget> Budgets { get; } = [];

    public Dictionary<string, PersistentVolume> Volumes { get; } = [];

    public Dictionary<string, PersistentVolumeClaim> Claims { get; } = [];

    public Dictionary<string, StorageClass> StorageClasses { get; } = [];

    public Dictionary<string, CSINode> CsiNodes { get; } = [];

    /// <summary>Devices by the name of their node, which is that of their pool.</summary>
    public Dictionary<string, ResourceSlice> Slices { get; } = [];

    /// <summary>Claims for devices by name; all are in the namespace default.</summary>
    public Dictionary<string, ResourceClaim> DeviceClaims { get; } = [];

    /// <summary>Whether <see cref="RandomExtender"/> has a say.</summary>
    public bool HasExtender { get; init; }

    public static string KeyOf(Pod pod) => $"{pod.Metadata.Namespace}/{pod.Metadata.Name}";

    public IEnumerable<Pod> PodsOn(string node) => Placed.Values.Where(pod => pod.Spec.NodeName == node);

    /// <summary>Pods on nodes that exist, with these.</summary>
    public IEnumerable<(Pod Pod, Node Node)> PodsWithNodes()
    {
        foreach (var pod in Placed.Values)
        {
            if (Nodes.TryGetValue(pod.Spec.NodeName, out var node)) yield return (pod, node);
        }
    }

    public ReferenceCluster()
    {
    }

    /// <summary>The same cluster, from which pods can be taken without the other noticing.</summary>
    public ReferenceCluster(ReferenceCluster other)
    {
        Nodes = other.Nodes;
        Namespaces = other.Namespaces;
        Placed = new(other.Placed);
        Nominated = new(other.Nominated);
        Services = other.Services;
        ReplicaSets = other.ReplicaSets;
        Budgets = other.Budgets;
        Volumes = other.Volumes;
        Claims = other.Claims;
        StorageClasses = other.StorageClasses;
        CsiNodes = other.CsiNodes;
        Slices = other.Slices;
        DeviceClaims = other.DeviceClaims;
    }
}
