namespace Kubesharp.Scheduler.Configuration;

/// <summary>Ways to rank nodes by their resources.</summary>
public static class ScoringStrategyType
{
    /// <summary>Nodes with more to spare are better.</summary>
    public const string LeastAllocated = "LeastAllocated";

    /// <summary>Fuller nodes are better.</summary>
    public const string MostAllocated = "MostAllocated";

    /// <summary>The configuration has a score for every utilization.</summary>
    public const string RequestedToCapacityRatio = "RequestedToCapacityRatio";
}
