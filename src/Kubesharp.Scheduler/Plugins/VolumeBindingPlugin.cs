using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Client;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Queue;

namespace Kubesharp.Scheduler.Plugins;

/// <summary>
/// Places pods where their volumes are or can be made. Claims that wait for their first pod get a volume, or the node at which one is to
/// be made, before the pod is bound.
/// </summary>
/// <param name="cluster">Claims, volumes and nodes.</param>
/// <param name="client">Where bindings are written; null when nothing is ever bound, as in simulations.</param>
/// <param name="bindTimeoutSeconds">How long binding may take.</param>
public sealed class VolumeBindingPlugin(ClusterState cluster, KubernetesClient? client, long bindTimeoutSeconds = 600)
    : SchedulerPlugin, IPreFilterPlugin, IFilterPlugin, IReservePlugin, IPreBindPlugin, ISelectivePlugin, IQueueingHintPlugin
{
    private const string SelectedNode = "volume.kubernetes.io/selected-node";
    private static readonly TimeSpan BindCheck = TimeSpan.FromSeconds(1);

    private static readonly Verdict Unbound = Verdict.Unresolvable(PluginNames.VolumeBinding, "pod has unbound immediate PersistentVolumeClaims");
    private static readonly Verdict Unreachable = Verdict.Unresolvable(PluginNames.VolumeBinding, "node(s) didn't match PersistentVolume's node affinity");
    private static readonly Verdict Gone = Verdict.Unresolvable(PluginNames.VolumeBinding, "node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)");
    private static readonly Verdict NoVolume = Verdict.Unresolvable(PluginNames.VolumeBinding, "node(s) didn't find available persistent volumes to bind");
    private static readonly Verdict NoStorage = Verdict.Unresolvable(PluginNames.VolumeBinding, "node(s) did not have enough free storage");

    private readonly VolumeMatcher _matcher = new(cluster);

    public override string Name => PluginNames.VolumeBinding;

    public bool Concerns(PodInfo pod) => pod.Class.Claims.Length > 0;

    public PreFilterResult PreFilter(CycleState state, PodInfo pod)
    {
        if (pod.Class.Claims.Length == 0) return PreFilterResult.Skip;
        var claims = new Claims();
        var isUnbound = false;
        foreach (var wanted in pod.Class.Claims)
        {
            if (ClaimLookup.Find(cluster, pod, wanted, Name, out var claim) is { } verdict) return PreFilterResult.Refuse(verdict);
            if (WhyUnusable(claim!) is { } reason) return PreFilterResult.Refuse(Verdict.Unresolvable(Name, reason));
            if (ClaimLookup.IsBound(claim!)) claims.Bound.Add(claim!);
            else if (claim!.Spec.VolumeName.Length == 0 && ClaimLookup.WaitsForConsumer(cluster, claim)) claims.Waiting.Add(claim);
            else isUnbound = true;
        }

        // Claims that are not there at all are told before those that wait for their volume.
        if (isUnbound) return PreFilterResult.Refuse(Unbound);
        state.Set(this, claims);
        return PreFilterResult.Continue;
    }

    public Verdict? Filter(CycleState state, PodInfo pod, NodeInfo node)
    {
        var claims = state.Get<Claims>(this)!;
        Verdict? bound = null;
        foreach (var claim in claims.Bound)
        {
            bound = cluster.Volumes.Find("", claim.Spec.VolumeName) is not { } volume ? Gone : ClaimLookup.IsReachable(volume, node) ? null : Unreachable;
            if (bound is not null) break;
        }

        Verdict? refusal = null;
        if (claims.Waiting.Count > 0)
        {
            var plan = _matcher.PlanFor(claims.Waiting, node);
            if (!plan.VolumesFound) refusal = NoVolume;
            else if (!plan.StorageFound) refusal = NoStorage;
        }

        if (bound is null) return refusal;
        return refusal is null ? bound : Verdict.Unresolvable(Name, [.. bound.Reasons, .. refusal.Reasons]);
    }

    public Verdict? Reserve(CycleState state, PodInfo pod, NodeInfo node)
    {
        if (state.Get<Claims>(this) is not { Waiting.Count: > 0 } claims) return null;
        var plan = _matcher.PlanFor(claims.Waiting, node);
        claims.Plan = plan;
        foreach (var (claim, volume) in plan.Bindings)
        {
            var promised = volume with { Spec = volume.Spec with { ClaimRef = ReferenceTo(claim) } };
            cluster.Volumes.Set(promised);
            claims.Volumes.Add((volume, promised));
        }

        foreach (var claim in plan.Provisions)
        {
            var promised = claim with { Metadata = claim.Metadata.WithAnnotation(SelectedNode, node.Name) };
            cluster.Claims.Set(promised);
            claims.Provisions.Add((claim, promised));
        }

        return null;
    }

    /// <summary>What the cluster has told since stands: it may be what this pod had done before it failed.</summary>
    public void Unreserve(CycleState state, PodInfo pod, NodeInfo node)
    {
        if (state.Get<Claims>(this) is not { } claims) return;
        foreach (var (before, promised) in claims.Volumes) TakeBack(cluster.Volumes, before, promised);
        foreach (var (before, promised) in claims.Provisions) TakeBack(cluster.Claims, before, promised);
        claims.Volumes.Clear();
        claims.Provisions.Clear();
    }

    public bool HasWork(CycleState state, PodInfo pod) => state.Get<Claims>(this)?.Plan is { } plan && plan.Bindings.Count + plan.Provisions.Count > 0;

    public async Task<Verdict?> PreBindAsync(CycleState state, PodInfo pod, string node, CancellationToken cancellationToken)
    {
        if (client is null || state.Get<Claims>(this)?.Plan is not { } plan) return null;
        foreach (var (claim, volume) in plan.Bindings)
        {
            var reference = ReferenceTo(claim);
            await client.For<PersistentVolume>().UpdateAsync(volume with { Spec = volume.Spec with { ClaimRef = reference } }, cancellationToken);
        }

        foreach (var claim in plan.Provisions)
        {
            var metadata = claim.Metadata;
            await client.For<PersistentVolumeClaim>().PatchAsync(metadata.Namespace, metadata.Name, PatchType.Merge, SelectedNodePatch(metadata.Uid, node), cancellationToken);
        }

        return null;
    }

    public async Task<Verdict?> WaitAsync(CycleState state, PodInfo pod, string node, CancellationToken cancellationToken)
    {
        if (client is null || state.Get<Claims>(this)?.Plan is not { } plan) return null;
        var deadline = client.Time.GetUtcNow() + TimeSpan.FromSeconds(bindTimeoutSeconds);
        foreach (var claim in plan.Bindings.Select(static binding => binding.Claim).Concat(plan.Provisions))
        {
            while (true)
            {
                var current = await client.For<PersistentVolumeClaim>().GetAsync(claim.Metadata.Namespace, claim.Metadata.Name, cancellationToken);
                if (ClaimLookup.IsBound(current)) break;

                // Who makes volumes and cannot make this one for the node takes the annotation away, so that another node is looked for.
                var isGivenUp = plan.Provisions.Contains(claim) && current.Metadata.Annotations.GetValueOrDefault(SelectedNode) != node;
                if (isGivenUp) return Verdict.Error(Name, $"binding volumes: provisioning failed for PVC {GoText.Quote(current.Metadata.Name)}");
                if (client.Time.GetUtcNow() >= deadline) return Verdict.Error(Name, "binding volumes: context deadline exceeded");
                await Task.Delay(BindCheck, client.Time, cancellationToken);
            }
        }

        return null;
    }

    public bool MayHelp(PodInfo pod, in ClusterChange change) => change.Target switch
    {
        ChangeTarget.Node => change.New is Node after && (change.Old is not Node before || before.Metadata.Labels != after.Metadata.Labels),
        ChangeTarget.PersistentVolumeClaim => change.New is PersistentVolumeClaim claim && claim.Metadata.Namespace == pod.Pod.Metadata.Namespace,
        ChangeTarget.PersistentVolume or ChangeTarget.StorageClass or ChangeTarget.CsiNode or ChangeTarget.CsiDriver or ChangeTarget.CsiStorageCapacity =>
            change.Action != ChangeAction.Deleted,
        _ => false,
    };

    private static void TakeBack<T>(ObjectTable<T> table, T before, T promised)
        where T : class, IResource<T>
    {
        if (ReferenceEquals(table.Find(promised.Metadata.Namespace, promised.Metadata.Name), promised)) table.Set(before);
    }

    private static ObjectReference ReferenceTo(PersistentVolumeClaim claim) => ObjectReference.Empty with
    {
        ApiVersion = "v1",
        Kind = "PersistentVolumeClaim",
        Namespace = claim.Metadata.Namespace,
        Name = claim.Metadata.Name,
        Uid = claim.Metadata.Uid,
        ResourceVersion = claim.Metadata.ResourceVersion,
    };

    private static byte[] SelectedNodePatch(string uid, string node) => JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, Dictionary<string, object>>
    {
        ["metadata"] = new() { ["uid"] = uid, ["annotations"] = new Dictionary<string, string> { [SelectedNode] = node } },
    });

    private static string? WhyUnusable(PersistentVolumeClaim claim)
    {
        var name = claim.Metadata.Name;
        if (claim.Status.Phase == PersistentVolumeClaimPhase.Lost) return $"persistentvolumeclaim \"{name}\" bound to non-existent persistentvolume \"{claim.Spec.VolumeName}\"";
        return claim.Metadata.DeletionTimestamp is null ? null : $"persistentvolumeclaim \"{name}\" is being deleted";
    }

    private sealed class Claims
    {
        public List<PersistentVolumeClaim> Bound { get; } = [];

        public List<PersistentVolumeClaim> Waiting { get; } = [];

        public VolumeMatcher.Plan? Plan { get; set; }

        /// <summary>Volumes as they were, and as others are to see them while the pod is on its way.</summary>
        public List<(PersistentVolume Before, PersistentVolume Promised)> Volumes { get; } = [];

        /// <summary>The same of claims.</summary>
        public List<(PersistentVolumeClaim Before, PersistentVolumeClaim Promised)> Provisions { get; } = [];
    }
}
