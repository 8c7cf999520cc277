using Kubesharp.Api;
using Kubesharp.Api.Coordination.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Client;
using Microsoft.Extensions.Logging;
using ConditionStatus = Kubesharp.Api.Core.V1.ConditionStatus;

namespace Kubesharp.Controllers.NodeLifecycle;

/// <summary>
/// Watches the heartbeats of nodes: marks the conditions of a silent node Unknown, turns conditions into taints, and marks the pods
/// of a node that is not ready as not ready, so that Services stop using them.
/// </summary>
public sealed partial class NodeLifecycleController : IController
{
    private const string LeaseNamespace = "kube-node-lease";
    private const int Workers = 8;
    private static readonly TimeSpan MonitorPeriod = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(50);
    private static readonly TimeSpan StartupGrace = TimeSpan.FromSeconds(60);
    private readonly KubernetesClient _client;
    private readonly TimeProvider _time;
    private readonly EventRecorder _events;
    private readonly ILogger _logger;
    private readonly IInformer<Node> _nodes;
    private readonly IInformer<Lease> _leases;
    private readonly IInformer<Pod> _pods;
    private readonly Dictionary<string, NodeHealth> _health = new(StringComparer.Ordinal);
    private readonly WorkQueue<string> _queue;
    private readonly ControllerLoop<string> _loop;

    public NodeLifecycleController(ControllerContext context)
    {
        _client = context.Client;
        _time = context.Time;
        _events = new EventRecorder(context.Client, context.Time, "node-controller");
        _logger = context.Logs.CreateLogger<NodeLifecycleController>();
        _nodes = context.Informers.For<Node>();
        _leases = context.Informers.For<Lease>(LeaseNamespace);
        _pods = context.Informers.For<Pod>();
        _pods.AddIndex(PodIndexes.ByNode, PodIndexes.NodeKeys);
        _queue = new WorkQueue<string>(context.Time);
        _loop = new ControllerLoop<string>(Name, _queue, Workers, ReconcileTaintsAsync, _logger);
    }

    public string Name => "node-lifecycle-controller";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _nodes.WaitForSyncAsync(cancellationToken);
        await _leases.WaitForSyncAsync(cancellationToken);
        await _pods.WaitForSyncAsync(cancellationToken);
        using var nodes = _nodes.AddHandler(new InformerHandler<Node>
        {
            Added = (value, _) => _queue.Add(value.Metadata.Name),
            Updated = (_, value) => _queue.Add(value.Metadata.Name),
        });
        await Task.WhenAll(_loop.RunAsync(cancellationToken), MonitorAsync(cancellationToken));
    }

    private async Task MonitorAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(MonitorPeriod, _time);
        try
        {
            do
            {
                var nodes = _nodes.List();
                foreach (var node in nodes) await CheckAsync(node, cancellationToken);
                var names = nodes.Select(node => node.Metadata.Name).ToHashSet(StringComparer.Ordinal);
                foreach (var gone in _health.Keys.Where(name => !names.Contains(name)).ToList()) _health.Remove(gone);
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Log.Stopped(_logger);
        }
    }

    private async Task CheckAsync(Node node, CancellationToken cancellationToken)
    {
        try
        {
            var now = _time.GetUtcNow();
            var renewed = _leases.Get(LeaseNamespace, node.Metadata.Name)?.Spec.RenewTime;
            var health = NodeHealth.Next(_health.GetValueOrDefault(node.Metadata.Name), node, renewed, now);
            _health[node.Metadata.Name] = health;
            var grace = node.Status.GetCondition(NodeConditionType.Ready) is null ? StartupGrace : Grace;
            if (health.LastSeen + grace <= now && NodeConditionsWhenSilent.Apply(node, now) is { } silent) node = await ReportSilentAsync(node, silent, cancellationToken);
            if (node.Status.GetCondition(NodeConditionType.Ready) is { Status: not ConditionStatus.True }) await MarkPodsNotReadyAsync(node, cancellationToken);
        }
        catch (StatusException e)
        {
            Log.CheckFailed(_logger, e, node.Metadata.Name);
        }
    }

    private async Task<Node> ReportSilentAsync(Node node, Node silent, CancellationToken cancellationToken)
    {
        var wasReady = node.IsReady();
        var stored = await _client.For<Node>().UpdateStatusAsync(silent, cancellationToken);
        if (wasReady) _events.Event(node, EventTypes.Normal, "NodeNotReady", $"Node {node.Metadata.Name} status is now: NodeNotReady");
        return stored;
    }

    private async Task MarkPodsNotReadyAsync(Node node, CancellationToken cancellationToken)
    {
        foreach (var pod in _pods.ByIndex(PodIndexes.ByNode, node.Metadata.Name))
        {
            if (!pod.IsReady()) continue;
            var status = pod.Status.WithCondition(
                pod.Status.GetCondition(PodConditionType.Ready)! with { Status = ConditionStatus.False }, _time.GetUtcNow());
            try
            {
                await _client.For<Pod>().UpdateStatusAsync(pod with { Status = status }, cancellationToken);
                _events.Event(pod, EventTypes.Warning, "NodeNotReady", "Node is not ready");
            }
            catch (StatusException e) when (e.IsNotFound || e.IsConflict)
            {
                // Gone, or changed meanwhile; the next round looks again.
            }
        }
    }

    private async Task<ReconcileResult> ReconcileTaintsAsync(string name, CancellationToken cancellationToken)
    {
        if (_nodes.Get("", name) is not { } node) return ReconcileResult.Done;
        var taints = ConditionTaints.Apply(node, _time.GetUtcNow());
        var labels = NodeLabels.Apply(node.Metadata.Labels);
        if (taints == node.Spec.Taints && labels == node.Metadata.Labels) return ReconcileResult.Done;
        await _client.For<Node>().UpdateAsync(node with { Metadata = node.Metadata with { Labels = labels }, Spec = node.Spec with { Taints = taints } }, cancellationToken);
        return ReconcileResult.Done;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Checked node {Node} without success", EventName = "CheckFailed")]
        public static partial void CheckFailed(ILogger logger, Exception exception, string node);

        [LoggerMessage(2, LogLevel.Debug, "Stopped watching heartbeats", EventName = "Stopped")]
        public static partial void Stopped(ILogger logger);
    }
}
