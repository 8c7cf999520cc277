using Kubesharp.Api.Core.V1;

namespace Kubesharp.Scheduler.Cluster;

/// <summary>A node and the pods on it. Amounts of resources are in the columns of <see cref="ClusterState"/>, under <see cref="Index"/>.</summary>
public sealed class NodeInfo
{
    private readonly List<PodInfo> _pods = [];
    private readonly List<HostPort> _ports = [];
    private readonly Dictionary<string, int> _claims = [];

    internal NodeInfo(string name, int index)
    {
        Name = name;
        Index = index;
    }

    public string Name { get; }

    /// <summary>Row of the node in all columns; unused rows are given out again.</summary>
    public int Index { get; }

    /// <summary>The node object; empty while only pods of an unknown node are there.</summary>
    public Node Node { get; internal set; } = Node.Empty;

    /// <summary>Whether the node object exists. Pods may outlive their node.</summary>
    public bool Exists { get; internal set; }

    /// <summary>Changes with every change of the node object.</summary>
    public long Version { get; internal set; }

    /// <summary>Changes with every change of the node object or of the pods that are there to stay.</summary>
    public long Stamp => Math.Max(Version, PodsVersion);

    /// <summary>Changes when a pod comes or goes for good, or starts.</summary>
    internal long PodsVersion { get; set; }

    /// <summary>How many pods the node takes.</summary>
    public long AllowedPods { get; internal set; }

    /// <summary>Processor time of its pods, with assumed requests.</summary>
    public long NonZeroCpu { get; private set; }

    /// <summary>Memory of its pods, with assumed requests.</summary>
    public long NonZeroMemory { get; private set; }

    public IReadOnlyList<PodInfo> Pods => _pods;

    /// <summary>How many of its pods have affinity or anti-affinity to other pods.</summary>
    public int PodsWithAffinity { get; private set; }

    /// <summary>How many of its pods have required anti-affinity.</summary>
    public int PodsWithRequiredAntiAffinity { get; private set; }

    public bool HasPort(HostPort wanted)
    {
        foreach (var used in _ports)
        {
            if (used.ConflictsWith(wanted)) return true;
        }

        return false;
    }

    /// <summary>Whether a pod of the node uses the claim with a key of the form <c>namespace/name</c>.</summary>
    public bool UsesClaim(string key) => _claims.ContainsKey(key);

    internal void Add(PodInfo pod)
    {
        pod.Node = this;
        _pods.Add(pod);
        Count(pod, 1);
        _ports.AddRange(pod.Class.HostPorts);
    }

    internal void Remove(PodInfo pod)
    {
        // The last pods come and go most often.
        var index = _pods.LastIndexOf(pod);
        if (index < 0) return;
        pod.Node = null;
        _pods.RemoveAt(index);
        Count(pod, -1);
        foreach (var port in pod.Class.HostPorts) _ports.Remove(port);
    }

    private void Count(PodInfo pod, int sign)
    {
        var of = pod.Class;
        NonZeroCpu += sign * of.NonZeroCpu;
        NonZeroMemory += sign * of.NonZeroMemory;
        if (of.HasAnyAffinity) PodsWithAffinity += sign;
        if (of.RequiredAntiAffinity.Length > 0) PodsWithRequiredAntiAffinity += sign;
        foreach (var claim in of.Claims)
        {
            var key = $"{pod.Pod.Metadata.Namespace}/{claim.Name}";
            var uses = _claims.GetValueOrDefault(key) + sign;
            if (uses > 0) _claims[key] = uses;
            else _claims.Remove(key);
        }
    }
}
