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

    public AffinityTerm(string podNamespace, PodAffinityTerm term, int weight = 0)
    {
        TopologyKey = term.TopologyKey;
        Weight = weight;
        _selector = Selector.From(term.LabelSelector);
        _namespaceSelector = Selector.From(term.NamespaceSelector);
        _namespaces = [.. term.Namespaces];
        if (_namespaces.Count == 0 && term.NamespaceSelector is null) _namespaces.Add(podNamespace);
    }

    public string TopologyKey { get; }

    public int Weight { get; }

    /// <summary>Whether the term is about pods with these labels in this namespace, whose own labels matter for namespace selectors.</summary>
    public bool Matches(string ns, ValueMap<string> labels, ClusterState cluster)
    {
        if (!_namespaces.Contains(ns) && (_namespaceSelector == Selector.Nothing || !_namespaceSelector.Matches(cluster.NamespaceLabels(ns)))) return false;
        return _selector.Matches(labels);
    }

    public bool Matches(PodInfo pod, ClusterState cluster) => Matches(pod.Pod.Metadata.Namespace, pod.Pod.Metadata.Labels, cluster);
}
