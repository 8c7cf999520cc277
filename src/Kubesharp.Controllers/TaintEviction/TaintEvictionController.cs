using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Client;
using Microsoft.Extensions.Logging;
using ConditionStatus = Kubesharp.Api.Core.V1.ConditionStatus;

namespace Kubesharp.Controllers.TaintEviction;

/// <summary>Deletes pods from nodes with NoExecute taints: at once, after the shortest toleration, or never, as the pods tolerate.</summary>
public sealed class TaintEvictionController : IController
{
    private const int Workers = 8;
    private readonly KubernetesClient _client;
    private readonly TimeProvider _time;
    private readonly EventRecorder _events;
    private readonly IInformer<Node> _nodes;
    private readonly IInformer<Pod> _pods;
    private readonly System.Collections.Concurrent.ConcurrentDictionary<NamespacedName, Scheduled> _scheduled = new();
    private readonly WorkQueue<NamespacedName> _queue;
    private readonly ControllerLoop<NamespacedName> _loop;

    public TaintEvictionController(ControllerContext context)
    {
        _client = context.Client;
        _time = context.Time;
        _events = new EventRecorder(context.Client, context.Time, "taint-eviction-controller");
        _nodes = context.Informers.For<Node>();
        _pods = context.Informers.For<Pod>();
        _pods.AddIndex(PodIndexes.ByNode, PodIndexes.NodeKeys);
        _queue = new WorkQueue<NamespacedName>(context.Time);
        _loop = new ControllerLoop<NamespacedName>(Name, _queue, Workers, ReconcileAsync, context.Logs.CreateLogger<TaintEvictionController>());
    }

    public string Name => "taint-eviction-controller";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _nodes.WaitForSyncAsync(cancellationToken);
        await _pods.WaitForSyncAsync(cancellationToken);
        using var nodes = _nodes.AddHandler(new InformerHandler<Node>
        {
            Added = (value, _) => EnqueuePods(value),
            Updated = (old, value) =>
            {
                if (old.Spec.Taints != value.Spec.Taints) EnqueuePods(value);
            },
        });
        using var pods = _pods.AddHandler(new InformerHandler<Pod>
        {
            Added = (value, _) => EnqueuePod(value),
            Updated = (old, value) =>
            {
                if (old.Spec.NodeName != value.Spec.NodeName || old.Spec.Tolerations != value.Spec.Tolerations) EnqueuePod(value);
            },
            Deleted = (value, stale) => Forget(NamespacedName.Of(value)),
        });
        await _loop.RunAsync(cancellationToken);
    }

    private void Forget(NamespacedName pod) => _scheduled.TryRemove(pod, out _);

    private void EnqueuePods(Node node)
    {
        foreach (var pod in _pods.ByIndex(PodIndexes.ByNode, node.Metadata.Name)) _queue.Add(NamespacedName.Of(pod));
    }

    private void EnqueuePod(Pod pod)
    {
        if (pod.IsScheduled()) _queue.Add(NamespacedName.Of(pod));
    }

    private async Task<ReconcileResult> ReconcileAsync(NamespacedName key, CancellationToken cancellationToken)
    {
        if (_pods.Get(key.Namespace, key.Name) is not { } pod || pod.IsTerminating() || _nodes.Get("", pod.Spec.NodeName) is not { } node)
        {
            _scheduled.TryRemove(key, out _);
            return ReconcileResult.Done;
        }

        var taints = node.Spec.Taints.Where(taint => taint.Effect == TaintEffect.NoExecute).ToList();
        if (NextEviction(pod, taints) is not { } delay)
        {
            if (_scheduled.TryRemove(key, out _)) _events.Event(pod, EventTypes.Normal, "TaintManagerEviction", $"Cancelling deletion of Pod {key}");
            return ReconcileResult.Done;
        }

        // A delay counts from when the pod first came under it; looking again must not start it anew.
        var now = _time.GetUtcNow();
        var scheduled = _scheduled.AddOrUpdate(key, _ => new Scheduled(pod.Metadata.Uid, now, delay), (_, present) => present.Uid == pod.Metadata.Uid ? present with { Delay = delay } : new Scheduled(pod.Metadata.Uid, now, delay));
        var due = scheduled.Since + scheduled.Delay;
        if (due > now) return ReconcileResult.RequeueAfter(due - now);
        await EvictAsync(pod, key, cancellationToken);
        return ReconcileResult.Done;
    }

    /// <summary>How long the pod may stay; null for ever.</summary>
    private static TimeSpan? NextEviction(Pod pod, List<Taint> taints)
    {
        if (taints.Count == 0) return null;
        long? shortest = null;
        foreach (var taint in taints)
        {
            var tolerated = false;
            foreach (var toleration in pod.Spec.Tolerations)
            {
                if (!toleration.ToleratesTaint(taint)) continue;
                tolerated = true;
                if (toleration.TolerationSeconds is { } seconds && (shortest is null || seconds < shortest)) shortest = Math.Max(0, seconds);
            }

            if (!tolerated) return TimeSpan.Zero;
        }

        return shortest is null ? null : TimeSpan.FromSeconds(shortest.Value);
    }

    private async Task EvictAsync(Pod pod, NamespacedName key, CancellationToken cancellationToken)
    {
        _events.Event(pod, EventTypes.Normal, "TaintManagerEviction", $"Marking for deletion Pod {key}");
        try
        {
            var status = pod.Status.WithCondition(
                new PodCondition { Type = "DisruptionTarget", Status = ConditionStatus.True, Reason = "DeletionByTaintManager", Message = "Taint manager: deleting due to NoExecute taint" }, _time.GetUtcNow());
            await _client.For<Pod>().UpdateStatusAsync(pod with { Status = status, Metadata = pod.Metadata with { ResourceVersion = "" } }, cancellationToken);
            await _client.For<Pod>().DeleteAsync(key.Namespace, key.Name, cancellationToken, new DeleteOptions { Preconditions = new Preconditions { Uid = pod.Metadata.Uid } });
        }
        catch (StatusException e) when (e.IsNotFound)
        {
            // Gone already.
        }

        _scheduled.TryRemove(key, out _);
    }

    private sealed record Scheduled(string Uid, DateTimeOffset Since, TimeSpan Delay);
}
