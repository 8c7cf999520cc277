using Kubesharp.Api.Core.V1;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Configuration;
using Kubesharp.Scheduler.Devices;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Queue;

namespace Kubesharp.Scheduler.Plugins;

/// <summary>A node must have the requested resources free; nodes with more to spare are better, unless configured otherwise.</summary>
/// <param name="cluster">What nodes have and what is taken.</param>
/// <param name="args">What is left out, and how nodes are ranked; null for the defaults.</param>
public sealed class NodeResourcesFitPlugin(ClusterState cluster, NodeResourcesFitArgs? args = null) : SchedulerPlugin, ILocalFilterPlugin, ILocalScorePlugin, IQueueingHintPlugin
{
    private readonly IgnoredResources? _ignored = args is { IgnoredResources.Count: > 0 } or { IgnoredResourceGroups.Count: > 0 }
        ? new IgnoredResources(cluster.Resources, args.IgnoredResources, args.IgnoredResourceGroups)
        : null;

    private readonly ResourceScorer? _scorer = args?.ScoringStrategy is { } strategy && !IsDefault(strategy) ? new ResourceScorer(cluster, strategy) : null;
    private readonly Dictionary<(ulong Short, bool Never, bool Pods), Verdict> _verdicts = [];

    public override string Name => PluginNames.NodeResourcesFit;

    public override bool HasDefaultArguments => _ignored is null && _scorer is null;

    public Verdict? Filter(CycleState state, PodInfo pod, NodeInfo node)
    {
        var full = node.Pods.Count + 1 > node.AllowedPods;
        ulong shortOf = 0;
        var never = false;
        foreach (var request in pod.Class.Requests)
        {
            var allocatable = cluster.Allocatable.Get(request.Resource, node.Index);
            if (request.Amount <= allocatable - cluster.Requested.Get(request.Resource, node.Index)) continue;
            if (_ignored?.Contains(request.Resource) == true) continue;
            // What the node does not offer itself it may have as devices.
            if (allocatable == 0 && ExtendedResources.IsBacked(request.Resource, cluster)) continue;
            if (request.Resource >= 64) return BeyondBits(request.Resource, request.Amount > allocatable);
            shortOf |= 1UL << request.Resource;
            never |= request.Amount > allocatable;
        }

        return full || shortOf != 0 ? VerdictOn(shortOf, never, full) : null;
    }

    public long Score(CycleState state, PodInfo pod, NodeInfo node)
    {
        if (_scorer is not null) return _scorer.Score(pod, node);
        var of = pod.Class;
        long score = 0;
        var weights = 0;
        Add(cluster.Allocatable.Get(ResourceNames.Cpu, node.Index), node.NonZeroCpu + of.ScoreNonZeroCpu);
        Add(cluster.Allocatable.Get(ResourceNames.Memory, node.Index), node.NonZeroMemory + of.ScoreNonZeroMemory);
        return weights == 0 ? 0 : score / weights;

        void Add(long allocatable, long requested)
        {
            if (allocatable == 0) return;
            weights++;
            if (requested <= allocatable) score += (allocatable - requested) * Scores.Max / allocatable;
        }
    }

    public void Normalize(CycleState state, PodInfo pod, ReadOnlySpan<NodeInfo> nodes, Span<long> scores)
    {
        // The scores are in their range already.
    }

    public bool MayHelp(PodInfo pod, in ClusterChange change) => change.Target switch
    {
        ChangeTarget.AssignedPod => change.Action == ChangeAction.Deleted || (change.Action == ChangeAction.Updated && AsksForLess(change)),
        ChangeTarget.WaitingPod => change.New is Pod after && PodInfo.KeyOf(after) == pod.Key,
        ChangeTarget.Node => change.New is Node after && OffersMore(pod, change.Old as Node, after),
        _ => false,
    };

    private static bool IsDefault(ScoringStrategy strategy) =>
        strategy.Type == ScoringStrategyType.LeastAllocated && strategy.Resources == DefaultArguments.Resources;

    private static bool AsksForLess(in ClusterChange change) =>
        change is { Old: Pod before, New: Pod after } && (before.GetResourceRequests() != after.GetResourceRequests() || before.Status.Resources != after.Status.Resources);

    private bool OffersMore(PodInfo pod, Node? before, Node after)
    {
        if (before is not null && before.Status.Allocatable == after.Status.Allocatable) return false;
        foreach (var request in pod.Class.Requests)
        {
            if (_ignored?.Contains(request.Resource) == true || ExtendedResources.IsBacked(request.Resource, cluster)) continue;
            var name = cluster.Resources[request.Resource];
            var offered = after.Status.Allocatable.TryGetValue(name, out var amount) ? ResourceNames.Amount(request.Resource, amount) : 0;
            if (offered < request.Amount) return false;
        }

        return true;
    }

    private Verdict VerdictOn(ulong shortOf, bool never, bool full)
    {
        if (_verdicts.TryGetValue((shortOf, never, full), out var verdict)) return verdict;
        var reasons = new List<string>();
        if (full) reasons.Add("Too many pods");
        for (var resource = 0; resource < 64; resource++)
        {
            if ((shortOf & (1UL << resource)) != 0) reasons.Add("Insufficient " + cluster.Resources[resource]);
        }

        verdict = new Verdict(never ? VerdictCode.Unresolvable : VerdictCode.Unschedulable, Name, [.. reasons]);
        _verdicts.Add((shortOf, never, full), verdict);
        return verdict;
    }

    /// <summary>Resources beyond the 64th have no bit; a lack of them is told by itself.</summary>
    private Verdict BeyondBits(int resource, bool never) =>
        new(never ? VerdictCode.Unresolvable : VerdictCode.Unschedulable, Name, "Insufficient " + cluster.Resources[resource]);
}
