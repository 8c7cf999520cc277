using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Selectors;

namespace Kubesharp.Scheduler.Cluster;

/// <summary>A term of inter-pod affinity or anti-affinity, ready to be matched.</summary>
public sealed class AffinityTerm
{
    private readonly HashSet<string> _namespaces;
    private readonly Selector _selector;
    private readonly Selector _namespaceSelector;
    private readonly bool _selectsUnlabelled;

    public AffinityTerm(string podNamespace, PodAffinityTerm term, ClusterState cluster, int weight = 0)
    {
        Key = cluster.TopologyOf(term.TopologyKey);
        Weight = weight;
        _selector = Selector.From(term.LabelSelector);
        _namespaceSelector = Selector.From(term.NamespaceSelector);
        _selectsUnlabelled = _namespaceSelector.Matches([]);
        _namespaces = [.. term.Namespaces];
        if (_namespaces.Count == 0 && term.NamespaceSelector is null) _namespaces.Add(podNamespace);
    }

    /// <summary>Label that says which nodes are near each other.</summary>
    public TopologyKey Key { get; }

    /// <summary>Whether labels of namespaces matter.</summary>
    internal bool SelectsNamespaces => _namespaceSelector != Selector.Nothing;

    public int Weight { get; }

    /// <summary>Whether the term is about pods with these labels in this namespace, whose own labels matter for namespace selectors.</summary>
    public bool Matches(string ns, ValueMap<string> labels, ClusterState cluster)
    {
        if (!_namespaces.Contains(ns) && (_namespaceSelector == Selector.Nothing || !_namespaceSelector.Matches(cluster.NamespaceLabels(ns)))) return false;
        return _selector.Matches(labels);
    }

    /// <summary>
    /// Whether a term of the pod that is being placed is about a placed pod. Besides the namespaces it selects, upstream tries the
    /// selector on no labels at all, so that one that only excludes labels selects every namespace; decisions agree only when this does so too.
    /// </summary>
    public bool MatchesPlaced(PodInfo pod, ClusterState cluster) => (_selectsUnlabelled && _selector.Matches(pod.Pod.Metadata.Labels)) || Matches(pod, cluster);

    public bool Matches(PodInfo pod, ClusterState cluster) => Matches(pod.Pod.Metadata.Namespace, pod.Pod.Metadata.Labels, cluster);
}
