using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Policy.V1;
using Kubesharp.Api.Storage.V1;

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
    }
}
