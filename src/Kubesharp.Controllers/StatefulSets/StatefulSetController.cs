using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Selectors;
using Kubesharp.Client;
using Kubesharp.Controllers.Workloads;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Controllers.StatefulSets;

/// <summary>Keeps the pods of StatefulSets: each with a name, a place and storage of its own.</summary>
public sealed class StatefulSetController : IController
{
    private const int Workers = 5;
    private readonly ControllerContext _context;
    private readonly IInformer<StatefulSet> _sets;
    private readonly IInformer<Pod> _pods;
    private readonly IInformer<PersistentVolumeClaim> _claims;
    private readonly IInformer<ControllerRevision> _revisions;
    private readonly EventRecorder _events;
    private readonly StatefulPodControl _control;
    private readonly StatefulSetRevisions _history;
    private readonly Ownership<StatefulSet, Pod> _ownership;
    private readonly LastWrites _writes = new();
    private readonly WorkQueue<NamespacedName> _queue;
    private readonly ControllerLoop<NamespacedName> _loop;

    public StatefulSetController(ControllerContext context)
    {
        _context = context;
        _sets = context.Informers.For<StatefulSet>();
        _pods = context.Informers.For<Pod>();
        _claims = context.Informers.For<PersistentVolumeClaim>();
        _revisions = context.Informers.For<ControllerRevision>();
        _events = new EventRecorder(context.Client, context.Time, "statefulset-controller");
        _control = new StatefulPodControl(context.Client, _claims, _events);
        _history = new StatefulSetRevisions(context.Client, _revisions);
        _ownership = new Ownership<StatefulSet, Pod>(context.Client);
        _queue = new WorkQueue<NamespacedName>(context.Time);
        _loop = new ControllerLoop<NamespacedName>(Name, _queue, Workers, ReconcileAsync, context.Logs.CreateLogger<StatefulSetController>());
    }

    public string Name => "statefulset-controller";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _sets.WaitForSyncAsync(cancellationToken);
        await _pods.WaitForSyncAsync(cancellationToken);
        await _claims.WaitForSyncAsync(cancellationToken);
        await _revisions.WaitForSyncAsync(cancellationToken);
        using var sets = _sets.AddHandler(new InformerHandler<StatefulSet>
        {
            Added = (value, _) => _queue.Add(NamespacedName.Of(value)),
            Updated = (_, value) => _queue.Add(NamespacedName.Of(value)),
            Deleted = (value, _) => _writes.Forget(NamespacedName.Of(value)),
        });
        using var pods = _pods.AddHandler(ChildHandler.Create<StatefulSet, Pod>(_sets, static set => set.Spec.Selector, _queue));

        // A claim that goes may hold up the pod that is to come.
        using var claims = _claims.AddHandler(new InformerHandler<PersistentVolumeClaim> { Deleted = (claim, _) => EnqueueUsers(claim) });
        await _loop.RunAsync(cancellationToken);
    }

    private void EnqueueUsers(PersistentVolumeClaim claim)
    {
        foreach (var set in _sets.ByNamespace(claim.Metadata.Namespace))
        {
            if (set.Spec.VolumeClaimTemplates.Any(template => claim.Metadata.Name.StartsWith($"{template.Metadata.Name}-{set.Metadata.Name}-", StringComparison.Ordinal))) _queue.Add(NamespacedName.Of(set));
        }
    }

    private async Task<ReconcileResult> ReconcileAsync(NamespacedName key, CancellationToken cancellationToken)
    {
        if (_sets.Get(key.Namespace, key.Name) is not { } set || _writes.IsStale(set)) return ReconcileResult.Done;
        var selector = Selector.From(set.Spec.Selector);
        if (selector.IsEverything) return ReconcileResult.Done;
        var candidates = _pods.ByNamespace(key.Namespace).Where(pod => pod.Metadata.IsControlledBy(set.Metadata) || StatefulPods.Ordinal(set, pod) is not null);
        var pods = await _ownership.ClaimAsync(set, selector, candidates, cancellationToken);
        var known = await _history.ListAsync(set, selector, cancellationToken);
        var pair = await _history.CurrentAndUpdateAsync(set, known, cancellationToken);
        var now = _context.Time.GetUtcNow();
        var (status, failure) = await new StatefulSetPass(_control, _events, set, pair, pods, now).RunAsync(cancellationToken);
        if (status != set.Status) _writes.Wrote(await _context.Client.For<StatefulSet>().UpdateStatusAsync(set with { Status = status }, cancellationToken));
        if (failure is StatusException refused && PodControl.IsNamespaceTerminating(refused)) return ReconcileResult.Done;
        if (failure is not null) throw failure;
        await _history.TruncateAsync(set, known, pair, pods, cancellationToken);
        return NextAvailability(set, pods, now) is { } wait ? ReconcileResult.RequeueAfter(wait) : ReconcileResult.Done;
    }

    private static TimeSpan? NextAvailability(StatefulSet set, List<Pod> pods, DateTimeOffset now)
    {
        TimeSpan? next = null;
        foreach (var pod in pods)
        {
            if (PodStates.UntilAvailable(pod, set.Spec.MinReadySeconds, now) is { } wait && (next is null || wait < next)) next = wait;
        }

        return next;
    }
}
