using Kubesharp.Scheduler.Cluster;

namespace Kubesharp.Scheduler.Extenders;

/// <summary>Pods that would have to go from a node.</summary>
/// <param name="Node">The node.</param>
/// <param name="Pods">The pods, the most important first.</param>
/// <param name="BudgetViolations">How many of them a disruption budget protects.</param>
public sealed record ExtenderVictims(NodeInfo Node, IReadOnlyList<PodInfo> Pods, long BudgetViolations);
