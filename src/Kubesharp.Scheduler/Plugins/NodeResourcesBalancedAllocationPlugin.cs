using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;

namespace Kubesharp.Scheduler.Plugins;

/// <summary>Prefers nodes on which processor time and memory are used up evenly, so that neither is left over when the other is gone.</summary>
public sealed class NodeResourcesBalancedAllocationPlugin(ClusterState cluster) : SchedulerPlugin, IPreScorePlugin, ILocalScorePlugin
{
    public override string Name => PluginNames.NodeResourcesBalancedAllocation;

    public bool PreScore(CycleState state, PodInfo pod, ReadOnlySpan<NodeInfo> nodes) => pod.Class.ScoreCpu != 0 || pod.Class.ScoreMemory != 0;

    public long Score(CycleState state, PodInfo pod, NodeInfo node)
    {
        var cpu = cluster.Allocatable.Get(ResourceNames.Cpu, node.Index);
        var memory = cluster.Allocatable.Get(ResourceNames.Memory, node.Index);
        var usedCpu = cluster.Requested.Get(ResourceNames.Cpu, node.Index);
        var usedMemory = cluster.Requested.Get(ResourceNames.Memory, node.Index);
        var before = Deviation(cpu, usedCpu, memory, usedMemory);
        var after = Deviation(cpu, usedCpu + pod.Class.ScoreCpu, memory, usedMemory + pod.Class.ScoreMemory);
        // A deviation is at most one half, so what the pod changes about it is worth a quarter of the range up or down.
        return (Scores.Max + (Scores.Max / 2) + Share(after) - Share(before)) / 2;
    }

    public void Normalize(CycleState state, PodInfo pod, ReadOnlySpan<NodeInfo> nodes, Span<long> scores)
    {
        // The scores are in their range already.
    }

    private static long Share(double deviation) => (long)((1 - deviation) * Scores.Max);

    /// <summary>Standard deviation of the used shares; with two resources that is half of their difference, with one there is none.</summary>
    private static double Deviation(long cpu, long usedCpu, long memory, long usedMemory)
    {
        if (cpu == 0 || memory == 0) return 0;
        var first = Math.Min((double)usedCpu / cpu, 1);
        var second = Math.Min((double)usedMemory / memory, 1);
        return Math.Abs((first - second) / 2);
    }
}
