using Kubesharp.Scheduler.Cluster;

namespace Kubesharp.Scheduler.Framework;

/// <summary>The outcome of looking for a node.</summary>
public sealed class ScheduleResult
{
    /// <summary>The chosen node, or null.</summary>
    public NodeInfo? Node { get; internal set; }

    /// <summary>Nodes that passed the filters, in the order of the columns of <see cref="Scores"/>.</summary>
    public IReadOnlyList<NodeInfo> Feasible { get; internal set; } = [];

    /// <summary>Normalized scores times weights, by plugin; empty when only one node was feasible.</summary>
    public IReadOnlyDictionary<string, long[]> Scores { get; internal set; } = new Dictionary<string, long[]>();

    /// <summary>Sum of the scores by feasible node.</summary>
    public IReadOnlyList<long> Totals { get; internal set; } = [];

    /// <summary>Why no node will do; null when one was chosen.</summary>
    public Diagnosis? Diagnosis { get; internal set; }

    /// <summary>A failure that has nothing to do with whether the pod fits.</summary>
    public Verdict? Error { get; internal set; }

    public required CycleState State { get; init; }
}
