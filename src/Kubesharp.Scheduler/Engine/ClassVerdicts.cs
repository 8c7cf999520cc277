using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;

namespace Kubesharp.Scheduler.Engine;

/// <summary>
/// Why no node will do for a pod, read off the view of its class: the refusals it keeps, and one look at a node of each group. Nodes that
/// are promised to pods which go first are looked at one by one.
/// </summary>
internal sealed class ClassVerdicts : INodeVerdicts
{
    private readonly ClusterState _cluster;
    private readonly ClassView _view;
    private readonly Func<NodeInfo, Verdict?> _filter;
    private readonly Dictionary<NodeInfo, Verdict> _promised;
    private readonly Dictionary<Verdict, int> _counts = new(ReferenceEqualityComparer.Instance);

    /// <summary>Counts the refusals.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="view">What is known of the class.</param>
    /// <param name="promised">Refusals of nodes that are promised to pods which go first.</param>
    /// <param name="filter">Asks the plugins that look beyond the node; null when none of them has a say.</param>
    public ClassVerdicts(ClusterState cluster, ClassView view, Dictionary<NodeInfo, Verdict> promised, Func<NodeInfo, Verdict?>? filter)
    {
        _cluster = cluster;
        _view = view;
        AreLocal = filter is null;
        _filter = filter ??= static _ => null;
        _promised = promised;
        foreach (var (verdict, rows) in view.Refused) Add(verdict, rows.Count);
        foreach (var group in view.Groups)
        {
            // A group that nobody refuses has none but promised nodes.
            if (filter(cluster.Row(group.AnyRow)!) is { } verdict) Add(verdict, group.Count);
        }

        foreach (var (node, verdict) in promised)
        {
            if (Plain(node) is { } plain) Add(plain, -1);
            Add(verdict, 1);
        }
    }

    public IReadOnlyDictionary<Verdict, int> Counts => _counts;

    public bool AreLocal { get; }

    public PreemptableNodes FindPreemptable()
    {
        var nodes = new PreemptableNodes(_cluster, _promised.Count > 0 ? _promised : null);
        foreach (var (verdict, rows) in _view.Refused)
        {
            if (verdict.Code == VerdictCode.Unschedulable) nodes.AddRows(rows);
        }

        foreach (var group in _view.Groups)
        {
            if (_filter(_cluster.Row(group.AnyRow)!) is not { Code: VerdictCode.Unschedulable }) continue;
            foreach (var rows in group.Buckets()) nodes.AddRows(rows);
        }

        foreach (var (node, verdict) in _promised)
        {
            if (Plain(node) is { Code: VerdictCode.Unschedulable }) nodes.LeaveOneOut();
            if (verdict.Code == VerdictCode.Unschedulable) nodes.Add(node);
        }

        return nodes;
    }

    public Verdict? For(NodeInfo node) => _promised.TryGetValue(node, out var verdict) ? verdict : Plain(node);

    private Verdict? Plain(NodeInfo node) => _view.RefusalOf(node) ?? _filter(node);

    private void Add(Verdict verdict, int nodes)
    {
        var count = _counts.GetValueOrDefault(verdict) + nodes;
        if (count > 0) _counts[verdict] = count;
        else _counts.Remove(verdict);
    }
}
