using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Selectors;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Engine;
using Kubesharp.Scheduler.Framework;

namespace Kubesharp.Scheduler.Plugins;

/// <summary>The counts of <see cref="PodTopologySpreadPlugin"/> for one class of pods, kept up to date with the cluster.</summary>
internal sealed class SpreadTally(PodTopologySpreadPlugin plugin, ClusterState cluster, PodInfo pod) : ITopologyTally
{
    private readonly string _namespace = pod.Pod.Metadata.Namespace;
    private readonly bool _hasOwn = pod.Class.Spec.TopologySpreadConstraints.Count > 0;
    private readonly Dictionary<PodClass, ulong> _matches = [];
    private SpreadConstraint[] _hardConstraints = [];
    private bool[] _isFine = [];
    private HardSpread _hard = null!;
    private SoftSpread _soft = null!;
    private int[][] _onNodes = [];
    private string _selector = "";
    private long _version = -1;

    public bool IsStale
    {
        get
        {
            if (_version < 0) return true;
            if (_hasOwn || _version == VersionOfDefaults()) return false;
            // Something that defaults are made of changed; mostly it is about other pods.
            if (TextOf(DefaultSpreadSelector.Of(pod, cluster)) != _selector) return true;
            _version = VersionOfDefaults();
            return false;
        }
    }

    public bool ShapeChanged
    {
        get
        {
            for (var i = 0; i < _hardConstraints.Length; i++)
            {
                if (_isFine[i] != _hardConstraints[i].Key.IsFine) return true;
            }

            return false;
        }
    }

    public List<int> Dirty { get; } = [];

    public void Build()
    {
        _version = VersionOfDefaults();
        _selector = _hasOwn ? "" : TextOf(DefaultSpreadSelector.Of(pod, cluster));
        _matches.Clear();
        _hardConstraints = plugin.HardConstraintsOf(pod);
        _isFine = new bool[_hardConstraints.Length];
        _hard = new HardSpread(_hardConstraints, pod);
        var softConstraints = plugin.SoftConstraintsOf(pod);
        _onNodes = new int[softConstraints.Length][];
        for (var i = 0; i < _onNodes.Length; i++) _onNodes[i] = softConstraints[i].IsHostname ? new int[cluster.RowCount] : [];
        _soft = new SoftSpread(softConstraints, plugin.NeedsAllLabels(pod), _onNodes);
        if (_hardConstraints.Length > 0 || softConstraints.Length > 0)
        {
            foreach (var node in cluster.Nodes)
            {
                CountNode(node, node.Node, 1);
                foreach (var other in node.Pods) CountPod(other, node, node.Node, 1);
            }
        }

        Dirty.Clear();
        AcceptShape();
    }

    public void Apply(in ClusterEdit edit)
    {
        if (_hardConstraints.Length == 0 && _soft.Constraints.Length == 0) return;
        switch (edit.Kind)
        {
            case EditKind.PodAdded:
                CountPod(edit.Pod!, edit.Info, edit.Node, 1);
                break;
            case EditKind.PodRemoved:
                CountPod(edit.Pod!, edit.Info, edit.Node, -1);
                break;
            case EditKind.NodeAdded:
                CountNode(edit.Info, edit.Node, 1);
                break;
            case EditKind.NodeRemoved:
                CountNode(edit.Info, edit.Node, -1);
                break;
        }
    }

    public void AcceptShape()
    {
        for (var i = 0; i < _hardConstraints.Length; i++) _isFine[i] = _hardConstraints[i].Key.IsFine;
    }

    public void AppendKey(NodeInfo node, GroupKey key)
    {
        for (var i = 0; i < _hardConstraints.Length; i++)
        {
            var domain = _hardConstraints[i].Key[node.Index];
            key.Add(!_isFine[i] || domain == TopologyKey.None ? domain : _hard.CountOf(i, domain));
        }

        for (var i = 0; i < _soft.Constraints.Length; i++)
        {
            var constraint = _soft.Constraints[i];
            var domain = constraint.Key[node.Index];
            if (!constraint.IsHostname) key.Add(domain);
            else key.Add(domain == TopologyKey.None ? TopologyKey.None : (int)_soft.CountOf(i, node, _namespace));
        }
    }

    public bool PrepareFilter(CycleState state)
    {
        if (_hardConstraints.Length == 0) return false;
        plugin.SetHard(state, _hard);
        return true;
    }

    public bool PrepareScore(CycleState state, ReadOnlySpan<NodeInfo> nodes, ReadOnlySpan<int> sizes)
    {
        if (_soft.Constraints.Length == 0) return false;
        _soft.Weigh(nodes, sizes);
        plugin.SetSoft(state, _soft);
        return true;
    }

    private static string TextOf(Selector selector) => selector.ToString();

    private long VersionOfDefaults() =>
        cluster.Services.Version + cluster.ReplicationControllers.Version + cluster.ReplicaSets.Version + cluster.StatefulSets.Version;

    private void CountNode(NodeInfo info, Node node, int sign)
    {
        if (_hardConstraints.Length == 0 || !SpreadConstraint.HasAllLabels(_hardConstraints, info, node)) return;
        for (var i = 0; i < _hardConstraints.Length; i++)
        {
            if (!_hardConstraints[i].Includes(pod, node)) continue;
            var domain = _hardConstraints[i].Key.DomainOf(info, node);
            if (sign > 0) _hard.AddNode(i, domain);
            else _hard.RemoveNode(i, domain);
        }
    }

    private void CountPod(PodInfo other, NodeInfo info, Node node, int sign)
    {
        var matches = MatchesOf(other);
        if (matches == 0 || other.Pod.Metadata.DeletionTimestamp is not null) return;
        var hard = _hardConstraints.Length;
        if (hard > 0 && SpreadConstraint.HasAllLabels(_hardConstraints, info, node))
        {
            for (var i = 0; i < hard; i++)
            {
                if ((matches & (1UL << i)) == 0 || !_hardConstraints[i].Includes(pod, node)) continue;
                var key = _hardConstraints[i].Key;
                var domain = key.DomainOf(info, node);
                _hard.AddPods(i, domain, sign);
                if (key.IsFine) Dirty.AddRange(key.RowsOf(domain));
            }
        }

        var ignores = _soft.Ignores(info, node);
        for (var i = 0; i < _soft.Constraints.Length; i++)
        {
            if ((matches & (1UL << (hard + i))) == 0) continue;
            var constraint = _soft.Constraints[i];
            if (constraint.IsHostname)
            {
                if (info.Index >= _onNodes[i].Length) Array.Resize(ref _onNodes[i], Math.Max(16, (info.Index + 1) * 2));
                _onNodes[i][info.Index] += sign;
            }
            else if (!ignores && constraint.Includes(pod, node))
            {
                var domain = constraint.Key.DomainOf(info, node);
                if (domain != TopologyKey.None) _soft.Add(i, domain, sign);
            }
        }
    }

    /// <summary>One bit per constraint that is about pods of a class, hard ones first.</summary>
    private ulong MatchesOf(PodInfo other)
    {
        if (_matches.TryGetValue(other.Class, out var known)) return known;
        var metadata = other.Pod.Metadata;
        ulong matches = 0;
        if (metadata.Namespace == _namespace)
        {
            var bit = 0;
            foreach (var constraint in _hardConstraints) Match(constraint);
            foreach (var constraint in _soft.Constraints) Match(constraint);

            void Match(SpreadConstraint constraint)
            {
                if (constraint.Counts(metadata.Labels)) matches |= 1UL << bit;
                bit++;
            }
        }

        if (!other.Class.IsShared) return matches;
        if (_matches.Count >= 4096 && _matches.Count >= 2 * cluster.ClassCount) _matches.Clear();
        _matches.Add(other.Class, matches);
        return matches;
    }
}
