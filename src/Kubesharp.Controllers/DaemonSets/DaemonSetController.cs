using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Selectors;
using Kubesharp.Client;
using Kubesharp.Controllers.Deployments;
using Kubesharp.Controllers.Workloads;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Controllers.DaemonSets;

/// <summary>Runs one pod of a DaemonSet on every node that it fits, and replaces them node by node when the template changes.</summary>
public sealed class DaemonSetController : IController
{
    private const int Workers = 2;
    private const int Burst = 250;
    private const string HashLabel = "controller-revision-hash";
    private const string GenerationLabel = "pod-template-generation";
    private const string GenerationAnnotation = "deprecated.daemonset.template.generation";
    private readonly ControllerContext _context;
    private readonly IInformer<DaemonSet> _daemonSets;
    private readonly IInformer<Pod> _pods;
    private readonly IInformer<Node> _nodes;
    private readonly IInformer<ControllerRevision> _revisions;
    private readonly Expectations _expectations;
    private readonly EventRecorder _events;
    private readonly PodControl _podControl;
    private readonly Ownership<DaemonSet, Pod> _ownership;
    private readonly RevisionHistory<DaemonSet> _history;
    private readonly WorkQueue<NamespacedName> _queue;
    private readonly ControllerLoop<NamespacedName> _loop;

    public DaemonSetController(ControllerContext context)
    {
        _context = context;
        _daemonSets = context.Informers.For<DaemonSet>();
        _pods = context.Informers.For<Pod>();
        _nodes = context.Informers.For<Node>();
        _revisions = context.Informers.For<ControllerRevision>();
        _expectations = new Expectations(context.Time);
        _events = new EventRecorder(context.Client, context.Time, "daemonset-controller");
        _podControl = new PodControl(context.Client, _events);
        _ownership = new Ownership<DaemonSet, Pod>(context.Client);
        _history = new RevisionHistory<DaemonSet>(context.Client, _revisions);
        _queue = new WorkQueue<NamespacedName>(context.Time);
        _loop = new ControllerLoop<NamespacedName>(Name, _queue, Workers, ReconcileAsync, context.Logs.CreateLogger<DaemonSetController>());
    }

    public string Name => "daemonset-controller";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _daemonSets.WaitForSyncAsync(cancellationToken);
        await _pods.WaitForSyncAsync(cancellationToken);
        await _nodes.WaitForSyncAsync(cancellationToken);
        await _revisions.WaitForSyncAsync(cancellationToken);
        using var daemonSets = _daemonSets.AddHandler(new InformerHandler<DaemonSet>
        {
            Added = (value, _) => _queue.Add(NamespacedName.Of(value)),
            Updated = (_, value) => _queue.Add(NamespacedName.Of(value)),
            Deleted = (value, _) => _queue.Add(NamespacedName.Of(value)),
        });
        using var pods = _pods.AddHandler(new InformerHandler<Pod>
        {
            Added = (value, _) => PodChanged(value, created: true),
            Updated = (old, value) =>
            {
                if (old.Metadata.GetControllerOf()?.Uid != value.Metadata.GetControllerOf()?.Uid) PodChanged(old, created: false);
                PodChanged(value, created: false);
            },
            Deleted = (value, _) => PodGone(value),
        });
        using var nodes = _nodes.AddHandler(new InformerHandler<Node>
        {
            Added = (_, _) => EnqueueAll(),
            Updated = (old, value) =>
            {
                if (old.Metadata.Labels != value.Metadata.Labels || old.Spec.Taints != value.Spec.Taints || old.Spec.Unschedulable != value.Spec.Unschedulable) EnqueueAll();
            },
            Deleted = (_, _) => EnqueueAll(),
        });
        await _loop.RunAsync(cancellationToken);
    }

    private void EnqueueAll()
    {
        foreach (var daemonSet in _daemonSets.List()) _queue.Add(NamespacedName.Of(daemonSet));
    }

    private void PodChanged(Pod pod, bool created)
    {
        if (OwnerOf(pod) is { } owner)
        {
            if (created) _expectations.CreationObserved(owner);
            if (pod.IsTerminating()) _expectations.DeletionObserved(owner, pod.Metadata.Uid);
            _queue.Add(owner);
        }
        else if (pod.Metadata.GetControllerOf() is null)
        {
            foreach (var daemonSet in _daemonSets.ByNamespace(pod.Metadata.Namespace))
            {
                if (Selector.TryFrom(daemonSet.Spec.Selector, out var selector, out _) && !selector.IsEverything && selector.Matches(pod.Metadata.Labels)) _queue.Add(NamespacedName.Of(daemonSet));
            }
        }
    }

    private void PodGone(Pod pod)
    {
        if (OwnerOf(pod) is not { } owner) return;
        _expectations.DeletionObserved(owner, pod.Metadata.Uid);
        _queue.Add(owner);
    }

    private NamespacedName? OwnerOf(Pod pod)
    {
        if (pod.Metadata.GetControllerOf() is not { } reference || !Owners.IsKind(reference, DaemonSet.Gvk)) return null;
        return _daemonSets.Get(pod.Metadata.Namespace, reference.Name) is { } owner && owner.Metadata.Uid == reference.Uid ? NamespacedName.Of(owner) : null;
    }

    private async Task<ReconcileResult> ReconcileAsync(NamespacedName key, CancellationToken cancellationToken)
    {
        if (_daemonSets.Get(key.Namespace, key.Name) is not { } daemonSet)
        {
            _expectations.Forget(key);
            return ReconcileResult.Done;
        }

        var selector = Selector.From(daemonSet.Spec.Selector);
        if (selector.IsEverything)
        {
            _events.Event(daemonSet, EventTypes.Warning, "SelectingAll", "This daemon set is selecting all pods. A non-empty selector is required.");
            return ReconcileResult.Done;
        }

        if (daemonSet.Metadata.IsBeingDeleted()) return ReconcileResult.Done;
        var hash = await CurrentRevisionAsync(daemonSet, cancellationToken);
        var pods = await _ownership.ClaimAsync(daemonSet, selector, _pods.ByNamespace(key.Namespace), cancellationToken);
        var plan = DaemonSetPlan.For(daemonSet, _nodes.List(), pods, hash, _context.Time.GetUtcNow());
        Exception? failure = null;
        if (_expectations.Satisfied(key)) failure = await ApplyAsync(key, daemonSet, plan, hash, cancellationToken);
        await ReportAsync(daemonSet, plan.Status, cancellationToken);
        if (failure is not null) throw failure;
        await _history.CleanUpAsync(daemonSet, daemonSet.Spec.RevisionHistoryLimit ?? 10, pods.Select(pod => pod.Metadata.GetLabel(HashLabel) ?? "").Append(hash).ToHashSet(StringComparer.Ordinal), cancellationToken);
        return plan.NextAvailability is { } wait ? ReconcileResult.RequeueAfter(wait) : ReconcileResult.Done;
    }

    private async Task<string> CurrentRevisionAsync(DaemonSet daemonSet, CancellationToken cancellationToken)
    {
        var hash = Revisions.Hash(daemonSet.Spec.Template, daemonSet.Status.CollisionCount);
        await _history.EnsureAsync(daemonSet, hash, daemonSet.Spec.Template, daemonSet.Spec.Selector!.MatchLabels, cancellationToken);
        return hash;
    }

    private async Task<Exception?> ApplyAsync(NamespacedName key, DaemonSet daemonSet, DaemonSetPlan plan, string hash, CancellationToken cancellationToken)
    {
        var create = plan.NodesToFill.Take(Burst).ToList();
        var delete = plan.PodsToDelete.Take(Burst).ToList();
        if (create.Count + delete.Count == 0) return null;
        _expectations.ExpectDeletions(key, delete.Select(pod => pod.Metadata.Uid));
        _expectations.ExpectCreationsToo(key, create.Count);
        var template = Labeled(daemonSet, hash);
        var (succeeded, failure) = await SlowStart.RunAsync(create.Count, index => _podControl.CreateAsync(PodFor(daemonSet, template, create[index]), daemonSet, cancellationToken));
        if (succeeded < create.Count) _expectations.CreationObserved(key, create.Count - succeeded);
        foreach (var pod in delete)
        {
            try
            {
                if (!await _podControl.DeleteAsync(pod, daemonSet, cancellationToken)) _expectations.DeletionObserved(key, pod.Metadata.Uid);
            }
            catch (StatusException e)
            {
                _expectations.DeletionObserved(key, pod.Metadata.Uid);
                failure ??= e;
            }
        }

        return failure is StatusException status && PodControl.IsNamespaceTerminating(status) ? null : failure;
    }

    private static PodTemplateSpec Labeled(DaemonSet daemonSet, string hash)
    {
        var labels = daemonSet.Spec.Template.Metadata.Labels.Set(HashLabel, hash);
        if (daemonSet.Metadata.GetAnnotation(GenerationAnnotation) is { } generation) labels = labels.Set(GenerationLabel, generation);
        return daemonSet.Spec.Template with { Metadata = daemonSet.Spec.Template.Metadata with { Labels = labels } };
    }

    /// <summary>The scheduler binds the pod; the affinity leaves it one node.</summary>
    private static Pod PodFor(DaemonSet daemonSet, PodTemplateSpec template, string nodeName)
    {
        var pod = PodControl.FromTemplate(template, daemonSet);
        return pod with { Spec = DaemonSetPlacement.PinTo(pod.Spec, nodeName) with { Tolerations = DaemonSetPlacement.Tolerations(pod.Spec) } };
    }

    private async Task ReportAsync(DaemonSet daemonSet, DaemonSetStatus status, CancellationToken cancellationToken)
    {
        if (status == daemonSet.Status) return;
        await _context.Client.For<DaemonSet>().UpdateStatusAsync(daemonSet with { Status = status }, cancellationToken);
    }
}
