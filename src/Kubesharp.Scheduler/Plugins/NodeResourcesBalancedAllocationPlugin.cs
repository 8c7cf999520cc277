using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Configuration;
using Kubesharp.Scheduler.Framework;

namespace Kubesharp.Scheduler.Plugins;

/// <summary>Prefers nodes on which resources are used up evenly, so that none is left over when another is gone.</summary>
/// <param name="cluster">What nodes have and what is taken.</param>
/// <param name="args">Which resources; null for processor time and memory.</param>
public sealed class NodeResourcesBalancedAllocationPlugin(ClusterState cluster, NodeResourcesBalancedAllocationArgs? args = null) : SchedulerPlugin, IPreScorePlugin, ILocalScorePlugin
{
    private readonly int[]? _resources = args is null || args.Resources == DefaultArguments.Resources ? null : [.. args.Resources.Select(spec => cluster.Resources.Intern(spec.Name))];

    public override string Name => PluginNames.NodeResourcesBalancedAllocation;

    public override bool HasDefaultArguments => _resources is null;

    public bool PreScore(CycleState state, PodInfo pod, ReadOnlySpan<NodeInfo> nodes)
    {
        if (_resources is null) return pod.Class.ScoreCpu != 0 || pod.Class.ScoreMemory != 0;
        foreach (var resource in _resources)
        {
            if (RequestOf(pod, resource) != 0) return true;
        }

        return false;
    }

    public long Score(CycleState state, PodInfo pod, NodeInfo node)
    {
        if (_resources is not null) return ScoreOf(Share(Deviation(_resources, pod, node, withPod: false)), Share(Deviation(_resources, pod, node, withPod: true)));
        var cpu = cluster.Allocatable.Get(ResourceNames.Cpu, node.Index);
        var memory = cluster.Allocatable.Get(ResourceNames.Memory, node.Index);
        var usedCpu = cluster.Requested.Get(ResourceNames.Cpu, node.Index);
        var usedMemory = cluster.Requested.Get(ResourceNames.Memory, node.Index);
        var before = Deviation(cpu, usedCpu, memory, usedMemory);
        var after = Deviation(cpu, usedCpu + pod.Class.ScoreCpu, memory, usedMemory + pod.Class.ScoreMemory);
        return ScoreOf(Share(before), Share(after));
    }

    public void Normalize(CycleState state, PodInfo pod, ReadOnlySpan<NodeInfo> nodes, Span<long> scores)
    {
        // The scores are in their range already.
    }

    /// <summary>A deviation is at most one half, so what the pod changes about it is worth a quarter of the range up or down.</summary>
    private static long ScoreOf(long before, long after) => (Scores.Max + (Scores.Max / 2) + after - before) / 2;

    private static long RequestOf(PodInfo pod, int resource) => resource switch
    {
        ResourceNames.Cpu => pod.Class.ScoreCpu,
        ResourceNames.Memory => pod.Class.ScoreMemory,
        _ => pod.Class.RequestOf(resource),
    };

    private static long Share(double deviation) => (long)((1 - deviation) * Scores.Max);

    /// <summary>Standard deviation of the used shares; with two resources that is half of their difference, with one there is none.</summary>
    private static double Deviation(long cpu, long usedCpu, long memory, long usedMemory)
    {
        if (cpu == 0 || memory == 0) return 0;
        var first = Math.Min((double)usedCpu / cpu, 1);
        var second = Math.Min((double)usedMemory / memory, 1);
        return Math.Abs((first - second) / 2);
    }

    /// <summary>Standard deviation of the used shares of the resources that the node has; those beyond the common ones only when the pod asks for them.</summary>
    private double Deviation(int[] resources, PodInfo pod, NodeInfo node, bool withPod)
    {
        Span<double> shares = stackalloc double[resources.Length];
        var count = 0;
        var sum = 0.0;
        foreach (var resource in resources)
        {
            var wanted = RequestOf(pod, resource);
            if (wanted == 0 && resource > ResourceNames.EphemeralStorage) continue;
            var (offered, used) = ResourceScorer.Others(cluster, node, resource);
            if (offered == 0) continue;
            if (withPod) used += wanted;
            sum += shares[count++] = Math.Min((double)used / offered, 1);
        }

        if (count < 2) return 0;
        if (count == 2) return Math.Abs((shares[0] - shares[1]) / 2);
        var squares = 0.0;
        foreach (var share in shares[..count]) squares += (share - (sum / count)) * (share - (sum / count));
        return Math.Sqrt(squares / count);
    }
}
