using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Policy.V1;
using Kubesharp.Api.Storage.V1;
using Kubesharp.Scheduler.Devices;

namespace Kubesharp.Scheduler.Cluster;

/// <summary>
/// The cluster as the scheduler knows it, with assumed pods where they are going to be. Nodes are rows of columns, so that filters and
/// scores walk over arrays. Owned by one thread: the scheduling loop changes it between pods, plugins read it.
/// </summary>
public sealed class ClusterState
{
    private static readonly ValueMap<string> NoLabels = [];

    private readonly Dictionary<string, NodeInfo> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PodInfo> _pods = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, PodInfo>> _nominated = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _nominations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImageState> _images = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ValueMap<string>> _namespaces = new(StringComparer.Ordinal);
    private readonly Stack<int> _freeRows = new();
    private NodeInfo?[] _rows = [];
    private NodeInfo[] _order = [];
    private bool _orderIsStale;
    private int _rowCount;
    private int _version;

    public ResourceNames Resources { get; } = new();

    /// <summary>What nodes offer.</summary>
    public ResourceColumns Allocatable { get; } = new();

    /// <summary>What the pods of nodes ask for.</summary>
    public ResourceColumns Requested { get; } = new();

    public ObjectTable<Service> Services { get; } = new();

    public ObjectTable<ReplicationController> ReplicationControllers { get; } = new();

    public ObjectTable<ReplicaSet> ReplicaSets { get; } = new();

    public ObjectTable<StatefulSet> StatefulSets { get; } = new();

    public ObjectTable<PodDisruptionBudget> DisruptionBudgets { get; } = new();

    public ObjectTable<PersistentVolume> Volumes { get; } = new();

    public ObjectTable<PersistentVolumeClaim> Claims { get; } = new();

    public ObjectTable<StorageClass> StorageClasses { get; } = new();

    public ObjectTable<CSINode> CsiNodes { get; } = new();

    public ObjectTable<CSIDriver> CsiDrivers { get; } = new();

    public ObjectTable<CSIStorageCapacity> StorageCapacities { get; } = new();

    /// <summary>Claims for devices, the devices, and who has them.</summary>
    public DeviceState Devices { get; } = new();

    /// <summary>Number of nodes whose objects exist.</summary>
    public int NodeCount { get; private set; }

    /// <summary>How many pods with affinity to other pods are on nodes.</summary>
    public int PodsWithAffinity { get; private set; }

    /// <summary>How many pods with required anti-affinity are on nodes.</summary>
    public int PodsWithRequiredAntiAffinity { get; private set; }

    /// <summary>Nodes in the order in which they are tried: from one zone after the other.</summary>
    public ReadOnlySpan<NodeInfo> Nodes
    {
        get
        {
            if (_orderIsStale) _order = ZoneOrder.Of(_nodes.Values, NodeCount);
            _orderIsStale = false;
            return _order;
        }
    }

    /// <summary>One more than the greatest row of a node.</summary>
    public int RowCount => _rowCount;

    public PodInfo NewPod(Pod pod) => new(pod, new PodClass(pod, Resources));

    public NodeInfo? FindNode(string name) => _nodes.TryGetValue(name, out var node) && node.Exists ? node : null;

    public PodInfo? FindPod(string key) => _pods.GetValueOrDefault(key);

    public ValueMap<string> NamespaceLabels(string ns) => _namespaces.GetValueOrDefault(ns, NoLabels);

    public void SetNamespace(string name, ValueMap<string> labels) => _namespaces[name] = labels;

    public void RemoveNamespace(string name) => _namespaces.Remove(name);

    /// <summary>Bytes an image has, and on how many nodes it is; null when no node has it.</summary>
    public ImageState? FindImage(string name) => _images.GetValueOrDefault(name);

    public void SetNode(Node node)
    {
        var info = RowFor(node.Metadata.Name);
        if (info.Exists) CountImages(info, -1);
        else NodeCount++;
        info.Exists = true;
        info.Node = node;
        info.Version = ++_version;
        Allocatable.Clear(info.Index);
        info.AllowedPods = 0;
        foreach (var (name, amount) in node.Status.Allocatable)
        {
            if (name == ResourceName.Pods)
            {
                info.AllowedPods = amount.Value;
                continue;
            }

            var resource = Resources.Intern(name);
            Allocatable.Set(resource, info.Index, ResourceNames.Amount(resource, amount));
        }

        CountImages(info, 1);
        _orderIsStale = true;
    }

    /// <summary>Forgets a node. Pods that are still bound to it keep counting for what asks about pods, but not for any node.</summary>
    public void RemoveNode(string name)
    {
        if (!_nodes.TryGetValue(name, out var info) || !info.Exists) return;
        CountImages(info, -1);
        info.Exists = false;
        info.Node = Node.Empty;
        info.Version = ++_version;
        NodeCount--;
        _orderIsStale = true;
        Allocatable.Clear(info.Index);
        Release(info);
    }

    /// <summary>Puts a pod on its node, in place of what was known of it.</summary>
    public void SetPod(PodInfo pod, string nodeName)
    {
        RemovePod(pod.Key);
        _pods[pod.Key] = pod;
        RemoveNomination(pod.Key);
        AddToNode(pod, RowFor(nodeName));
    }

    public void RemovePod(string key)
    {
        if (!_pods.Remove(key, out var pod) || pod.Node is not { } node) return;
        RemoveFromNode(pod, node);
        Release(node);
    }

    /// <summary>Takes a pod off its node for a while; <see cref="AddToNode"/> puts it back.</summary>
    internal void RemoveFromNode(PodInfo pod, NodeInfo node)
    {
        node.Remove(pod);
        Count(pod, node.Index, -1);
    }

    internal void AddToNode(PodInfo pod, NodeInfo node)
    {
        node.Add(pod);
        Count(pod, node.Index, 1);
    }

    /// <summary>Notes that a waiting pod will get room on a node.</summary>
    public void Nominate(PodInfo pod, string nodeName)
    {
        RemoveNomination(pod.Key);
        if (nodeName.Length == 0) return;
        if (!_nominated.TryGetValue(nodeName, out var pods)) _nominated.Add(nodeName, pods = new(StringComparer.Ordinal));
        pods[pod.Key] = pod;
        _nominations[pod.Key] = nodeName;
    }

    public void RemoveNomination(string key)
    {
        if (!_nominations.Remove(key, out var nodeName)) return;
        var pods = _nominated[nodeName];
        pods.Remove(key);
        if (pods.Count == 0) _nominated.Remove(nodeName);
    }

    /// <summary>Name of the node that a waiting pod is nominated for, or empty.</summary>
    public string NominationOf(string key) => _nominations.GetValueOrDefault(key, "");

    /// <summary>Waiting pods that are nominated for a node.</summary>
    public IReadOnlyCollection<PodInfo> NominatedOn(string nodeName) =>
        _nominated.Count > 0 && _nominated.TryGetValue(nodeName, out var pods) ? pods.Values : [];

    private void Count(PodInfo pod, int row, int sign)
    {
        foreach (var request in pod.Class.Requests) Requested.Add(request.Resource, row, sign * request.Amount);
        if (pod.Class.HasAnyAffinity) PodsWithAffinity += sign;
        if (pod.Class.RequiredAntiAffinity.Length > 0) PodsWithRequiredAntiAffinity += sign;
    }

    private NodeInfo RowFor(string name)
    {
        if (_nodes.TryGetValue(name, out var info)) return info;
        if (!_freeRows.TryPop(out var row)) row = _rowCount++;
        if (row >= _rows.Length) Array.Resize(ref _rows, Math.Max(16, row * 2));
        info = new NodeInfo(name, row) { Version = ++_version };
        _rows[row] = info;
        _nodes.Add(name, info);
        return info;
    }

    private void Release(NodeInfo info)
    {
        if (info.Exists || info.Pods.Count > 0) return;
        _nodes.Remove(info.Name);
        _rows[info.Index] = null;
        Requested.Clear(info.Index);
        _freeRows.Push(info.Index);
    }

    private void CountImages(NodeInfo info, int sign)
    {
        foreach (var image in info.Node.Status.Images)
        {
            foreach (var name in image.Names)
            {
                if (!_images.TryGetValue(name, out var state)) _images.Add(name, state = new ImageState());
                if (sign > 0) state.Nodes[info] = image.SizeBytes;
                else state.Nodes.Remove(info);
                if (state.Nodes.Count == 0) _images.Remove(name);
            }
        }
    }
}
