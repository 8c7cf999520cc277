using Kubesharp.Api.Core.V1;

namespace Kubesharp.Scheduler.Cluster;

/// <summary>What happened to a row of the cluster's columns.</summary>
internal enum EditKind : byte
{
    PodAdded,
    PodRemoved,

    /// <summary>A node came, without pods.</summary>
    NodeAdded,

    /// <summary>A node went, after its pods.</summary>
    NodeRemoved,

    /// <summary>Something about a node changed that does not matter to other nodes.</summary>
    NodeTouched,
}

/// <summary>A step in the life of the cluster.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Info">The node.</param>
/// <param name="Node">The node's object at that time.</param>
/// <param name="Pod">The pod that came or went, or null.</param>
internal readonly record struct ClusterEdit(EditKind Kind, NodeInfo Info, Node Node, PodInfo? Pod);

/// <summary>The last edits of a cluster, for those who keep something up to date with it in their own time.</summary>
internal sealed class ClusterLog
{
    private const int Capacity = 1 << 14;
    private readonly ClusterEdit[] _ring = new ClusterEdit[Capacity];

    /// <summary>Number of the next edit.</summary>
    public long End { get; private set; }

    public ref readonly ClusterEdit this[long position] => ref _ring[position & (Capacity - 1)];

    /// <summary>Whether all edits from a position on are still there.</summary>
    public bool Reaches(long position) => End - position <= Capacity;

    public void Add(EditKind kind, NodeInfo info, Node node, PodInfo? pod = null) => _ring[End++ & (Capacity - 1)] = new(kind, info, node, pod);
}
