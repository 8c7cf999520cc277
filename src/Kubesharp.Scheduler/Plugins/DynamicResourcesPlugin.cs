using Kubesharp.Api;
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
/// <param name="time">The clock.</param>
/// <param name="filterTimeout">How long looking for devices on one node may take; zero for no limit.</param>
/// <param name="bindingTimeout">How long devices may take to get ready.</param>
public sealed class DynamicResourcesPlugin(ClusterState cluster, KubernetesClient? client, Random random, TimeProvider time, TimeSpan filterTimeout, TimeSpan bindingTimeout)
    : SchedulerPlugin, IPreEnqueuePlugin, IPreFilterPlugin, IFilterPlugin, IPostFilterPlugin, IScorePlugin, IReservePlugin, IPreBindPlugin, IQueueingHintPlugin, ISelectivePlugin
{
    /// <summary>Most pods that can share a claim.</summary>
    private const int MaxConsumers = 256;

    /// <summary>Most alternatives of a request; the best one scores as many points, the next one less.</summary>
    private const int MaxAlternatives = 8;

    private static readonly PostFilterResult NothingToFree = new(Verdict.Unschedulable(PluginNames.DynamicResources, "no new claims to deallocate"));
    private static readonly PostFilterResult StillNot = new(Verdict.Unschedulable(PluginNames.DynamicResources, "still not schedulable"));
    private static readonly PostFilterResult Freed = new(Verdict.Unschedulable(PluginNames.DynamicResources, "deallocation of ResourceClaim completed"));
    private static readonly PostFilterResult Deleted = new(Verdict.Unschedulable(PluginNames.DynamicResources, "deletion of ResourceClaim completed"));
    private static readonly PostFilterResult NoState = new(Verdict.Error(PluginNames.DynamicResources, "not found"));
    private static readonly Verdict NotThere = Verdict.Unresolvable(PluginNames.DynamicResources, "resourceclaim not available on the node");
    private static readonly Verdict Stale = Verdict.Unresolvable(PluginNames.DynamicResources, "cannot schedule extended resource claim");
    private static readonly Verdict NoResource = Verdict.Unresolvable(PluginNames.DynamicResources, "cannot fit resource");
    private static readonly Verdict InUse = Verdict.Unresolvable(PluginNames.DynamicResources, "resourceclaim in use");
    private static readonly PodClaims NoClaims = new([], null);

    private readonly ClaimWriter? _writer = client is null ? null : new ClaimWriter(client, bindingTimeout);

    public override string Name => PluginNames.DynamicResources;

    public override bool HasDefaultArguments => filterTimeout == DefaultFilterTimeout && bindingTimeout == DefaultBindingTimeout;

    private static TimeSpan DefaultFilterTimeout => TimeSpan.FromSeconds(10);

    private static TimeSpan DefaultBindingTimeout => TimeSpan.FromMinutes(10);

    public bool Concerns(PodInfo pod) => pod.Class.Spec.ResourceClaims.Count > 0 || ExtendedResources.AnyBacked(pod, cluster);

    public Verdict? PreEnqueue(PodInfo pod)
    {
        if (pod.Class.Spec.ResourceClaims.Count == 0) return null;
        return ClaimNames.Find(pod.Pod, cluster.Devices, out var reason) is null ? Verdict.Unresolvable(Name, reason) : null;
    }

    public PreFilterResult PreFilter(CycleState state, PodInfo pod)
    {
        state.Set(this, NoClaims);
        var wantsExtended = ExtendedResources.AnyBacked(pod, cluster);
        if (pod.Class.Spec.ResourceClaims.Count == 0 && !wantsExtended) return PreFilterResult.Skip;
        if (ClaimNames.Find(pod.Pod, cluster.Devices, out var reason) is not { } claims) return Refuse(reason);
        var extended = wantsExtended ? cluster.Devices.FindExtended(pod.Pod) ?? ExtendedResources.Make(pod.Pod) : null;
        if (claims.Count == 0 && extended is null) return PreFilterResult.Skip;
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

        state.Set(this, new PodClaims(claims, extended));
        return PreFilterResult.Continue;
    }

    public Verdict? Filter(CycleState state, PodInfo pod, NodeInfo node)
    {
        // Devices do not change while a pod is being placed; preemption asks for the same node many times.
        var claims = state.Get<PodClaims>(this)!;
        if (claims.Verdicts.TryGetValue(node, out var known)) return known;
        var verdict = FilterNode(claims, pod, node);
        claims.Verdicts[node] = verdict;
        return verdict;
    }

    public PostFilterResult PostFilter(CycleState state, PodInfo pod, Diagnosis diagnosis)
    {
        // Only a refusal before this plugin was asked leaves nothing behind, unless the pod is none of its business.
        if (state.Get<PodClaims>(this) is not { } claims) return state.PreFilterAborted ? NoState : NothingToFree;
        if (claims.All.Count == 0 && claims.Extended is null) return NothingToFree;
        foreach (var claim in claims.Unavailable)
        {
            if (claim.Status.ReservedFor.Count > 1 || (claim.Status.ReservedFor.Count == 1 && !IsReservedFor(claim, pod))) continue;
            diagnosis.ClaimToRelease = claim;
            return Freed;
        }

        // A claim for extended resources that is there already is left from an attempt that failed.
        if (claims.Extended is not { Metadata.Name.Length: > 0 } stale) return StillNot;
        diagnosis.ClaimToRelease = stale;
        return Deleted;
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
                    if (found.Devices[i].Any(device => device.Request == name)) score += MaxAlternatives - choice;
                }
            }
        }

        return score;
    }

    public void Normalize(CycleState state, PodInfo pod, ReadOnlySpan<NodeInfo> nodes, Span<long> scores) => Scores.Normalize(scores, reverse: false);

    public Verdict? Reserve(CycleState state, PodInfo pod, NodeInfo node)
    {
        if (state.Get<PodClaims>(this) is not { } claims || (claims.ToAllocate.Count == 0 && claims.Extended is null)) return null;
        if (!claims.Found.TryGetValue(node, out var found))
        {
            if (FilterNode(claims, pod, node) is { } refused) return refused;
            if (!claims.Found.TryGetValue(node, out found)) return null;
        }

        var reserved = new List<Reservation>(found.Devices.Length);
        for (var i = 0; i < found.Devices.Length; i++)
        {
            var claim = i < claims.ToAllocate.Count ? claims.ToAllocate[i] : found.Extended!;
            var allocation = Allocations.Describe(claim, found.Devices[i], node.Name, cluster.Devices.Classes, NewShareId);
            cluster.Devices.Assume(claim, allocation);
            reserved.Add(new(claim, allocation));
        }

        claims.Reserved = reserved;
        claims.Mappings = found.Mappings;
        return null;
    }

    public void Unreserve(CycleState state, PodInfo pod, NodeInfo node)
    {
        if (state.Get<PodClaims>(this) is not { Reserved.Count: > 0 } claims) return;
        foreach (var (claim, _) in claims.Reserved) cluster.Devices.Forget(claim.Metadata.Uid);
        claims.Reserved = [];
    }

    public bool HasWork(CycleState state, PodInfo pod) =>
        state.Get<PodClaims>(this) is { } claims && (claims.Reserved.Count > 0 || claims.All.Exists(claim => !IsReservedFor(claim, pod)));

    public async Task<Verdict?> PreBindAsync(CycleState state, PodInfo pod, string node, CancellationToken cancellationToken)
    {
        if (_writer is null || state.Get<PodClaims>(this) is not { } claims) return null;

        // All claims get their devices, and this pod as their user.
        var ready = claims.Awaited;
        foreach (var claim in claims.All)
        {
            var allocation = claims.Reserved.Find(entry => entry.Claim == claim)?.Allocation;
            if (!IsReservedFor(claim, pod))
            {
                await _writer.ReserveAsync(claim, allocation, pod.Pod, cancellationToken);
                claims.Written.Add(claim);
            }

            if ((allocation ?? claim.Status.Allocation) is { } all) ready.Add(new(claim, all));
        }

        if (claims.Reserved.Find(entry => entry.Claim != claims.Extended && ExtendedResources.IsExtended(entry.Claim)) is { } extended)
        {
            var made = await _writer.MakeAsync(extended.Claim, cancellationToken);
            claims.Made = made;
            await _writer.ReserveAsync(made, extended.Allocation, pod.Pod, cancellationToken);
            await _writer.NoteAsync(pod.Pod, made, claims.Mappings, cancellationToken);
            ready.Add(new(made, extended.Allocation));
        }

        return null;
    }

    /// <summary>Devices may have to be prepared.</summary>
    public async Task<Verdict?> WaitAsync(CycleState state, PodInfo pod, string node, CancellationToken cancellationToken)
    {
        if (_writer is null || state.Get<PodClaims>(this) is not { } claims) return null;
        foreach (var (claim, allocation) in claims.Awaited)
        {
            if (await _writer.WaitUntilReadyAsync(claim, allocation, cancellationToken) is { } problem) return Verdict.Error(Name, problem);
        }

        return null;
    }

    public async Task UndoPreBindAsync(CycleState state, PodInfo pod, CancellationToken cancellationToken)
    {
        if (_writer is null || state.Get<PodClaims>(this) is not { } claims) return;
        foreach (var claim in claims.Written) await _writer.ReleaseAsync(claim, pod.Pod, cancellationToken);
        if (claims.Made is { } made) await _writer.DeleteAsync(made, cancellationToken);
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

            if (request.FirstAvailable.Count == 0) return $"resource claim {claim.Metadata.Namespace}/{claim.Metadata.Name}, request {request.Name}: unknown request type";
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

    private Verdict? FilterNode(PodClaims claims, PodInfo pod, NodeInfo node)
    {
        // 1. Which resources have to come as devices depends on what the node offers.
        ResourceClaim? extended = null;
        ValueList<ContainerExtendedResourceRequest> mappings = default;
        if (claims.Extended is { } template)
        {
            if (template.Spec.Devices.Requests.Count > 0) return Stale;
            if (ExtendedResources.NeededOn(node, pod, cluster) is not { } needed) return NoResource;
            if (needed.Count > 0)
            {
                (var requests, mappings) = ExtendedResources.RequestsFor(pod.Pod, needed, cluster.Devices);
                extended = template with { Spec = template.Spec with { Devices = template.Spec.Devices with { Requests = requests } } };
            }
        }

        // 2. Claims that have devices must be able to use them here.
        var isThere = true;
        foreach (var claim in claims.All)
        {
            if (claim.Status.Allocation is not { } allocation) continue;
            if (allocation.NodeSelector?.Matches(node.Node) != false && !HasFailed(claim, allocation)) continue;
            isThere = false;
            if (!claims.Unavailable.Contains(claim)) claims.Unavailable.Add(claim);
        }

        // 3. The others must find some.
        if (claims.ToAllocate.Count > 0 || extended is not null)
        {
            IReadOnlyList<ResourceClaim> wanted = extended is null ? claims.ToAllocate : [.. claims.ToAllocate, extended];
            if (DeviceAllocator.Allocate(cluster.Devices, node, wanted, new TimeLimit(time, filterTimeout), out var refusal) is not { } devices) return refusal;
            if (isThere) claims.Found[node] = new(devices, extended, mappings);
        }

        return isThere ? null : NotThere;
    }

    /// <summary>Whether devices that had to be prepared never got ready.</summary>
    private bool HasFailed(ResourceClaim claim, AllocationResult allocation) => Allocations.ReadinessOf(claim, allocation, out _) switch
    {
        DeviceReadiness.Failed => true,
        DeviceReadiness.Pending => allocation.AllocationTimestamp is { } since && since + bindingTimeout < time.GetUtcNow(),
        _ => false,
    };

    private string NewShareId()
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }

    /// <summary>A claim and the devices it is to have.</summary>
    private sealed record Reservation(ResourceClaim Claim, AllocationResult Allocation);

    /// <summary>What was found on a node: devices for all claims without any, the one for extended resources last.</summary>
    private sealed record Choice(IReadOnlyList<AllocatedDevice>[] Devices, ResourceClaim? Extended, ValueList<ContainerExtendedResourceRequest> Mappings);

    /// <summary>The claims of a pod, and what was found for them on nodes.</summary>
    private sealed class PodClaims(List<ResourceClaim> all, ResourceClaim? extended)
    {
        /// <summary>The claims that the pod names.</summary>
        public List<ResourceClaim> All { get; } = all;

        public List<ResourceClaim> ToAllocate { get; } = all.FindAll(static claim => claim.Status.Allocation is null);

        /// <summary>The claim for extended resources: still to be made, without requests, or left from an attempt that failed.</summary>
        public ResourceClaim? Extended { get; } = extended;

        public Dictionary<NodeInfo, Choice> Found { get; } = [];

        public Dictionary<NodeInfo, Verdict?> Verdicts { get; } = [];

        /// <summary>Claims whose devices some node cannot use.</summary>
        public List<ResourceClaim> Unavailable { get; } = [];

        public List<Reservation> Reserved { get; set; } = [];

        /// <summary>Claims with devices that have to be ready before the pod is bound.</summary>
        public List<Reservation> Awaited { get; } = [];

        public ValueList<ContainerExtendedResourceRequest> Mappings { get; set; }

        /// <summary>Claims that were reserved for the pod through the API.</summary>
        public List<ResourceClaim> Written { get; } = [];

        /// <summary>The claim for extended resources as the API made it.</summary>
        public ResourceClaim? Made { get; set; }
    }
}
