using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Configuration;
using Kubesharp.Scheduler.Devices;
using Kubesharp.Scheduler.Framework;

namespace Kubesharp.Scheduler.Plugins;

/// <summary>Ranks nodes by the resources and the strategy that a profile configures.</summary>
internal sealed class ResourceScorer
{
    /// <summary>Greatest score of a point of the configured line; one is worth ten of the scheduler's own.</summary>
    private const int MaxShapeScore = 10;

    private const int MaxUtilization = 100;

    private readonly ClusterState _cluster;
    private readonly string _strategy;
    private readonly (int Resource, long Weight)[] _resources;
    private readonly (long Utilization, long Score)[] _shape;

    public ResourceScorer(ClusterState cluster, ScoringStrategy strategy)
    {
        _cluster = cluster;
        _strategy = strategy.Type;
        _resources = [.. strategy.Resources.Select(spec => (cluster.Resources.Intern(spec.Name), spec.Weight))];
        var points = strategy.RequestedToCapacityRatio is { } line ? line.Shape : default;
        _shape = [.. points.Select(point => ((long)point.Utilization, point.Score * (Scores.Max / MaxShapeScore)))];
    }

    public long Score(PodInfo pod, NodeInfo node)
    {
        long sum = 0;
        long weights = 0;
        foreach (var (resource, weight) in _resources)
        {
            var (allocatable, requested) = Amounts(pod, node, resource);
            if (allocatable == 0) continue;
            var score = ScoreOf(requested, allocatable);
            if (_strategy == ScoringStrategyType.RequestedToCapacityRatio && score <= 0) continue;
            sum += score * weight;
            weights += weight;
        }

        if (weights == 0) return 0;
        return _strategy == ScoringStrategyType.RequestedToCapacityRatio ? (long)Math.Round((double)sum / weights, MidpointRounding.AwayFromZero) : sum / weights;
    }

    private long ScoreOf(long requested, long allocatable) => _strategy switch
    {
        // Assumed requests can add up to more than there is.
        ScoringStrategyType.MostAllocated => Math.Min(requested, allocatable) * Scores.Max / allocatable,
        ScoringStrategyType.RequestedToCapacityRatio => OnLine(requested > allocatable ? MaxUtilization : requested * MaxUtilization / allocatable),
        _ => requested > allocatable ? 0 : (allocatable - requested) * Scores.Max / allocatable,
    };

    /// <summary>The score of a utilization: on the line between the points, level before the first and after the last.</summary>
    private long OnLine(long utilization)
    {
        for (var i = 0; i < _shape.Length; i++)
        {
            var (at, score) = _shape[i];
            if (utilization > at) continue;
            if (i == 0) return score;
            var (before, from) = _shape[i - 1];
            return from + ((score - from) * (utilization - before) / (at - before));
        }

        return _shape[^1].Score;
    }

    private (long Allocatable, long Requested) Amounts(PodInfo pod, NodeInfo node, int resource)
    {
        switch (resource)
        {
            case ResourceNames.Cpu: return (_cluster.Allocatable.Get(resource, node.Index), node.NonZeroCpu + pod.Class.ScoreNonZeroCpu);
            case ResourceNames.Memory: return (_cluster.Allocatable.Get(resource, node.Index), node.NonZeroMemory + pod.Class.ScoreNonZeroMemory);
        }

        var wanted = pod.Class.RequestOf(resource);
        // Resources beyond the common ones count only for pods that ask for them.
        if (wanted == 0 && resource != ResourceNames.EphemeralStorage) return (0, 0);
        var (offered, used) = Others(_cluster, node, resource);
        return (offered, used + wanted);
    }

    /// <summary>What a node has of a resource beyond the common ones, and what of it is taken. What it does not offer itself it may have as devices.</summary>
    public static (long Offered, long Used) Others(ClusterState cluster, NodeInfo node, int resource)
    {
        var allocatable = cluster.Allocatable.Get(resource, node.Index);
        return allocatable == 0 ? ExtendedResources.CountOn(node, resource, cluster) : (allocatable, cluster.Requested.Get(resource, node.Index));
    }
}
