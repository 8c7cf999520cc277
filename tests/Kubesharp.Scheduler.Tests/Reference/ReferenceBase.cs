namespace Kubesharp.Scheduler.Tests.Reference;

/// <summary>The cluster from which others are made to try things out, and what was found out about a pod there.</summary>
/// <param name="Cluster">The cluster as it is.</param>
/// <param name="Silent">Plugins that have nothing to say about the pod.</param>
internal sealed record ReferenceBase(ReferenceCluster Cluster, HashSet<string> Silent);
