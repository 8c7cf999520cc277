using Kubesharp.Scheduler.Cluster;

namespace Kubesharp.Scheduler.Extenders;

/// <summary>What an extender thinks of nodes.</summary>
/// <param name="Nodes">Nodes that will do, a part of those that were asked about.</param>
/// <param name="Failed">Why others will not do now, by name.</param>
/// <param name="Unresolvable">Why others will not do even without other pods, by name.</param>
public sealed record ExtenderFilterResult(IReadOnlyList<NodeInfo> Nodes, IReadOnlyDictionary<string, string> Failed, IReadOnlyDictionary<string, string> Unresolvable);
