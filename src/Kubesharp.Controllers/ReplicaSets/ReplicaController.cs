using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Selectors;
using Kubesharp.Client;
using Kubesharp.Controllers.Workloads;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Controllers.ReplicaSets;

/// <summary>Keeps as many pods of a ReplicaSet, or of another kind that means the same, running as it asks for.</summary>
public abstract class ReplicaController<TOwner> : IController
    where TOwner : class, IResource<TOwner>
{
    private const int Workers = 5;

    /// <summary>Pods created or deleted in one pass at most.</summary>
    private const int Burst = 500;
    private const string ByController = "controller";
    private readonly ControllerContext _context;
    private readonly IInformer<TOwner> _owners;
    private readonly IInformer<Pod> _pods;
    private readonly Expectations _expectations;
    private readonly PodControl _podControl;
    private readonly Ownership<TOwner, Pod> _ownership;
    private readonly WorkQueue<NamespacedName> _queue;
    private readonly ControllerLoop<NamespacedName> _loop;

    /// <param name="context">What every controller works with.</param>
    /// <param name="name">Name of the controller.</param>
    /// <param name="component">What reports in events.</param>
    protected ReplicaController(ControllerContext context, string name, string component)
    {
        _context = context;
        Name = name;
        var logger = context.Logs.CreateLogger(GetType());
        _owners = context.Informers.For<TOwner>();
        _pods = context.Informers.For<Pod>();
        _owners.AddIndex(ByController, ControllerKeys);
        _expectations = new Expectations(context.Time);
        _podControl = new PodControl(context.Client, new EventRecorder(context.Client, context.Time, component));
        _ownership = new Ownership<TOwner, Pod>(context.Client);
        _queue = new WorkQueue<NamespacedName>(context.Time);
        _loop = new ControllerLoop<NamespacedName>(Name, _queue, Workers, ReconcileAsync, logger);
    }

    public string Name { get; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _owners.WaitForSyncAsync(cancellationToken);
        await _pods.WaitForSyncAsync(cancellationToken);
        using var replicaSets = _owners.AddHandler(new InformerHandler<TOwner>
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

    /// <summary>The owner seen as a ReplicaSet.</summary>
    protected abstract ReplicaSet AsReplicaSet(TOwner owner);

    /// <summary>The owner with the status of the ReplicaSet that it was seen as.</summary>
    protected abstract TOwner WithStatus(TOwner owner, ReplicaSetStatus status);

    private static IEnumerable<string> ControllerKeys(TOwner owner) => owner.Metadata.GetControllerOf() is { } above ? [above.Uid] : [];

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
            if (!old.IsReady() && pod.IsReady() && _owners.Get(owner.Value.Namespace, owner.Value.Name) is { } value && AsReplicaSet(value) is { Spec.MinReadySeconds: > 0 } replicaSet)
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
        foreach (var owner in _owners.ByNamespace(pod.Metadata.Namespace))
        {
            if (Selector.TryFrom(AsReplicaSet(owner).Spec.Selector, out var selector, out _) && !selector.IsEverything && selector.Matches(pod.Metadata.Labels)) _queue.Add(NamespacedName.Of(owner));
        }
    }

    private NamespacedName? OwnerOf(Pod pod)
    {
        if (pod.Metadata.GetControllerOf() is not { } reference || !Owners.IsKind(reference, TOwner.Gvk)) return null;
        return _owners.Get(pod.Metadata.Namespace, reference.Name) is { } owner && owner.Metadata.Uid == reference.Uid ? NamespacedName.Of(owner) : null;
    }

    private async Task<ReconcileResult> ReconcileAsync(NamespacedName key, CancellationToken cancellationToken)
    {
        if (_owners.Get(key.Namespace, key.Name) is not { } owner)
        {
            _expectations.Forget(key);
            return ReconcileResult.Done;
        }

        var replicaSet = AsReplicaSet(owner);
        var satisfied = _expectations.Satisfied(key);
        var selector = Selector.From(replicaSet.Spec.Selector);
        var all = await _ownership.ClaimAsync(owner, selector, _pods.ByNamespace(key.Namespace).Where(pod => !pod.IsTerminal()), cancellationToken);
        var active = all.Where(pod => pod.IsActive()).ToList();
        Exception? failure = null;
        if (satisfied && replicaSet.Metadata.DeletionTimestamp is null) failure = await ManageAsync(key, owner, replicaSet, active, cancellationToken);
        var now = _context.Time.GetUtcNow();
        var status = ReplicaSetStatusCalculator.Calculate(replicaSet, all, _expectations.Deleting(key), failure, now);
        var updated = WithStatus(owner, status with { ObservedGeneration = replicaSet.Metadata.Generation });
        if (!updated.Equals(owner)) await _context.Client.For<TOwner>().UpdateStatusAsync(updated, cancellationToken);
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

    private async Task<Exception?> ManageAsync(NamespacedName key, TOwner owner, ReplicaSet replicaSet, List<Pod> active, CancellationToken cancellationToken)
    {
        var surplus = active.Count - (replicaSet.Spec.Replicas ?? 1);
        if (surplus == 0) return null;
        return surplus < 0
            ? await CreateAsync(key, owner, replicaSet, Math.Min(-surplus, Burst), cancellationToken)
            : await DeleteAsync(key, owner, active, Math.Min(surplus, Burst), cancellationToken);
    }

    private async Task<Exception?> CreateAsync(NamespacedName key, TOwner owner, ReplicaSet replicaSet, int count, CancellationToken cancellationToken)
    {
        _expectations.ExpectCreations(key, count);
        var pod = PodControl.FromTemplate(replicaSet.Spec.Template, owner);
        var (succeeded, failure) = await SlowStart.RunAsync(count, _ => _podControl.CreateAsync(pod, owner, cancellationToken));

        // What was not created will not be observed either.
        if (succeeded < count) _expectations.CreationObserved(key, count - succeeded);
        return failure is StatusException status && PodControl.IsNamespaceTerminating(status) ? null : failure;
    }

    private async Task<Exception?> DeleteAsync(NamespacedName key, TOwner owner, List<Pod> active, int count, CancellationToken cancellationToken)
    {
        var victims = active.Order(new DeletionOrder(RelatedPods(owner, active), _context.Time.GetUtcNow())).Take(count).ToList();
        _expectations.ExpectDeletions(key, victims.Select(pod => pod.Metadata.Uid));
        var failures = await Task.WhenAll(victims.Select(async pod =>
        {
            try
            {
                if (!await _podControl.DeleteAsync(pod, owner, cancellationToken)) _expectations.DeletionObserved(key, pod.Metadata.Uid);
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
    private IEnumerable<Pod> RelatedPods(TOwner owner, List<Pod> own)
    {
        if (owner.Metadata.GetControllerOf() is not { } controller) return own;
        var siblings = _owners.ByIndex(ByController, controller.Uid).Select(sibling => sibling.Metadata.Uid).ToHashSet(StringComparer.Ordinal);
        return _pods.ByNamespace(owner.Metadata.Namespace).Where(pod => pod.Metadata.GetControllerOf() is { } reference && siblings.Contains(reference.Uid));
    }
}
