using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Selectors;
using Kubesharp.Client;
using Kubesharp.Controllers.Workloads;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Controllers.ReplicaSets;

/// <summary>Keeps as many pods of a ReplicaSet running as it asks for.</summary>
public sealed class ReplicaSetController : IController
{
    private const int Workers = 5;

    /// <summary>Pods created or deleted in one pass at most.</summary>
    private const int Burst = 500;
    private const string ByController = "controller";
    private readonly ControllerContext _context;
    private readonly IInformer<ReplicaSet> _replicaSets;
    private readonly IInformer<Pod> _pods;
    private readonly Expectations _expectations;
    private readonly PodControl _podControl;
    private readonly Ownership<ReplicaSet, Pod> _ownership;
    private readonly WorkQueue<NamespacedName> _queue;
    private readonly ControllerLoop<NamespacedName> _loop;

    public ReplicaSetController(ControllerContext context)
    {
        _context = context;
        var logger = context.Logs.CreateLogger<ReplicaSetController>();
        _replicaSets = context.Informers.For<ReplicaSet>();
        _pods = context.Informers.For<Pod>();
        _replicaSets.AddIndex(ByController, ControllerKeys);
        _expectations = new Expectations(context.Time);
        _podControl = new PodControl(context.Client, new EventRecorder(context.Client, context.Time, "replicaset-controller"));
        _ownership = new Ownership<ReplicaSet, Pod>(context.Client);
        _queue = new WorkQueue<NamespacedName>(context.Time);
        _loop = new ControllerLoop<NamespacedName>(Name, _queue, Workers, ReconcileAsync, logger);
    }

    public string Name => "replicaset-controller";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _replicaSets.WaitForSyncAsync(cancellationToken);
        await _pods.WaitForSyncAsync(cancellationToken);
        using var replicaSets = _replicaSets.AddHandler(new InformerHandler<ReplicaSet>
        {
            Added = (value, _) => _queue.Add(NamespacedName.Of(value)),
            Updated = (_, value) => _queue.Add(NamespacedName.Of(value)),
            Deleted = (value, _) =>
            {
                _expectations.Forget(NamespacedName.Of(value));
                _queue.Add(NamespacedName.Of(value));
            },
        });
        using var pods = _pods.AddHandler(new InformerHandler<Pod> { Added = PodAdded, Updated = PodUpdated, Deleted = PodDeleted });
        await _loop.RunAsync(cancellationToken);
    }

    private static IEnumerable<string> ControllerKeys(ReplicaSet replicaSet) => replicaSet.Metadata.GetControllerOf() is { } owner ? [owner.Uid] : [];

    private void PodAdded(Pod pod, bool initial)
    {
        if (pod.Metadata.DeletionTimestamp is not null)
        {
            PodDeleted(pod, false);
            return;
        }

        if (OwnerOf(pod) is { } owner)
        {
            _expectations.CreationObserved(owner);
            _queue.Add(owner);
        }
        else if (pod.Metadata.GetControllerOf() is null)
        {
            EnqueueMatching(pod);
        }
    }

    private void PodUpdated(Pod old, Pod pod)
    {
        if (pod.Metadata.DeletionTimestamp is not null)
        {
            PodDeleted(pod, false);
            return;
        }

        var before = OwnerOf(old);
        var owner = OwnerOf(pod);
        if (before is not null && before != owner) _queue.Add(before.Value);
        if (owner is not null)
        {
            _queue.Add(owner.Value);
            if (!old.IsReady() && pod.IsReady() && _replicaSets.Get(owner.Value.Namespace, owner.Value.Name) is { Spec.MinReadySeconds: > 0 } replicaSet)
                _queue.AddAfter(owner.Value, TimeSpan.FromSeconds(replicaSet.Spec.MinReadySeconds + 1));
        }
        else if (pod.Metadata.GetControllerOf() is null && (before is not null || old.Metadata.Labels != pod.Metadata.Labels))
        {
            EnqueueMatching(pod);
        }
    }

    private void PodDeleted(Pod pod, bool stale)
    {
        if (OwnerOf(pod) is not { } owner) return;
        _expectations.DeletionObserved(owner, pod.Metadata.Uid);
        _queue.Add(owner);
    }

    private void EnqueueMatching(Pod pod)
    {
        foreach (var replicaSet in _replicaSets.ByNamespace(pod.Metadata.Namespace))
        {
            if (Selector.TryFrom(replicaSet.Spec.Selector, out var selector, out _) && !selector.IsEverything && selector.Matches(pod.Metadata.Labels)) _queue.Add(NamespacedName.Of(replicaSet));
        }
    }

    private NamespacedName? OwnerOf(Pod pod)
    {
        if (pod.Metadata.GetControllerOf() is not { } reference || !Owners.IsKind(reference, ReplicaSet.Gvk)) return null;
        return _replicaSets.Get(pod.Metadata.Namespace, reference.Name) is { } owner && owner.Metadata.Uid == reference.Uid ? NamespacedName.Of(owner) : null;
    }

    private async Task<ReconcileResult> ReconcileAsync(NamespacedName key, CancellationToken cancellationToken)
    {
        if (_replicaSets.Get(key.Namespace, key.Name) is not { } replicaSet)
        {
            _expectations.Forget(key);
            return ReconcileResult.Done;
        }

        var satisfied = _expectations.Satisfied(key);
        var selector = Selector.From(replicaSet.Spec.Selector);
        var all = await _ownership.ClaimAsync(replicaSet, selector, _pods.ByNamespace(key.Namespace).Where(pod => !pod.IsTerminal()), cancellationToken);
        var active = all.Where(pod => pod.IsActive()).ToList();
        Exception? failure = null;
        if (satisfied && replicaSet.Metadata.DeletionTimestamp is null) failure = await ManageAsync(key, replicaSet, active, cancellationToken);
        var now = _context.Time.GetUtcNow();
        var status = ReplicaSetStatusCalculator.Calculate(replicaSet, all, _expectations.Deleting(key), failure, now);
        if (status != replicaSet.Status || replicaSet.Status.ObservedGeneration != replicaSet.Metadata.Generation)
            await _context.Client.For<ReplicaSet>().UpdateStatusAsync(replicaSet with { Status = status with { ObservedGeneration = replicaSet.Metadata.Generation } }, cancellationToken);
        if (failure is not null) throw failure;
        return NextAvailability(replicaSet, active, now) is { } wait ? ReconcileResult.RequeueAfter(wait) : ReconcileResult.Done;
    }

    private static TimeSpan? NextAvailability(ReplicaSet replicaSet, List<Pod> active, DateTimeOffset now)
    {
        TimeSpan? next = null;
        foreach (var pod in active)
        {
            if (PodStates.UntilAvailable(pod, replicaSet.Spec.MinReadySeconds, now) is { } wait && (next is null || wait < next)) next = wait;
        }

        return next;
    }

    private async Task<Exception?> ManageAsync(NamespacedName key, ReplicaSet replicaSet, List<Pod> active, CancellationToken cancellationToken)
    {
        var surplus = active.Count - (replicaSet.Spec.Replicas ?? 1);
        if (surplus == 0) return null;
        return surplus < 0
            ? await CreateAsync(key, replicaSet, Math.Min(-surplus, Burst), cancellationToken)
            : await DeleteAsync(key, replicaSet, active, Math.Min(surplus, Burst), cancellationToken);
    }

    private async Task<Exception?> CreateAsync(NamespacedName key, ReplicaSet replicaSet, int count, CancellationToken cancellationToken)
    {
        _expectations.ExpectCreations(key, count);
        var pod = PodControl.FromTemplate(replicaSet.Spec.Template, replicaSet);
        var (succeeded, failure) = await SlowStart.RunAsync(count, _ => _podControl.CreateAsync(pod, replicaSet, cancellationToken));

        // What was not created will not be observed either.
        if (succeeded < count) _expectations.CreationObserved(key, count - succeeded);
        return failure is StatusException status && PodControl.IsNamespaceTerminating(status) ? null : failure;
    }

    private async Task<Exception?> DeleteAsync(NamespacedName key, ReplicaSet replicaSet, List<Pod> active, int count, CancellationToken cancellationToken)
    {
        var victims = active.Order(new DeletionOrder(RelatedPods(replicaSet, active), _context.Time.GetUtcNow())).Take(count).ToList();
        _expectations.ExpectDeletions(key, victims.Select(pod => pod.Metadata.Uid));
        var failures = await Task.WhenAll(victims.Select(async pod =>
        {
            try
            {
                if (!await _podControl.DeleteAsync(pod, replicaSet, cancellationToken)) _expectations.DeletionObserved(key, pod.Metadata.Uid);
                return null;
            }
            catch (StatusException e)
            {
                _expectations.DeletionObserved(key, pod.Metadata.Uid);
                return e;
            }
        }));
        return failures.FirstOrDefault(failure => failure is not null);
    }

    /// <summary>Pods of every ReplicaSet with the same controller, so that a rollout empties crowded nodes first.</summary>
    private IEnumerable<Pod> RelatedPods(ReplicaSet replicaSet, List<Pod> own)
    {
        if (replicaSet.Metadata.GetControllerOf() is not { } controller) return own;
        var siblings = _replicaSets.ByIndex(ByController, controller.Uid).Select(sibling => sibling.Metadata.Uid).ToHashSet(StringComparer.Ordinal);
        return _pods.ByNamespace(replicaSet.Metadata.Namespace).Where(pod => pod.Metadata.GetControllerOf() is { } owner && siblings.Contains(owner.Uid));
    }
}
