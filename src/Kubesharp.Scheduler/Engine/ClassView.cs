using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;

namespace Kubesharp.Scheduler.Engine;

/// <summary>
/// What the plugins of a profile say about every node for one class of pods. It is worked out once and then repaired where something
/// happened: at the node that got a pod, and at nodes of the domains whose counts changed. Nodes for which all the same holds make up a
/// group, so the plugins that look beyond the node are asked once per group.
/// </summary>
internal sealed class ClassView
{
    private readonly EnginePlugins _plugins;
    private readonly ClusterState _cluster;
    private readonly PodInfo _pod;
    private readonly ITopologyTally[] _tallies;
    private readonly Dictionary<int[], NodeGroup> _groupOf = new(GroupKeyComparer.Instance);
    private readonly Dictionary<int[], NodeGroup>.AlternateLookup<ReadOnlySpan<int>> _lookup;
    private readonly GroupKey _key = new();
    private readonly List<int> _touched = [];
    private readonly Dictionary<Verdict, List<int>> _refused = new(ReferenceEqualityComparer.Instance);
    private readonly long[] _scores;
    private NodeGroup?[] _groups = [];
    private int[] _places = [];
    private int[] _local = [];
    private long[] _versions = [];
    private Verdict?[] _staticRefusals = [];
    private Verdict?[] _refusals = [];
    private long[] _static = [];
    private bool[] _isTouched = [];
    private long _position = -1;
    private long _stamp;

    private ClassView(EnginePlugins plugins, ClusterState cluster, PodInfo pod, CycleState state)
    {
        _plugins = plugins;
        _cluster = cluster;
        _pod = pod;
        State = state;
        _lookup = _groupOf.GetAlternateLookup<ReadOnlySpan<int>>();
        _scores = new long[plugins.StaticScores.Length];
        _tallies = new ITopologyTally[plugins.Topology.Length];
        for (var i = 0; i < _tallies.Length; i++) _tallies[i] = plugins.Topology[i].Plugin.CreateTally(pod);
    }

    /// <summary>What the plugins remember of pods of this class; shared by all of them.</summary>
    public CycleState State { get; }

    /// <summary>Groups of the nodes that pass all filters but those of topology plugins.</summary>
    public List<NodeGroup> Groups { get; } = [];

    /// <summary>Rows of the nodes that do not pass them, by the refusal.</summary>
    public IReadOnlyDictionary<Verdict, List<int>> Refused => _refused;

    /// <summary>Whether the refusals here are those that asking the filters in their order would bring.</summary>
    public bool CanDiagnose { get; private init; }

    /// <summary>When the view was last asked, counted in pods.</summary>
    public long LastUse { get; set; }

    public ReadOnlySpan<ITopologyTally> Tallies => _tallies;

    /// <summary>Prepares a view; null when plugins refuse the class as such or name the nodes that come into question.</summary>
    public static ClassView? Create(EnginePlugins plugins, ClusterState cluster, PodInfo pod)
    {
        var state = new CycleState(plugins.SlotCount);
        foreach (var plugin in plugins.Selective) Skip((SchedulerPlugin)plugin);
        foreach (var plugin in plugins.PreFilters)
        {
            var outcome = plugin.PreFilter(state, pod);
            if (outcome.Verdict is not null || outcome.NodeNames is not null) return null;
            if (outcome.IsSkip) state.SkippedFilters |= 1UL << ((SchedulerPlugin)plugin).Slot;
        }

        foreach (var plugin in plugins.PreScores)
        {
            if (!plugin.PreScore(state, pod, [])) state.SkippedScores |= 1UL << ((SchedulerPlugin)plugin).Slot;
        }

        return new ClassView(plugins, cluster, pod, state) { CanDiagnose = Array.TrueForAll(plugins.LateFilters, state.IsFilterSkipped) };

        void Skip(SchedulerPlugin plugin)
        {
            state.SkippedFilters |= 1UL << plugin.Slot;
            state.SkippedScores |= 1UL << plugin.Slot;
        }
    }

    /// <summary>Brings the view up to date with the cluster.</summary>
    public void CatchUp()
    {
        if (_position < 0 || !_cluster.Log.Reaches(_position) || IsStale())
        {
            Build();
            return;
        }

        var log = _cluster.Log;
        for (; _position < log.End; _position++)
        {
            ref readonly var edit = ref log[_position];
            foreach (var tally in _tallies) tally.Apply(edit);
            Touch(edit.Info.Index);
        }

        var reshaped = _stamp != _plugins.StampFor(_pod);
        foreach (var tally in _tallies)
        {
            reshaped |= tally.ShapeChanged;
            foreach (var row in tally.Dirty) Touch(row);
            tally.Dirty.Clear();
        }

        if (reshaped)
        {
            Regroup();
            return;
        }

        foreach (var row in _touched)
        {
            _isTouched[row] = false;
            Leave(row);
            Enter(row);
        }

        _touched.Clear();
    }

    /// <summary>Whether a node is in a group.</summary>
    public bool Has(NodeInfo node) => node.Index < _groups.Length && _groups[node.Index] is not null;

    /// <summary>Why a node is in no group, or null.</summary>
    public Verdict? RefusalOf(NodeInfo node) => node.Index < _refusals.Length ? _refusals[node.Index] : null;

    /// <summary>Takes a node out of its group; <see cref="Enter"/> puts it back.</summary>
    public void Leave(int row)
    {
        if (_refusals[row] is { } refusal) Forgive(row, refusal);
        if (_groups[row] is not { } group) return;
        var moved = group.RemoveAt(_local[row], _places[row]);
        if (moved >= 0) _places[moved] = _places[row];
        _groups[row] = null;
        if (group.Count > 0) return;
        _groupOf.Remove(group.Key);
        Groups[^1].Index = group.Index;
        Groups[group.Index] = Groups[^1];
        Groups.RemoveAt(Groups.Count - 1);
    }

    /// <summary>Works out anew where a node belongs.</summary>
    public void Enter(int row)
    {
        if (_cluster.Row(row) is not { Exists: true } node) return;
        if ((FilterStatic(node) ?? FilterLocal(node)) is { } refusal)
        {
            Refuse(row, refusal);
            return;
        }

        long local = 0;
        foreach (var (plugin, weight) in _plugins.LocalScores)
        {
            if (!State.IsScoreSkipped((SchedulerPlugin)plugin)) local += plugin.Score(State, _pod, node) * weight;
        }

        _key.Clear();
        foreach (var score in _scores) _key.Add(score);
        foreach (var tally in _tallies) tally.AppendKey(node, _key);
        if (!_lookup.TryGetValue(_key.Values, out var group))
        {
            group = new NodeGroup(_key.Values.ToArray(), [.. _scores], _plugins.GreatestLocalScore) { Index = Groups.Count };
            _groupOf.Add(group.Key, group);
            Groups.Add(group);
        }

        _groups[row] = group;
        _local[row] = (int)local;
        _places[row] = group.Add(row, (int)local);
    }

    private Verdict? FilterLocal(NodeInfo node)
    {
        foreach (var filter in _plugins.LocalFilters)
        {
            if (!State.IsFilterSkipped((SchedulerPlugin)filter) && filter.Filter(State, _pod, node) is { } refusal) return refusal;
        }

        return null;
    }

    private void Refuse(int row, Verdict refusal)
    {
        if (!_refused.TryGetValue(refusal, out var rows)) _refused.Add(refusal, rows = []);
        _refusals[row] = refusal;
        _places[row] = rows.Count;
        rows.Add(row);
    }

    private void Forgive(int row, Verdict refusal)
    {
        var rows = _refused[refusal];
        _refusals[row] = null;
        rows[_places[row]] = rows[^1];
        _places[rows[^1]] = _places[row];
        rows.RemoveAt(rows.Count - 1);
        if (rows.Count == 0) _refused.Remove(refusal);
    }

    private bool IsStale()
    {
        foreach (var tally in _tallies)
        {
            if (tally.IsStale) return true;
        }

        return false;
    }

    private void Build()
    {
        foreach (var tally in _tallies) tally.Build();
        _position = _cluster.Log.End;
        Regroup();
    }

    private void Regroup()
    {
        foreach (var tally in _tallies) tally.AcceptShape();
        _stamp = _plugins.StampFor(_pod);
        foreach (var row in _touched) _isTouched[row] = false;
        _touched.Clear();
        Groups.Clear();
        _groupOf.Clear();
        _refused.Clear();
        Array.Clear(_groups);
        Array.Clear(_refusals);
        Grow(_cluster.RowCount - 1);
        foreach (var node in _cluster.Nodes) Enter(node.Index);
    }

    private void Touch(int row)
    {
        Grow(row);
        if (_isTouched[row]) return;
        _isTouched[row] = true;
        _touched.Add(row);
    }

    /// <summary>Why the node object does not suit the class, or null. Leaves the static scores of one that does in <see cref="_scores"/>.</summary>
    private Verdict? FilterStatic(NodeInfo node)
    {
        var row = node.Index;
        var start = row * _scores.Length;
        if (_versions[row] == node.Version)
        {
            if (_staticRefusals[row] is null) _static.AsSpan(start, _scores.Length).CopyTo(_scores);
            return _staticRefusals[row];
        }

        _versions[row] = node.Version;
        _staticRefusals[row] = null;
        foreach (var filter in _plugins.StaticFilters)
        {
            if (!State.IsFilterSkipped((SchedulerPlugin)filter) && filter.Filter(State, _pod, node) is { } refusal) return _staticRefusals[row] = refusal;
        }

        for (var i = 0; i < _scores.Length; i++)
        {
            var plugin = _plugins.StaticScores[i].Plugin;
            _scores[i] = State.IsScoreSkipped((SchedulerPlugin)plugin) ? 0 : plugin.Score(State, _pod, node);
        }

        _scores.CopyTo(_static.AsSpan(start));
        return null;
    }

    private void Grow(int row)
    {
        if (row < _groups.Length) return;
        var size = Math.Max(16, (row + 1) * 5 / 4);
        Array.Resize(ref _groups, size);
        Array.Resize(ref _places, size);
        Array.Resize(ref _local, size);
        Array.Resize(ref _versions, size);
        Array.Resize(ref _staticRefusals, size);
        Array.Resize(ref _refusals, size);
        Array.Resize(ref _isTouched, size);
        Array.Resize(ref _static, size * _scores.Length);
    }
}
