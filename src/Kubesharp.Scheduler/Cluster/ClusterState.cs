using System.Runtime.InteropServices;
using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Policy.V1;
using Kubesharp.Api.Storage.V1;
using Kubesharp.Scheduler.Devices;
using Kubesharp.Scheduler.Gangs;

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
    private readonly Dictionary<string, TopologyKey> _topologies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _podsOfNamespace = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, int> _podsOfPriority = [];
    private readonly Stack<int> _freeRows = new();
    private readonly PodClassTable _classes;
    private readonly int _manyDomains;
    private NodeInfo?[] _rows = [];
    private NodeInfo[] _order = [];
    private bool _orderIsStale;
    private int _rowCount;
    private long _version;

    /// <summary>An empty cluster.</summary>
    /// <param name="manyDomains">From how many domains of few nodes on the nodes are told apart by what is counted in their domain.</param>
    public ClusterState(int manyDomains = 64)
    {
        _manyDomains = manyDomains;
        _classes = new(this);
    }

    public ResourceNames Resources { get; } = new();

    /// <summary>What nodes offer.</summary>
    public ResourceColumns Allocatable { get; } = new();

    /// <summary>What the pods of nodes ask for.</summary>
    public ResourceColumns Requested { get; } = new();

    public ObjectTable<Service> Services { get; } = new(static (before, after) => before.Spec.Selector == after.Spec.Selector);

    public ObjectTable<ReplicationController> ReplicationControllers { get; } = new(static (before, after) => before.Spec.Selector == after.Spec.Selector);

    public ObjectTable<ReplicaSet> ReplicaSets { get; } = new(static (before, after) => before.Spec.Selector == after.Spec.Selector);

    public ObjectTable<StatefulSet> StatefulSets { get; } = new(static (before, after) => before.Spec.Selector == after.Spec.Selector);

    public ObjectTable<PodDisruptionBudget> DisruptionBudgets { get; } = new();

    public ObjectTable<PersistentVolume> Volumes { get; } = new();

    public ObjectTable<PersistentVolumeClaim> Claims { get; } = new();

    public ObjectTable<StorageClass> StorageClasses { get; } = new();

    public ObjectTable<CSINode> CsiNodes { get; } = new();

    public ObjectTable<CSIDriver> CsiDrivers { get; } = new();

    public ObjectTable<CSIStorageCapacity> StorageCapacities { get; } = new();

    /// <summary>Volumes that are attached to nodes.</summary>
    public AttachmentTable Attachments { get; } = new();

    /// <summary>Claims for devices, the devices, and who has them.</summary>
    public DeviceState Devices { get; } = new();

    /// <summary>Groups of pods that are placed together.</summary>
    public GangTable Gangs { get; } = new();

    /// <summary>Number of nodes whose objects exist.</summary>
    public int NodeCount { get; private set; }

    /// <summary>How many pods with affinity to other pods are on nodes.</summary>
    public int PodsWithAffinity { get; private set; }

    /// <summary>How many pods with required anti-affinity are on nodes.</summary>
    public int PodsWithRequiredAntiAffinity { get; private set; }

    /// <summary>The least priority of any pod on a node; the greatest number there is when there are none.</summary>
    public int LowestPriority
    {
        get
        {
            foreach (var (priority, _) in _podsOfPriority) return priority;
            return int.MaxValue;
        }
    }

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

    /// <summary>What happened to nodes and their pods.</summary>
    internal ClusterLog Log { get; } = new();

    /// <summary>Changes when labels of a namespace do that has pods.</summary>
    internal int NamespaceVersion { get; private set; }

    /// <summary>Changes with the nominations of waiting pods.</summary>
    internal long NominationVersion { get; private set; }

    /// <summary>How many classes of pods are known.</summary>
    internal int ClassCount => _classes.Count;

    /// <summary>Nodes for which waiting pods are nominated, with those pods.</summary>
    internal Dictionary<string, Dictionary<string, PodInfo>> Nominated => _nominated;

    public PodInfo NewPod(Pod pod) => new(pod, _classes.For(pod));

    /// <summary>The node in a row of the columns, or null.</summary>
    public NodeInfo? Row(int row) => row < _rows.Length ? _rows[row] : null;

    /// <summary>The domains that a node label makes.</summary>
    public TopologyKey TopologyOf(string label)
    {
        if (_topologies.TryGetValue(label, out var key)) return key;
        _topologies.Add(label, key = new TopologyKey(label, _manyDomains));
        foreach (var node in _nodes.Values)
        {
            if (node.Exists) key.Set(node.Index, node.Node.Metadata.Labels);
        }

        return key;
    }

    /// <summary>Takes note of a newer object of a placed pod when nothing changed that matters here; false when it has to be set anew.</summary>
    public bool Refresh(string key, Pod pod)
    {
        if (!_pods.TryGetValue(key, out var known) || known.Node?.Name != pod.Spec.NodeName) return false;
        var before = known.Pod;
        if (before.Metadata.Uid != pod.Metadata.Uid || before.Spec.Priority != pod.Spec.Priority) return false;
        if (before.Metadata.DeletionTimestamp is null != pod.Metadata.DeletionTimestamp is null) return false;
        if (!known.Class.IsShared || !PodShapeComparer.Instance.Equals(before, pod)) return false;
        if (before.Status.StartTime != pod.Status.StartTime) known.Node!.PodsVersion = ++_version;
        known.Pod = pod;
        return true;
    }

    public NodeInfo? FindNode(string name) => _nodes.TryGetValue(name, out var node) && node.Exists ? node : null;

    public PodInfo? FindPod(string key) => _pods.GetValueOrDefault(key);

    public ValueMap<string> NamespaceLabels(string ns) => _namespaces.GetValueOrDefault(ns, NoLabels);

    public void SetNamespace(string name, ValueMap<string> labels)
    {
        var isChange = NamespaceLabels(name) != labels;
        _namespaces[name] = labels;
        if (isChange) CheckNamespace(name);
    }

    public void RemoveNamespace(string name)
    {
        if (_namespaces.Remove(name)) CheckNamespace(name);
    }

    /// <summary>Bytes an image has, and on how many nodes it is; null when no node has it.</summary>
    public ImageState? FindImage(string name) => _images.GetValueOrDefault(name);

    public void SetNode(Node node)
    {
        var info = RowFor(node.Metadata.Name);
        var before = info.Node;
        var existed = info.Exists;
        if (existed && IsSame(before, node))
        {
            info.Node = node;
            return;
        }

        // Where the node's pods count for others depends on its labels, and for whom on its taints.
        var moves = !existed || before.Metadata.Labels != node.Metadata.Labels || before.Spec.Taints != node.Spec.Taints;
        if (existed && moves) LogGone(info);
        if (existed) CountImages(info, -1);
        else NodeCount++;
        info.Exists = true;
        info.Node = node;
        info.Version = ++_version;
        if (moves)
        {
            foreach (var key in _topologies.Values) key.Set(info.Index, node.Metadata.Labels);
            _orderIsStale = true;
        }

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
        if (moves) LogCome(info);
        else Log.Add(EditKind.NodeTouched, info, node);
    }

    /// <summary>Forgets a node. Pods that are still bound to it keep counting for what asks about pods, but not for any node.</summary>
    public void RemoveNode(string name)
    {
        if (!_nodes.TryGetValue(name, out var info) || !info.Exists) return;
        LogGone(info);
        foreach (var key in _topologies.Values) key.Set(info.Index, NoLabels);
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
        CountOfNamespace(pod, 1);
        CountOfPriority(pod, 1);
        var info = RowFor(nodeName);
        AddToNode(pod, info);
        info.PodsVersion = ++_version;
        if (info.Exists) Log.Add(EditKind.PodAdded, info, info.Node, pod);
    }

    public void RemovePod(string key)
    {
        if (!_pods.Remove(key, out var pod) || pod.Node is not { } node) return;
        CountOfNamespace(pod, -1);
        CountOfPriority(pod, -1);
        RemoveFromNode(pod, node);
        node.PodsVersion = ++_version;
        if (node.Exists) Log.Add(EditKind.PodRemoved, node, node.Node, pod);
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
        NominationVersion++;
        if (!_nominated.TryGetValue(nodeName, out var pods)) _nominated.Add(nodeName, pods = new(StringComparer.Ordinal));
        pods[pod.Key] = pod;
        _nominations[pod.Key] = nodeName;
    }

    public void RemoveNomination(string key)
    {
        if (!_nominations.Remove(key, out var nodeName)) return;
        NominationVersion++;
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
        pod.Class.Placed += sign;
        if (pod.Class.HasAnyAffinity) PodsWithAffinity += sign;
        if (pod.Class.RequiredAntiAffinity.Length > 0) PodsWithRequiredAntiAffinity += sign;
    }

    private static bool IsSame(Node before, Node after) =>
        before.Metadata.Labels == after.Metadata.Labels
        && before.Spec == after.Spec
        && before.Status.Allocatable == after.Status.Allocatable
        && before.Status.Images == after.Status.Images
        && before.Status.DeclaredFeatures == after.Status.DeclaredFeatures;

    private void LogCome(NodeInfo info)
    {
        Log.Add(EditKind.NodeAdded, info, info.Node);
        foreach (var pod in info.Pods) Log.Add(EditKind.PodAdded, info, info.Node, pod);
    }

    private void LogGone(NodeInfo info)
    {
        foreach (var pod in info.Pods) Log.Add(EditKind.PodRemoved, info, info.Node, pod);
        Log.Add(EditKind.NodeRemoved, info, info.Node);
    }

    /// <summary>Labels of a namespace without pods can change without anybody having taken account of them.</summary>
    private void CheckNamespace(string name)
    {
        if (_podsOfNamespace.ContainsKey(name) || _classes.HasPodsOf(name)) NamespaceVersion++;
    }

    private void CountOfNamespace(PodInfo pod, int sign)
    {
        var ns = pod.Pod.Metadata.Namespace;
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_podsOfNamespace, ns, out _);
        count += sign;
        if (count == 0) _podsOfNamespace.Remove(ns);
    }

    private void CountOfPriority(PodInfo pod, int sign)
    {
        var count = _podsOfPriority.GetValueOrDefault(pod.Priority) + sign;
        if (count > 0) _podsOfPriority[pod.Priority] = count;
        else _podsOfPriority.Remove(pod.Priority);
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
                state.Version = ++_version;
                if (sign > 0) state.Nodes[info] = image.SizeBytes;
                else state.Nodes.Remove(info);
                if (state.Nodes.Count == 0) _images.Remove(name);
            }
        }
    }
}
