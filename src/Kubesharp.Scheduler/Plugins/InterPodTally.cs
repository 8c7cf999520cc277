using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Engine;
using Kubesharp.Scheduler.Framework;

namespace Kubesharp.Scheduler.Plugins;

/// <summary>The counts of <see cref="InterPodAffinityPlugin"/> for one class of pods, kept up to date with the cluster.</summary>
internal sealed class InterPodTally : ITopologyTally
{
    private readonly InterPodAffinityPlugin _plugin;
    private readonly ClusterState _cluster;
    private readonly PodInfo _pod;
    private readonly bool _hasTerms;
    private readonly Dictionary<PodClass, AffinityEffect[]> _effectsOf = [];
    private readonly List<AffinityEffect> _scratch = [];
    private readonly List<(TopologyKey Key, bool IsFine)> _keys = [];
    private RequiredAffinity _required = new();
    private TopologySums _preferred = new();
    private int _namespaceVersion;
    private bool _hasNewKeys;

    public InterPodTally(InterPodAffinityPlugin plugin, ClusterState cluster, PodInfo pod)
    {
        _plugin = plugin;
        _cluster = cluster;
        _pod = pod;
        _hasTerms = InterPodAffinityPlugin.HasRequiredTerms(pod) || InterPodAffinityPlugin.HasPreferences(pod);
        foreach (var terms in new[] { pod.Class.RequiredAffinity, pod.Class.RequiredAntiAffinity })
        {
            foreach (var term in terms) Know(term.Key);
        }
    }

    public bool IsStale => _namespaceVersion != _cluster.NamespaceVersion;

    public bool ShapeChanged
    {
        get
        {
            foreach (var (key, isFine) in _keys)
            {
                if (key.IsFine != isFine) return true;
            }

            return _hasNewKeys;
        }
    }

    public List<int> Dirty { get; } = [];

    public void Build()
    {
        _namespaceVersion = _cluster.NamespaceVersion;
        _effectsOf.Clear();
        _required = new();
        _preferred = new();
        foreach (var node in _cluster.Nodes)
        {
            if (!_hasTerms && node.PodsWithAffinity == 0) continue;
            foreach (var other in node.Pods) Count(other, node, node.Node, 1);
        }

        Dirty.Clear();
        AcceptShape();
    }

    public void Apply(in ClusterEdit edit)
    {
        if (edit.Kind == EditKind.PodAdded) Count(edit.Pod!, edit.Info, edit.Node, 1);
        else if (edit.Kind == EditKind.PodRemoved) Count(edit.Pod!, edit.Info, edit.Node, -1);
    }

    public void AcceptShape()
    {
        _hasNewKeys = false;
        for (var i = 0; i < _keys.Count; i++) _keys[i] = (_keys[i].Key, _keys[i].Key.IsFine);
    }

    public void AppendKey(NodeInfo node, GroupKey key)
    {
        foreach (var (topology, isFine) in _keys)
        {
            var domain = topology[node.Index];
            if (!isFine || domain == TopologyKey.None)
            {
                key.Add(domain);
                continue;
            }

            var bits = _required.Existing[topology, domain] > 0 ? 1 : 0;
            if (_required.Affinity[topology, domain] > 0) bits |= 2;
            if (_required.AntiAffinity[topology, domain] > 0) bits |= 4;
            key.Add(bits);
            key.Add(_preferred.Of(topology, domain));
        }
    }

    public bool PrepareFilter(CycleState state)
    {
        if (!InterPodAffinityPlugin.HasRequiredTerms(_pod) && _required.Existing.Count == 0) return false;
        _plugin.SetRequired(state, _required);
        return true;
    }

    public bool PrepareScore(CycleState state, ReadOnlySpan<NodeInfo> nodes, ReadOnlySpan<int> sizes)
    {
        if (_preferred.IsEmpty || !_plugin.Scores(_pod)) return false;
        _plugin.SetPreferred(state, _preferred);
        return true;
    }

    private void Count(PodInfo other, NodeInfo info, Api.Core.V1.Node node, int sign)
    {
        if (!_hasTerms && !other.Class.HasAnyAffinity) return;
        foreach (var effect in EffectsOf(other))
        {
            var domain = effect.Key.DomainOf(info, node);
            if (domain == TopologyKey.None) continue;
            if (effect.Counter == AffinityCounter.Preferred) effect.ApplyTo(_preferred, domain, sign);
            else effect.ApplyTo(_required, domain, sign);
            if (effect.Key.IsFine) Dirty.AddRange(effect.Key.RowsOf(domain));
        }
    }

    private AffinityEffect[] EffectsOf(PodInfo other)
    {
        if (_effectsOf.TryGetValue(other.Class, out var known)) return known;
        _scratch.Clear();
        _plugin.CollectRequired(_pod, other, _scratch);
        _plugin.CollectPreferred(_pod, other, _scratch);
        foreach (var effect in _scratch) Know(effect.Key);
        var effects = _scratch.Count == 0 ? [] : _scratch.ToArray();
        if (!other.Class.IsShared) return effects;
        // Classes that nobody has any more are forgotten here from time to time; the rest is found out again.
        if (_effectsOf.Count >= 4096 && _effectsOf.Count >= 2 * _cluster.ClassCount) _effectsOf.Clear();
        _effectsOf.Add(other.Class, effects);
        return effects;
    }

    private void Know(TopologyKey key)
    {
        foreach (var (known, _) in _keys)
        {
            if (known == key) return;
        }

        _keys.Add((key, key.IsFine));
        _hasNewKeys = true;
    }
}
