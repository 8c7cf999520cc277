using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Resource.V1;
using Kubesharp.Client;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Devices;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Queue;
using ResourceClaim = Kubesharp.Api.Resource.V1.ResourceClaim;

namespace Kubesharp.Scheduler.Plugins;

/// <summary>Places pods where the devices they claim are, and gives them these devices.</summary>
/// <param name="cluster">Claims, devices and nodes.</param>
/// <param name="client">Where allocations are written; null when nothing is ever bound, as in simulations.</param>
/// <param name="random">Makes names of shares of devices.</param>
public sealed class DynamicResourcesPlugin(ClusterState cluster, KubernetesClient? client, Random random)
    : SchedulerPlugin, IPreEnqueuePlugin, IPreFilterPlugin, IFilterPlugin, IPostFilterPlugin, IScorePlugin, IReservePlugin, IPreBindPlugin, IQueueingHintPlugin, ISelectivePlugin
{
    /// <summary>Most pods that can share a claim.</summary>
    private const int MaxConsumers = 256;

    /// <summary>Most alternatives of a request; the best one scores as many points, the next one less.</summary>
    private const int MaxAlternatives = 8;

    private static readonly PostFilterResult NothingToFree = new(Verdict.Unschedulable(PluginNames.DynamicResources, "no new claims to deallocate"));
    private static readonly PostFilterResult StillNot = new(Verdict.Unschedulable(PluginNames.DynamicResources, "still not schedulable"));
    private static readonly PostFilterResult Freed = new(Verdict.Unschedulable(PluginNames.DynamicResources, "deallocation of ResourceClaim completed"));
    private static readonly PostFilterResult NoState = new(Verdict.Error(PluginNames.DynamicResources, "not found"));
    private static readonly Verdict NotThere = Verdict.Unresolvable(PluginNames.DynamicResources, "resourceclaim not available on the node");
    private static readonly Verdict InUse = Verdict.Unresolvable(PluginNames.DynamicResources, "resourceclaim in use");
    private static readonly PodClaims NoClaims = new([]);

    private readonly ClaimWriter? _writer = client is null ? null : new ClaimWriter(client);

    public override string Name => PluginNames.DynamicResources;

    public bool Concerns(PodInfo pod) => pod.Class.Spec.ResourceClaims.Count > 0;

    public Verdict? PreEnqueue(PodInfo pod)
    {
        if (pod.Class.Spec.ResourceClaims.Count == 0) return null;
        return ClaimNames.Find(pod.Pod, cluster.Devices, out var reason) is null ? Verdict.Unresolvable(Name, reason) : null;
    }

    public PreFilterResult PreFilter(CycleState state, PodInfo pod)
    {
        state.Set(this, NoClaims);
        if (pod.Class.Spec.ResourceClaims.Count == 0) return PreFilterResult.Skip;
        if (ClaimNames.Find(pod.Pod, cluster.Devices, out var reason) is not { } claims) return Refuse(reason);
        if (claims.Count == 0) return PreFilterResult.Skip;
        foreach (var claim in claims)
        {
            if (claim.Status.Allocation is null)
            {
                if (cluster.Devices.IsPending(claim.Metadata.Uid)) return Refuse($"resource claim {claim.Metadata.Namespace}/{claim.Metadata.Name} is in the process of being allocated");
                if (WhyImpossible(claim) is { } problem) return Refuse(problem);
            }
            else if (claim.Status.ReservedFor.Count >= MaxConsumers && !IsReservedFor(claim, pod))
            {
                return PreFilterResult.Refuse(InUse);
            }
        }

        state.Set(this, new PodClaims(claims));
        return PreFilterResult.Continue;
    }

    public Verdict? Filter(CycleState state, PodInfo pod, NodeInfo node)
    {
        // Devices do not change while a pod is being placed; preemption asks for the same node many times.
        var claims = state.Get<PodClaims>(this)!;
        if (claims.Verdicts.TryGetValue(node, out var known)) return known;
        var verdict = FilterNode(claims, node);
        claims.Verdicts[node] = verdict;
        return verdict;
    }

    public PostFilterResult PostFilter(CycleState state, PodInfo pod, Diagnosis diagnosis)
    {
        // Only a refusal before this plugin was asked leaves nothing behind, unless the pod is none of its business.
        if (state.Get<PodClaims>(this) is not { } claims) return state.PreFilterAborted ? NoState : NothingToFree;
        if (claims.All.Count == 0) return NothingToFree;
        foreach (var claim in claims.Unavailable)
        {
            if (claim.Status.ReservedFor.Count > 1 || (claim.Status.ReservedFor.Count == 1 && !IsReservedFor(claim, pod))) continue;
            diagnosis.ClaimToRelease = claim;
            return Freed;
        }

        return StillNot;
    }

    public long Score(CycleState state, PodInfo pod, NodeInfo node)
    {
        if (state.Get<PodClaims>(this) is not { } claims || !claims.Found.TryGetValue(node, out var found)) return 0;
        long score = 0;
        for (var i = 0; i < claims.ToAllocate.Count; i++)
        {
            foreach (var request in claims.ToAllocate[i].Spec.Devices.Requests)
            {
                for (var choice = 0; choice < request.FirstAvailable.Count; choice++)
                {
                    var name = $"{request.Name}/{request.FirstAvailable[choice].Name}";
                    if (found[i].Any(device => device.Request == name)) score += MaxAlternatives - choice;
                }
            }
        }

        return score;
    }

    public void Normalize(CycleState state, PodInfo pod, ReadOnlySpan<NodeInfo> nodes, Span<long> scores) => Scores.Normalize(scores, reverse: false);

    public Verdict? Reserve(CycleState state, PodInfo pod, NodeInfo node)
    {
        if (state.Get<PodClaims>(this) is not { ToAllocate.Count: > 0 } claims) return null;
        if (!claims.Found.TryGetValue(node, out var found))
        {
            if (FilterNode(claims, node) is { } refused) return refused;
            found = claims.Found[node];
        }

        var allocations = new AllocationResult[found.Length];
        for (var i = 0; i < found.Length; i++)
        {
            allocations[i] = Allocations.Describe(claims.ToAllocate[i], found[i], node.Name, cluster.Devices.Classes, NewShareId);
            cluster.Devices.Assume(claims.ToAllocate[i], allocations[i]);
        }

        claims.Reserved = allocations;
        return null;
    }

    public void Unreserve(CycleState state, PodInfo pod, NodeInfo node)
    {
        if (state.Get<PodClaims>(this) is not { Reserved: not null } claims) return;
        claims.Reserved = null;
        foreach (var claim in claims.ToAllocate) cluster.Devices.Forget(claim.Metadata.Uid);
    }

    public async Task<Verdict?> PreBindAsync(CycleState state, PodInfo pod, string node, CancellationToken cancellationToken)
    {
        if (_writer is null || state.Get<PodClaims>(this) is not { All.Count: > 0 } claims) return null;
        var reserved = claims.Reserved;
        foreach (var claim in claims.All)
        {
            var index = claims.ToAllocate.IndexOf(claim);
            var allocation = index < 0 || reserved is null ? null : reserved[index];
            await _writer.ReserveAsync(claim, allocation, pod.Pod, cancellationToken);
            if ((allocation ?? claim.Status.Allocation) is not { } all || await _writer.WaitUntilReadyAsync(claim, all, cancellationToken) is not { } problem) continue;
            await _writer.DeallocateAsync(claim, cancellationToken);
            return Verdict.Unschedulable(Name, problem);
        }

        return null;
    }

    public bool MayHelp(PodInfo pod, in ClusterChange change)
    {
        switch (change.Target)
        {
            case ChangeTarget.ResourceSlice or ChangeTarget.DeviceClass:
                return change.Action != ChangeAction.Deleted;
            case ChangeTarget.ResourceClaim:
                var before = change.Old as ResourceClaim;
                var after = change.New as ResourceClaim;
                var claim = (after ?? before)!;
                // Devices that come free help everybody; whatever else happens to a claim matters to its own pods.
                if (before?.Status.Allocation is not null && after?.Status.Allocation is null) return true;
                return claim.Metadata.Namespace == pod.Pod.Metadata.Namespace && ClaimNames.Uses(pod.Pod, claim.Metadata.Name);
            case ChangeTarget.WaitingPod:
                return change.New is Pod own && PodInfo.KeyOf(own) == pod.Key;
            case ChangeTarget.Node:
                return change.New is Node changed && (change.Old is not Node old || old.Metadata.Labels != changed.Metadata.Labels);
            default:
                return false;
        }
    }

    private static bool IsReservedFor(ResourceClaim claim, PodInfo pod)
    {
        foreach (var consumer in claim.Status.ReservedFor)
        {
            if (consumer.Uid == pod.Pod.Metadata.Uid) return true;
        }

        return false;
    }

    private PreFilterResult Refuse(string reason) => PreFilterResult.Refuse(Verdict.Unresolvable(Name, reason));

    private string? WhyImpossible(ResourceClaim claim)
    {
        foreach (var request in claim.Spec.Devices.Requests)
        {
            if (request.Exactly is { } exactly)
            {
                if (WhyNoClass(exactly.DeviceClassName, request.Name) is { } problem) return problem;
                continue;
            }

            if (request.FirstAvailable.Count == 0) return $"request {request.Name}: unsupported request type";
            foreach (var alternative in request.FirstAvailable)
            {
                if (WhyNoClass(alternative.DeviceClassName, $"{request.Name}/{alternative.Name}") is { } problem) return problem;
            }
        }

        return null;
    }

    private string? WhyNoClass(string name, string request)
    {
        if (name.Length == 0) return $"request {request}: unsupported request type";
        return cluster.Devices.Classes.Find("", name) is null ? $"request {request}: device class {name} does not exist" : null;
    }

    private Verdict? FilterNode(PodClaims claims, NodeInfo node)
    {
        var isThere = true;
        foreach (var claim in claims.All)
        {
            if (claim.Status.Allocation?.NodeSelector is not { } selector || selector.Matches(node.Node)) continue;
            isThere = false;
            if (!claims.Unavailable.Contains(claim)) claims.Unavailable.Add(claim);
        }

        if (claims.ToAllocate.Count > 0)
        {
            if (DeviceAllocator.Allocate(cluster.Devices, node, claims.ToAllocate, out var reason) is not { } found) return Verdict.Unresolvable(Name, reason);
            if (isThere) claims.Found[node] = found;
        }

        return isThere ? null : NotThere;
    }

    private string NewShareId()
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }

    /// <summary>The claims of a pod, and what was found for them on nodes.</summary>
    private sealed class PodClaims(List<ResourceClaim> all)
    {
        public List<ResourceClaim> All { get; } = all;

        public List<ResourceClaim> ToAllocate { get; } = all.FindAll(static claim => claim.Status.Allocation is null);

        public Dictionary<NodeInfo, IReadOnlyList<AllocatedDevice>[]> Found { get; } = [];

        public Dictionary<NodeInfo, Verdict?> Verdicts { get; } = [];

        /// <summary>Claims whose devices some node cannot use.</summary>
        public List<ResourceClaim> Unavailable { get; } = [];

        public AllocationResult[]? Reserved { get; set; }
    }
}
