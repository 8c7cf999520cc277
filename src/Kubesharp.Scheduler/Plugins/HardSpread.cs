using Kubesharp.Api.Core.V1;
using Kubesharp.Scheduler.Cluster;

namespace Kubesharp.Scheduler.Plugins;

/// <summary>Counts for the spread constraints of a pod that must hold.</summary>
internal sealed class HardSpread
{
    private readonly DomainCounts[] _counts;

    public HardSpread(SpreadConstraint[] constraints, PodInfo pod)
    {
        Constraints = constraints;
        _counts = new DomainCounts[constraints.Length];
        Self = new int[constraints.Length];
        for (var i = 0; i < constraints.Length; i++)
        {
            _counts[i] = new DomainCounts();
            Self[i] = constraints[i].Selector.Matches(pod.Pod.Metadata.Labels) ? 1 : 0;
        }
    }

    public SpreadConstraint[] Constraints { get; }

    /// <summary>By constraint, one when the pod counts for it itself.</summary>
    public int[] Self { get; }

    public int CountOf(int constraint, int domain) => _counts[constraint][domain];

    /// <summary>The least count of any domain; zero when there are fewer domains than the constraint wants.</summary>
    public int Least(int constraint)
    {
        var counts = _counts[constraint];
        return counts.Count < Constraints[constraint].MinDomains ? 0 : counts.Least;
    }

    public void AddNode(int constraint, int domain) => _counts[constraint].AddNode(domain);

    public void RemoveNode(int constraint, int domain) => _counts[constraint].RemoveNode(domain);

    public void AddPods(int constraint, int domain, int pods) => _counts[constraint].AddPods(domain, pods);
}

/// <summary>Counts and weights for the spread constraints of a pod that should hold.</summary>
internal sealed class SoftSpread
{
    private readonly Dictionary<int, long>[] _counts;
    private readonly HashSet<int>[] _seen;
    private readonly int[][]? _onNodes;

    /// <summary>Starts from nothing.</summary>
    /// <param name="constraints">The constraints.</param>
    /// <param name="needsAllLabels">Whether nodes that lack a label of a constraint take no part.</param>
    /// <param name="onNodes">Pods that count by constraint and row, for constraints about single nodes; null to count them when asked.</param>
    public SoftSpread(SpreadConstraint[] constraints, bool needsAllLabels, int[][]? onNodes = null)
    {
        Constraints = constraints;
        NeedsAllLabels = needsAllLabels;
        Weights = new double[constraints.Length];
        _onNodes = onNodes;
        _counts = new Dictionary<int, long>[constraints.Length];
        _seen = new HashSet<int>[constraints.Length];
        for (var i = 0; i < constraints.Length; i++)
        {
            _counts[i] = [];
            _seen[i] = [];
        }
    }

    public SpreadConstraint[] Constraints { get; }

    public bool NeedsAllLabels { get; }

    /// <summary>How much a pod more counts, by constraint: the more where there are many domains.</summary>
    public double[] Weights { get; }

    /// <summary>Whether a node lacks a label of the pod's own constraints, and so takes no part.</summary>
    public bool Ignores(NodeInfo node) => NeedsAllLabels && !SpreadConstraint.HasAllLabels(Constraints, node, node.Node);

    public bool Ignores(NodeInfo info, Node node) => NeedsAllLabels && !SpreadConstraint.HasAllLabels(Constraints, info, node);

    public void Add(int constraint, int domain, int pods)
    {
        var counts = _counts[constraint];
        counts[domain] = counts.GetValueOrDefault(domain) + pods;
    }

    /// <summary>How many pods a node has near it that count for a constraint.</summary>
    public long CountOf(int constraint, NodeInfo node, string ns)
    {
        var of = Constraints[constraint];
        if (!of.IsHostname) return _counts[constraint].GetValueOrDefault(of.Key[node.Index]);
        if (_onNodes is null) return of.CountOn(node, ns);
        var column = _onNodes[constraint];
        return node.Index < column.Length ? column[node.Index] : 0;
    }

    /// <summary>Works out the weights from the nodes that are feasible.</summary>
    /// <param name="nodes">The nodes, or one of each group of them.</param>
    /// <param name="sizes">How many nodes each group has; empty for single nodes.</param>
    public void Weigh(ReadOnlySpan<NodeInfo> nodes, ReadOnlySpan<int> sizes)
    {
        foreach (var seen in _seen) seen.Clear();
        var taking = 0;
        for (var n = 0; n < nodes.Length; n++)
        {
            if (Ignores(nodes[n])) continue;
            taking += sizes.IsEmpty ? 1 : sizes[n];
            // Nodes without the label, which only the defaults let in, make up one more domain.
            for (var i = 0; i < Constraints.Length; i++)
            {
                if (!Constraints[i].IsHostname) _seen[i].Add(Constraints[i].Key[nodes[n].Index]);
            }
        }

        for (var i = 0; i < Weights.Length; i++) Weights[i] = Math.Log((Constraints[i].IsHostname ? taking : _seen[i].Count) + 2);
    }
}
