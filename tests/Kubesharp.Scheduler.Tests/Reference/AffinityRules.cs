using Kubesharp.Api.Core.V1;

namespace Kubesharp.Scheduler.Tests.Reference;

/// <summary>Whom terms of inter-pod affinity are about.</summary>
internal static class AffinityRules
{
    /// <summary>Whether a term of a placed pod is about the pod that is being placed.</summary>
    public static bool TheirsMatches(ReferenceCluster cluster, Pod owner, PodAffinityTerm term, Pod pod)
    {
        var ns = pod.Metadata.Namespace;
        var isNamed = term.Namespaces.Count == 0 && term.NamespaceSelector is null ? ns == owner.Metadata.Namespace : term.Namespaces.Contains(ns);
        if (!isNamed && !Match.Labels(term.NamespaceSelector, cluster.Namespaces.GetValueOrDefault(ns))) return false;
        return Match.Labels(term.LabelSelector, pod.Metadata.Labels);
    }

    /// <summary>Whether a term of the pod that is being placed is about a placed pod; a namespace selector that wants nothing selects all.</summary>
    public static bool OwnMatches(ReferenceCluster cluster, Pod owner, PodAffinityTerm term, Pod placed) =>
        TheirsMatches(cluster, owner, term, placed) || (Match.Labels(term.NamespaceSelector, default) && Match.Labels(term.LabelSelector, placed.Metadata.Labels));
}
