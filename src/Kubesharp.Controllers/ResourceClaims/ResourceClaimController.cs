using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Resource.V1;
using Kubesharp.Client;
using Microsoft.Extensions.Logging;
using ResourceClaim = Kubesharp.Api.Resource.V1.ResourceClaim;

namespace Kubesharp.Controllers.ResourceClaims;

/// <summary>
/// Makes claims for pods from templates, notes them in the status of the pods, takes reservations away that nobody needs any more, gives
/// devices back that no pod uses, and deletes claims whose pods are done.
/// </summary>
public sealed class ResourceClaimController : IController
{
    private const int Workers = 5;
    private const string Pods = "pods";
    private readonly ControllerContext _context;
    private readonly IInformer<Pod> _pods;
    private readonly IInformer<ResourceClaim> _claims;
    private readonly IInformer<ResourceClaimTemplate> _templates;
    private readonly EventRecorder _events;
    private readonly WorkQueue<Key> _queue;
    private readonly ControllerLoop<Key> _loop;

    public ResourceClaimController(ControllerContext context)
    {
        _context = context;
        _pods = context.Informers.For<Pod>();
        _claims = context.Informers.For<ResourceClaim>();
        _templates = context.Informers.For<ResourceClaimTemplate>();
        _events = new EventRecorder(context.Client, context.Time, "resource_claim");
        _queue = new WorkQueue<Key>(context.Time);
        _loop = new ControllerLoop<Key>(Name, _queue, Workers, ReconcileAsync, context.Logs.CreateLogger<ResourceClaimController>());
    }

    public string Name => "resourceclaim-controller";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _pods.WaitForSyncAsync(cancellationToken);
        await _claims.WaitForSyncAsync(cancellationToken);
        await _templates.WaitForSyncAsync(cancellationToken);
        using var pods = _pods.AddHandler(new InformerHandler<Pod>
        {
            Added = (pod, _) => PodChanged(pod, isDeleted: false),
            Updated = (_, pod) => PodChanged(pod, isDeleted: false),
            Deleted = (pod, _) => PodChanged(pod, isDeleted: true),
        });
        using var claims = _claims.AddHandler(new InformerHandler<ResourceClaim>
        {
            Added = (claim, _) => _queue.Add(new(IsPod: false, NamespacedName.Of(claim))),
            Updated = (_, claim) => _queue.Add(new(IsPod: false, NamespacedName.Of(claim))),
            Deleted = (claim, _) => ClaimDeleted(claim),
        });
        using var templates = _templates.AddHandler(new InformerHandler<ResourceClaimTemplate> { Added = (template, _) => TemplateAdded(template) });
        await _loop.RunAsync(cancellationToken);
    }

    private void PodChanged(Pod pod, bool isDeleted)
    {
        if (pod.Status.ExtendedResourceClaimStatus is { } extended) _queue.Add(new(IsPod: false, new(pod.Metadata.Namespace, extended.ResourceClaimName)));
        if (pod.Spec.ResourceClaims.Count == 0) return;
        if (!isDeleted && !ClaimPlan.IsDone(pod))
        {
            _queue.Add(new(IsPod: true, NamespacedName.Of(pod)));
            return;
        }

        foreach (var entry in pod.Spec.ResourceClaims)
        {
            if (ClaimPlan.NameOf(pod, entry, out _) is { } name) _queue.Add(new(IsPod: false, new(pod.Metadata.Namespace, name)));
        }
    }

    /// <summary>A claim that was taken away from its pod is made once more.</summary>
    private void ClaimDeleted(ResourceClaim claim)
    {
        if (claim.Metadata.GetControllerOf() is { Kind: "Pod" } owner) _queue.Add(new(IsPod: true, new(claim.Metadata.Namespace, owner.Name)));
    }

    private void TemplateAdded(ResourceClaimTemplate template)
    {
        foreach (var pod in _pods.ByNamespace(template.Metadata.Namespace))
        {
            foreach (var entry in pod.Spec.ResourceClaims)
            {
                if (entry.ResourceClaimTemplateName == template.Metadata.Name) _queue.Add(new(IsPod: true, NamespacedName.Of(pod)));
            }
        }
    }

    private Task<ReconcileResult> ReconcileAsync(Key key, CancellationToken cancellationToken) =>
        key.IsPod ? ReconcilePodAsync(key.Name, cancellationToken) : ReconcileClaimAsync(key.Name, cancellationToken);

    private async Task<ReconcileResult> ReconcilePodAsync(NamespacedName key, CancellationToken cancellationToken)
    {
        if (_pods.Get(key.Namespace, key.Name) is not { } pod || pod.IsTerminating() || ClaimPlan.IsDone(pod)) return ReconcileResult.Done;
        if (!ClaimPlan.NeedsWork(pod, name => _claims.Get(key.Namespace, name))) return ReconcileResult.Done;
        var statuses = pod.Status.ResourceClaimStatuses;
        foreach (var entry in pod.Spec.ResourceClaims)
        {
            try
            {
                statuses = await EnsureAsync(pod, entry, statuses, cancellationToken);
            }
            catch (StatusException e)
            {
                _events.Event(pod, EventTypes.Warning, "FailedResourceClaimCreation", $"PodResourceClaim {entry.Name}: {e.Message}");
                throw;
            }
        }

        if (statuses != pod.Status.ResourceClaimStatuses)
        {
            await _context.Client.For<Pod>().PatchDifferenceAsync(pod, pod with { Status = pod.Status with { ResourceClaimStatuses = statuses } }, "status", cancellationToken);
        }

        return ReconcileResult.Done;
    }

    private async Task<ValueList<PodResourceClaimStatus>> EnsureAsync(Pod pod, PodResourceClaim entry, ValueList<PodResourceClaimStatus> statuses, CancellationToken cancellationToken)
    {
        var ns = pod.Metadata.Namespace;
        if (ClaimPlan.NameOf(pod, entry, out var isKnown) is { } name && _claims.Get(ns, name) is { } existing)
        {
            // A pod that somebody else gave a node has nobody who reserves its claims.
            if (pod.IsScheduled() && existing.Status.Allocation is not null && !ClaimPlan.IsReservedFor(existing, pod))
            {
                var consumer = ResourceClaimConsumerReference.Empty with { Resource = Pods, Name = pod.Metadata.Name, Uid = pod.Metadata.Uid };
                await _context.Client.For<ResourceClaim>().UpdateStatusAsync(
                    existing with { Status = existing.Status with { ReservedFor = existing.Status.ReservedFor.Add(consumer) } }, cancellationToken);
            }

            return statuses;
        }

        if (entry.ResourceClaimTemplateName is not { } templateName || (isKnown && ClaimPlan.NameOf(pod, entry, out _) is null)) return statuses;

        // The claim may have been made before it could be noted: the cache, and the server when the cache lags behind, know.
        var made = ClaimPlan.FindMade(pod, entry, _claims.ByNamespace(ns));
        if (made is null)
        {
            var template = _templates.Get(ns, templateName) ?? await _context.Client.For<ResourceClaimTemplate>().GetAsync(ns, templateName, cancellationToken);
            var all = await _context.Client.For<ResourceClaim>().ListAsync(ns, null, cancellationToken);
            made = ClaimPlan.FindMade(pod, entry, all.Items) ?? await _context.Client.For<ResourceClaim>().CreateAsync(ClaimPlan.Make(pod, entry, template), cancellationToken);
        }

        return ClaimPlan.Record(statuses, entry.Name, made.Metadata.Name);
    }

    private async Task<ReconcileResult> ReconcileClaimAsync(NamespacedName key, CancellationToken cancellationToken)
    {
        if (_claims.Get(key.Namespace, key.Name) is not { } claim) return ReconcileResult.Done;
        var claims = _context.Client.For<ResourceClaim>();

        // 1. Reservations of pods that are gone or done.
        var needed = new List<ResourceClaimConsumerReference>();
        foreach (var consumer in claim.Status.ReservedFor)
        {
            if (consumer.ApiGroup.Length > 0 || consumer.Resource != Pods || await IsNeededAsync(key.Namespace, consumer, cancellationToken)) needed.Add(consumer);
        }

        var isOver = claim.Metadata.DeletionTimestamp is not null && needed.Count == 0 && claim.Status.Allocation is not null;
        var releases = isOver || (needed.Count < claim.Status.ReservedFor.Count && needed.Count == 0);
        if (needed.Count < claim.Status.ReservedFor.Count || isOver)
        {
            claim = await claims.UpdateStatusAsync(claim with { Status = ClaimPlan.Release(claim.Status, needed.ToValueList()) }, cancellationToken);
        }

        // 2. Without devices nothing needs protection; a claim that has not had any yet may be about to get some.
        if (ClaimPlan.CanDropFinalizer(claim) && (claim.Metadata.DeletionTimestamp is not null || releases))
        {
            claim = await claims.UpdateAsync(ClaimPlan.WithoutFinalizer(claim), cancellationToken);
        }

        // 3. A claim that was made for a pod which is done goes with it; that of a pod which is gone is left to the garbage collector.
        if (needed.Count > 0 || claim.Metadata.DeletionTimestamp is not null || claim.Metadata.GetControllerOf() is not { Kind: "Pod" } owner) return ReconcileResult.Done;
        if (_pods.Get(key.Namespace, owner.Name) is { } pod && (pod.Metadata.Uid != owner.Uid || ClaimPlan.IsDone(pod)))
        {
            await claims.DeleteAsync(key.Namespace, key.Name, cancellationToken, DeleteOptions.Empty with { Preconditions = Preconditions.Empty with { Uid = claim.Metadata.Uid } });
        }

        return ReconcileResult.Done;
    }

    private async Task<bool> IsNeededAsync(string ns, ResourceClaimConsumerReference consumer, CancellationToken cancellationToken)
    {
        // The cache may not have a new pod yet; only the server can say that one is gone.
        var pod = _pods.Get(ns, consumer.Name);
        if (pod is null || pod.Metadata.Uid != consumer.Uid) pod = await _context.Client.For<Pod>().TryGetAsync(ns, consumer.Name, cancellationToken);
        return pod is not null && pod.Metadata.Uid == consumer.Uid && !ClaimPlan.IsDone(pod);
    }

    private readonly record struct Key(bool IsPod, NamespacedName Name);
}
