using Kubesharp.Scheduler.Cluster;

namespace Kubesharp.Scheduler.Framework;

/// <summary>Nodes on which removing pods may help, in no particular order. They are not copied, as only some of them are looked at.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="promised">Nodes that are left out of the rows, as they are promised to pods which go first; null for none.</param>
internal sealed class PreemptableNodes(ClusterState cluster, IReadOnlyDictionary<NodeInfo, Verdict>? promised = null)
{
    private readonly List<IReadOnlyList<int>> _rows = [];
    private readonly List<NodeInfo> _others = [];

    /// <summary>Places from which a walk can start; those of nodes that are left out included.</summary>
    public int Places { get; private set; }

    /// <summary>Number of nodes.</summary>
    public int Count { get; private set; }

    public void AddRows(IReadOnlyList<int> rows)
    {
        _rows.Add(rows);
        Places += rows.Count;
        Count += rows.Count;
    }

    /// <summary>Takes note that one of the nodes in the rows is left out.</summary>
    public void LeaveOneOut() => Count--;

    public void Add(NodeInfo node)
    {
        _others.Add(node);
        Places++;
        Count++;
    }

    /// <summary>All nodes once around, each with whether no pod that goes first is nominated for it as far as the engine knows.</summary>
    public IEnumerable<(NodeInfo Node, bool IsPlain)> From(int start) => Walk(start, Places).Concat(Walk(0, start));

    private IEnumerable<(NodeInfo Node, bool IsPlain)> Walk(int from, int to)
    {
        var passed = 0;
        foreach (var rows in _rows)
        {
            var end = Math.Min(to - passed, rows.Count);
            for (var i = Math.Max(from - passed, 0); i < end; i++)
            {
                var node = cluster.Row(rows[i])!;
                if (promised is null || !promised.ContainsKey(node)) yield return (node, true);
            }

            passed += rows.Count;
        }

        for (var i = Math.Max(from - passed, 0); i < Math.Min(to - passed, _others.Count); i++) yield return (_others[i], false);
    }
}
