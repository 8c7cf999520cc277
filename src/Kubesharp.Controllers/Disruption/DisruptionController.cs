using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Policy.V1;
using Kubesharp.Api.Selectors;
using Kubesharp.Client;
using Kubesharp.Controllers.Workloads;
using Microsoft.Extensions.Logging;
using ConditionStatus = Kubesharp.Api.Core.V1.ConditionStatus;

namespace Kubesharp.Controllers.Disruption;

/// <summary>Says in the status of each disruption budget how many of its pods may be evicted now. The eviction subresource and preemption go by it.</summary>
public sealed class DisruptionController : IController
{
    private const int Workers = 5;
    private readonly KubernetesClient _client;
    private readonly TimeProvider _time;
    private readonly IInformer<PodDisruptionBudget> _budgets;
    private readonly IInformer<Pod> _pods;
    private readonly IInformer<ReplicationController> _replicationControllers;
    private readonly IInformer<Api.Apps.V1.Deployment> _deployments;
    private readonly IInformer<Api.Apps.V1.ReplicaSet> _replicaSets;
    private readonly IInformer<Api.Apps.V1.StatefulSet> _statefulSets;
    private readonly ScaleFinder _scales;
    private readonly EventRecorder _events;
    private readonly LastWrites _writes = new();
    private readonly WorkQueue<NamespacedName> _queue;
    private readonly WorkQueue<NamespacedName> _stalePods;
    private readonly ControllerLoop<NamespacedName> _loop;
    private readonly ControllerLoop<NamespacedName> _staleLoop;

    public DisruptionController(ControllerContext context)
    {
        var logger = context.Logs.CreateLogger<DisruptionController>();
        _client = context.Client;
        _time = context.Time;
        _budgets = context.Informers.For<PodDisruptionBudget>();
        _pods = context.Informers.For<Pod>();
        _replicationControllers = context.Informers.For<ReplicationController>();
        _deployments = context.Informers.For<Api.Apps.V1.Deployment>();
        _replicaSets = context.Informers.For<Api.Apps.V1.ReplicaSet>();
        _statefulSets = context.Informers.For<Api.Apps.V1.StatefulSet>();
        _scales = new ScaleFinder(context.Client, context.Informers);
        _events = new EventRecorder(context.Client, context.Time, "controllermanager");
        _queue = new WorkQueue<NamespacedName>(context.Time);
        _stalePods = new WorkQueue<NamespacedName>(context.Time);
        _loop = new ControllerLoop<NamespacedName>(Name, _queue, Workers, ReconcileAsync, logger);
        _staleLoop = new ControllerLoop<NamespacedName>(Name, _stalePods, 1, ResetStaleAsync, logger);
    }

    public string Name => "disruption-controller";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _budgets.WaitForSyncAsync(cancellationToken);
        await _pods.WaitForSyncAsync(cancellationToken);
        await _scales.WaitForSyncAsync(cancellationToken);
        using var budgets = _budgets.AddHandler(new InformerHandler<PodDisruptionBudget>
        {
            Added = (value, _) => _queue.Add(NamespacedName.Of(value)),
            Updated = (_, value) => _queue.Add(NamespacedName.Of(value)),
            Deleted = (value, _) => _writes.Forget(NamespacedName.Of(value)),
        });
        using var pods = _pods.AddHandler(new InformerHandler<Pod>
        {
            Added = (pod, _) => PodChanged(pod),
            Updated = (old, pod) =>
            {
                if (old.Metadata.Labels != pod.Metadata.Labels) EnqueueBudgets(old);
                PodChanged(pod);
            },
            Deleted = (pod, _) => EnqueueBudgets(pod),
        });
        using var replicationControllers = FollowScale(_replicationControllers, value => value.Spec.Replicas);
        using var deployments = FollowScale(_deployments, value => value.Spec.Replicas);
        using var replicaSets = FollowScale(_replicaSets, value => value.Spec.Replicas);
        using var statefulSets = FollowScale(_statefulSets, value => value.Spec.Replicas);
        await Task.WhenAll(_loop.RunAsync(cancellationToken), _staleLoop.RunAsync(cancellationToken));
    }

    /// <summary>A workload that changes its size changes the budgets of its namespace that are shares of it.</summary>
    private IDisposable FollowScale<T>(IInformer<T> informer, Func<T, int?> replicas)
        where T : class, IKubernetesObject<T> =>
        informer.AddHandler(new InformerHandler<T>
        {
            Added = (value, _) => EnqueueShares(value),
            Updated = (old, value) =>
            {
                if (replicas(old) != replicas(value)) EnqueueShares(value);
            },
            Deleted = (value, _) => EnqueueShares(value),
        });

    private void EnqueueShares(IKubernetesObject workload)
    {
        foreach (var budget in _budgets.ByNamespace(workload.Metadata.Namespace))
        {
            if (DisruptionBudget.NeedsScale(budget)) _queue.Add(NamespacedName.Of(budget));
        }
    }

    private void PodChanged(Pod pod)
    {
        EnqueueBudgets(pod);
        if (UntilStale(pod) is { } wait) _stalePods.AddAfter(NamespacedName.Of(pod), wait);
    }

    private void EnqueueBudgets(Pod pod)
    {
        foreach (var budget in _budgets.ByNamespace(pod.Metadata.Namespace))
        {
            if (Selects(budget, pod)) _queue.Add(NamespacedName.Of(budget));
        }
    }

    /// <summary>No selector selects nothing, an empty one everything.</summary>
    private static bool Selects(PodDisruptionBudget budget, Pod pod) =>
        budget.Spec.Selector is not null && Selector.TryFrom(budget.Spec.Selector, out var selector, out _) && selector.Matches(pod.Metadata.Labels);

    private async Task<ReconcileResult> ReconcileAsync(NamespacedName key, CancellationToken cancellationToken)
    {
        if (_budgets.Get(key.Namespace, key.Name) is not { } budget || _writes.IsStale(budget)) return ReconcileResult.Done;
        try
        {
            return await SyncAsync(budget, cancellationToken);
        }
        catch (Exception e) when (e is ScaleFinder.UnknownScaleException || (e is StatusException status && !status.IsConflict && !status.IsNotFound))
        {
            // What is not known is not allowed.
            await WriteAsync(budget, DisruptionBudget.Failed(budget, e.Message, Now()), cancellationToken);
            throw;
        }
    }

    private async Task<ReconcileResult> SyncAsync(PodDisruptionBudget budget, CancellationToken cancellationToken)
    {
        var now = Now();
        var pods = _pods.ByNamespace(budget.Metadata.Namespace).Where(pod => Selects(budget, pod)).ToList();
        if (pods.Count == 0) _events.Event(budget, EventTypes.Normal, "NoPods", "No matching pods found");
        foreach (var pod in pods) TellOfSeveral(budget, pod);
        var scale = 0;
        if (DisruptionBudget.NeedsScale(budget))
        {
            try
            {
                scale = await _scales.SumAsync(pods, cancellationToken);
            }
            catch (ScaleFinder.UnknownScaleException e)
            {
                _events.Event(budget, EventTypes.Warning, "CalculateExpectedPodCountFailed", $"Failed to calculate the number of expected pods: {e.Message}");
                throw;
            }
        }

        var (expected, desired) = DisruptionBudget.Wanted(budget, pods.Count, scale);
        var (pending, stale, next) = DisruptionBudget.Disrupted(budget, pods, now);
        foreach (var pod in stale) _events.Event(pod, EventTypes.Warning, "NotDeleted", $"Pod was expected by PDB {budget.Metadata.Namespace}/{budget.Metadata.Name} to be deleted but it wasn't");
        var healthy = DisruptionBudget.CountHealthy(pods, pending, now);
        await WriteAsync(budget, DisruptionBudget.Status(budget, healthy, desired, expected, pending, now), cancellationToken);
        return next is { } wait ? ReconcileResult.RequeueAfter(wait + TimeSpan.FromSeconds(1)) : ReconcileResult.Done;
    }

    private void TellOfSeveral(PodDisruptionBudget budget, Pod pod)
    {
        if (_budgets.ByNamespace(pod.Metadata.Namespace).Count(other => Selects(other, pod)) < 2) return;
        _events.Event(
            pod, EventTypes.Warning, "MultiplePodDisruptionBudgets",
            $"Pod {GoText.Quote(pod.Metadata.Namespace)}/{GoText.Quote(pod.Metadata.Name)} matches multiple PodDisruptionBudgets.  Chose {GoText.Quote(budget.Metadata.Name)} arbitrarily.");
    }

    private async Task WriteAsync(PodDisruptionBudget budget, PodDisruptionBudgetStatus status, CancellationToken cancellationToken)
    {
        if (status == budget.Status) return;
        _writes.Wrote(await _client.For<PodDisruptionBudget>().UpdateStatusAsync(budget with { Status = status }, cancellationToken));
    }

    /// <summary>Time until a pod that was to be disrupted but never was deleted counts as one that stays; null when it is not such a pod.</summary>
    private TimeSpan? UntilStale(Pod pod)
    {
        if (pod.IsTerminating() || pod.IsTerminal() || pod.Status.GetCondition(PodConditionType.DisruptionTarget) is not { Status: ConditionStatus.True } condition) return null;
        var left = condition.LastTransitionTime + DisruptionBudget.DeletionTimeout - _time.GetUtcNow();
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private async Task<ReconcileResult> ResetStaleAsync(NamespacedName key, CancellationToken cancellationToken)
    {
        if (_pods.Get(key.Namespace, key.Name) is not { } pod || UntilStale(pod) is not { } wait) return ReconcileResult.Done;
        if (wait > TimeSpan.Zero) return ReconcileResult.RequeueAfter(wait);
        var status = pod.Status.WithCondition(new PodCondition { Type = PodConditionType.DisruptionTarget, Status = ConditionStatus.False }, Now());
        var patch = PatchBuilder.StrategicMergePatch(pod, pod with { Status = status });
        await _client.For<Pod>().PatchAsync(key.Namespace, key.Name, PatchType.StrategicMerge, patch, cancellationToken, "status");
        return ReconcileResult.Done;
    }

    private DateTimeOffset Now()
    {
        var now = _time.GetUtcNow();
        return new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
    }
}
