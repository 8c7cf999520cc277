using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;

namespace Kubesharp.Scheduler.Engine;

/// <summary>
/// The short way to a node. For pods whose plugins all say what they depend on, every node is weighed, but only what changed since the
/// last pod of the class is looked at again. What it chooses is what asking every plugin about every node would have chosen.
/// </summary>
internal sealed class PlacementEngine
{
    private const int MaxColumnBytes = 128 << 20;
    private const int BytesPerRow = 64;
    private const int MinViews = 8;

    private readonly EnginePlugins _plugins;
    private readonly ClusterState _cluster;
    private readonly Random _random;
    private readonly Dictionary<PodClass, ClassView?> _views = [];
    private readonly List<NodeGroup> _feasible = [];
    private readonly List<int> _parked = [];
    private NodeInfo[] _nodes = [];
    private int[] _sizes = [];
    private long[] _totals = [];
    private long[] _column = [];
    private long _pods;

    public PlacementEngine(EnginePlugins plugins, ClusterState cluster, Random random)
    {
        _plugins = plugins;
        _cluster = cluster;
        _random = random;
    }

    /// <summary>Looks for a node.</summary>
    /// <param name="framework">The profile.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="kept">Receives all feasible nodes and their scores, or null when nobody wants to know.</param>
    /// <param name="refused">What plugins remember of the class when it is certain that there is no node, with why; otherwise null.</param>
    /// <returns>The node; null when there is none, or when the pod has to go the long way.</returns>
    public NodeInfo? Place(SchedulingFramework framework, PodInfo pod, ScheduleResult? kept, out (CycleState State, INodeVerdicts Verdicts)? refused)
    {
        refused = null;
        if (!pod.Class.IsShared || _cluster.NodeCount == 0 || _plugins.AnyConcerned(pod)) return null;
        if (ViewOf(pod) is not { } view) return null;
        view.CatchUp();
        PrepareFilters(view);
        try
        {
            if (_cluster.Nominated.Count > 0)
            {
                if (FindPromised(framework, view, pod) is { } promised)
                {
                    if (kept is not null) kept.Feasible = [promised];
                    return promised;
                }

                Park(framework, view, pod);
            }

            var count = FindFeasible(view, pod);
            if (count > 0) return Choose(view, pod, count, kept);
        }
        finally
        {
            foreach (var row in _parked) view.Enter(row);
            _parked.Clear();
        }

        if (view.CanDiagnose) refused = (view.State, Explain(framework, view, pod));
        return null;
    }

    private ClassVerdicts Explain(SchedulingFramework framework, ClassView view, PodInfo pod)
    {
        var looksFurther = Array.Exists(_plugins.Topology, entry => entry.Filter is SchedulerPlugin filter && !view.State.IsFilterSkipped(filter));
        return new(_cluster, view, RefusalsOfPromised(framework, view, pod, static _ => true), looksFurther ? node => FilterTopology(view, pod, node) : null);
    }

    private ClassView? ViewOf(PodInfo pod)
    {
        _pods++;
        if (_views.TryGetValue(pod.Class, out var view))
        {
            if (view is not null) view.LastUse = _pods;
            return view;
        }

        var limit = Math.Max(MinViews, MaxColumnBytes / (BytesPerRow * Math.Max(_cluster.RowCount, 1)));
        if (_views.Count >= limit) Forget();
        view = ClassView.Create(_plugins, _cluster, pod);
        _views.Add(pod.Class, view);
        if (view is not null) view.LastUse = _pods;
        return view;
    }

    /// <summary>Drops the half of the views that was not asked for the longest time.</summary>
    private void Forget()
    {
        var uses = _views.Values.Select(view => view?.LastUse ?? 0).Order().ToArray();
        var limit = uses[uses.Length / 2];
        foreach (var (of, view) in _views)
        {
            if ((view?.LastUse ?? 0) <= limit) _views.Remove(of);
        }
    }

    private void PrepareFilters(ClassView view)
    {
        for (var i = 0; i < view.Tallies.Length; i++)
        {
            if (_plugins.Topology[i].Filter is not SchedulerPlugin plugin) continue;
            var bit = 1UL << plugin.Slot;
            if (view.Tallies[i].PrepareFilter(view.State)) view.State.SkippedFilters &= ~bit;
            else view.State.SkippedFilters |= bit;
        }
    }

    /// <summary>A node that was promised to the pod is taken when it is free.</summary>
    private NodeInfo? FindPromised(SchedulingFramework framework, ClassView view, PodInfo pod)
    {
        var name = _cluster.NominationOf(pod.Key);
        if (name.Length == 0 || _cluster.FindNode(name) is not { } node || !view.Has(node)) return null;
        return framework.FilterWithNominated(view.State, pod, node) is null ? node : null;
    }

    /// <summary>Takes nodes out where pods that go first would be in the way.</summary>
    private void Park(SchedulingFramework framework, ClassView view, PodInfo pod)
    {
        foreach (var (node, _) in RefusalsOfPromised(framework, view, pod, view.Has)) _parked.Add(node.Index);
        foreach (var row in _parked) view.Leave(row);
    }

    /// <summary>Refusals of nodes that are promised to pods which go first.</summary>
    private Dictionary<NodeInfo, Verdict> RefusalsOfPromised(SchedulingFramework framework, ClassView view, PodInfo pod, Func<NodeInfo, bool> matters)
    {
        var refusals = new Dictionary<NodeInfo, Verdict>();
        foreach (var (name, waiting) in _cluster.Nominated)
        {
            var goFirst = false;
            foreach (var other in waiting.Values) goFirst |= other.Priority >= pod.Priority && other.Key != pod.Key;
            if (!goFirst || _cluster.FindNode(name) is not { } node || !matters(node)) continue;
            if (framework.FilterWithNominated(view.State, pod, node) is { } refusal) refusals.Add(node, refusal);
        }

        return refusals;
    }

    private int FindFeasible(ClassView view, PodInfo pod)
    {
        _feasible.Clear();
        if (_nodes.Length < view.Groups.Count)
        {
            var size = Math.Max(16, view.Groups.Count * 2);
            _nodes = new NodeInfo[size];
            _sizes = new int[size];
            _totals = new long[size];
            _column = new long[size];
        }

        var count = 0;
        foreach (var group in view.Groups)
        {
            var node = _cluster.Row(group.AnyRow)!;
            if (FilterTopology(view, pod, node) is not null) continue;
            _nodes[_feasible.Count] = node;
            _sizes[_feasible.Count] = group.Count;
            _feasible.Add(group);
            count += group.Count;
        }

        return count;
    }

    private Verdict? FilterTopology(ClassView view, PodInfo pod, NodeInfo node)
    {
        foreach (var (_, filter, _, _) in _plugins.Topology)
        {
            if (filter is null || view.State.IsFilterSkipped((SchedulerPlugin)filter)) continue;
            if (filter.Filter(view.State, pod, node) is { } refusal) return refusal;
        }

        return null;
    }

    private NodeInfo Choose(ClassView view, PodInfo pod, int count, ScheduleResult? kept)
    {
        var groups = _feasible.Count;
        if (count == 1)
        {
            if (kept is not null) kept.Feasible = [_nodes[0]];
            return _nodes[0];
        }

        var keeper = kept is null ? null : new ScoreKeeper(_plugins, _cluster, view, _feasible, pod);
        AddGroupScores(view, pod, keeper);

        // The best score of any node, and how many nodes have it.
        var best = long.MinValue;
        var ties = 0;
        for (var g = 0; g < groups; g++)
        {
            var top = _feasible[g].Best;
            var total = _totals[g] + top;
            if (total < best) continue;
            if (total > best) ties = 0;
            best = total;
            ties += _feasible[g].Rows(top).Count;
        }

        keeper?.Finish(kept!, _totals);
        var chosen = ties == 1 ? 0 : _random.Next(ties);
        for (var g = 0; ; g++)
        {
            var top = _feasible[g].Best;
            if (_totals[g] + top != best) continue;
            var rows = _feasible[g].Rows(top);
            if (chosen < rows.Count) return _cluster.Row(rows[chosen])!;
            chosen -= rows.Count;
        }
    }

    /// <summary>Adds up the scores that are the same for all nodes of a group.</summary>
    private void AddGroupScores(ClassView view, PodInfo pod, ScoreKeeper? keeper)
    {
        var groups = _feasible.Count;
        var nodes = _nodes.AsSpan(0, groups);
        var totals = _totals.AsSpan(0, groups);
        var column = _column.AsSpan(0, groups);
        totals.Clear();
        for (var i = 0; i < _plugins.StaticScores.Length; i++)
        {
            var (plugin, weight) = _plugins.StaticScores[i];
            if (view.State.IsScoreSkipped((SchedulerPlugin)plugin)) continue;
            for (var g = 0; g < groups; g++) column[g] = _feasible[g].StaticScores[i];
            Add(plugin, weight, nodes, totals, column);
        }

        for (var i = 0; i < _plugins.Topology.Length; i++)
        {
            var (_, _, plugin, weight) = _plugins.Topology[i];
            if (plugin is null || !view.Tallies[i].PrepareScore(view.State, nodes, _sizes.AsSpan(0, groups))) continue;
            for (var g = 0; g < groups; g++) column[g] = plugin.Score(view.State, pod, nodes[g]);
            Add(plugin, weight, nodes, totals, column);
        }

        void Add(IScorePlugin plugin, int weight, ReadOnlySpan<NodeInfo> nodes, Span<long> totals, Span<long> column)
        {
            plugin.Normalize(view.State, pod, nodes, column);
            for (var g = 0; g < groups; g++) totals[g] += column[g] *= weight;
            keeper?.Keep(plugin, column);
        }
    }
}
