using System.Globalization;
using System.Text;
using Kubesharp.Api;
using Kubesharp.Api.Coordination.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Serialization;
using Kubesharp.Client;
using Microsoft.Extensions.Logging;
using ConditionStatus = Kubesharp.Api.Core.V1.ConditionStatus;
using NodeObject = Kubesharp.Api.Core.V1.Node;

namespace Kubesharp.Node.Simulation;

/// <summary>
/// Nodes without machines: they register, send heartbeats, report the pods bound to them as running and let deleted pods go. Nothing is
/// executed, so thousands of them run in one process. Pods of Jobs end after a second, others when <see cref="SimulatedLife"/> says so.
/// </summary>
public sealed partial class SimulatedNodes : IComponent
{
    private const string LeaseNamespace = "kube-node-lease";
    private const int Workers = 16;
    private const int RegistrationsAtOnce = 32;

    /// <summary>What a container ends with that is told to stop by SIGTERM.</summary>
    private const int Stopped = 143;
    private static readonly TimeSpan RenewPeriod = TimeSpan.FromSeconds(10);
    private readonly KubernetesClient _client;
    private readonly int _count;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly InformerFactory _informers;
    private readonly IInformer<Pod> _pods;
    private readonly HashSet<string> _names;
    private readonly WorkQueue<NamespacedName> _queue;
    private readonly ControllerLoop<NamespacedName> _loop;
    private int _lastAddress;

    /// <param name="client">The API server, with the rights of all nodes.</param>
    /// <param name="count">Number of nodes; they are called <c>sim-0</c> and so on.</param>
    /// <param name="time">Clock of heartbeats.</param>
    /// <param name="logs">Makes the logger.</param>
    public SimulatedNodes(KubernetesClient client, int count, TimeProvider time, ILoggerFactory logs)
    {
        _client = client;
        _count = count;
        _time = time;
        _logger = logs.CreateLogger<SimulatedNodes>();
        _informers = new InformerFactory(client, time, logs);
        _pods = _informers.For<Pod>();
        _names = Enumerable.Range(0, count).Select(NameOf).ToHashSet(StringComparer.Ordinal);
        _queue = new WorkQueue<NamespacedName>(time);
        _loop = new ControllerLoop<NamespacedName>(Name, _queue, Workers, ReconcileAsync, _logger);
    }

    public string Name => "simulated-nodes";

    public async Task RunAsync(Action ready, CancellationToken cancellationToken)
    {
        await Parallel.ForAsync(0, _count, new ParallelOptions { MaxDegreeOfParallelism = RegistrationsAtOnce, CancellationToken = cancellationToken }, async (index, token) => await RegisterAsync(index, token));
        var informers = _informers.RunAsync(cancellationToken);
        using var handler = _pods.AddHandler(new InformerHandler<Pod>
        {
            Added = (pod, _) => Enqueue(pod),
            Updated = (_, pod) => Enqueue(pod),
        });
        await _pods.WaitForSyncAsync(cancellationToken);
        ready();
        await Task.WhenAll(informers, _loop.RunAsync(cancellationToken), HeartbeatAsync(cancellationToken));
    }

    private static string NameOf(int index) => string.Create(CultureInfo.InvariantCulture, $"sim-{index}");

    private void Enqueue(Pod pod)
    {
        if (_names.Contains(pod.Spec.NodeName)
            && (pod.IsTerminating() || pod.Status.Phase is PodPhase.Pending or "" || EndsAt(pod) is not null || pod.Spec.ReadinessGates.Count > 0))
            _queue.Add(NamespacedName.Of(pod));
    }

    private async Task RegisterAsync(int index, CancellationToken cancellationToken)
    {
        var name = NameOf(index);
        var nodes = _client.For<NodeObject>();
        var node = SimulatedNode.Make(name, index);
        try
        {
            await nodes.CreateAsync(node, cancellationToken);
        }
        catch (StatusException e) when (e.IsAlreadyExists)
        {
            Log.Known(_logger, name);
        }

        // A patch, because controllers write to the new node at the same time.
        var status = Encoding.UTF8.GetString(ApiJson.EncodeValue(SimulatedNode.WithStatus(node, index, _time.GetUtcNow()).Status));
        await nodes.PatchAsync("", name, PatchType.StrategicMerge, Encoding.UTF8.GetBytes($"{{\"status\":{status}}}"), cancellationToken, "status");
        await RenewAsync(name, cancellationToken);
    }

    private async Task HeartbeatAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(RenewPeriod, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                foreach (var name in _names) await RenewAsync(name, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Log.Stopped(_logger);
        }
    }

    private async Task RenewAsync(string name, CancellationToken cancellationToken)
    {
        var leases = _client.For<Lease>();
        var now = _time.GetUtcNow();
        try
        {
            var patch = Encoding.UTF8.GetBytes($"{{\"spec\":{{\"renewTime\":\"{now.UtcDateTime:yyyy-MM-ddTHH:mm:ss.ffffffZ}\"}}}}");
            await leases.PatchAsync(LeaseNamespace, name, PatchType.Merge, patch, cancellationToken);
        }
        catch (StatusException e) when (e.IsNotFound)
        {
            var node = await _client.For<NodeObject>().GetAsync("", name, cancellationToken);
            var owner = new OwnerReference { ApiVersion = "v1", Kind = "Node", Name = name, Uid = node.Metadata.Uid };
            await leases.CreateAsync(
                new Lease
                {
                    Metadata = new ObjectMeta { Name = name, Namespace = LeaseNamespace, OwnerReferences = [owner] },
                    Spec = new LeaseSpec { HolderIdentity = name, LeaseDurationSeconds = 40, RenewTime = now },
                },
                cancellationToken);
        }
        catch (StatusException e)
        {
            Log.NotRenewed(_logger, e, name);
        }
    }

    private async Task<ReconcileResult> ReconcileAsync(NamespacedName key, CancellationToken cancellationToken)
    {
        if (_pods.Get(key.Namespace, key.Name) is not { } pod) return ReconcileResult.Done;
        try
        {
            if (pod.IsTerminating()) await LetGoAsync(pod, cancellationToken);
            else if (pod.Status.Phase is PodPhase.Pending or "")
                await _client.For<Pod>().UpdateStatusAsync(pod with { Status = SimulatedPod.Running(pod, NextAddress(), _time.GetUtcNow()) }, cancellationToken);
            else if (SimulatedPod.Gated(pod, _time.GetUtcNow()) is { } gated) await _client.For<Pod>().UpdateStatusAsync(pod with { Status = gated }, cancellationToken);
            else if (EndsAt(pod) is { } end && end - _time.GetUtcNow() is var left && left > TimeSpan.Zero) return ReconcileResult.RequeueAfter(left);
            else if (EndsAt(pod) is not null)
                await _client.For<Pod>().UpdateStatusAsync(pod with { Status = SimulatedPod.Ended(pod, SimulatedLife.Of(pod).ExitCode, _time.GetUtcNow()) }, cancellationToken);
        }
        catch (StatusException e) when (e.IsNotFound)
        {
            // Gone already.
        }

        return ReconcileResult.Done;
    }

    /// <summary>When the containers of a running pod end; null when they run on.</summary>
    private static DateTimeOffset? EndsAt(Pod pod)
    {
        if (pod.Status.Phase != PodPhase.Running || SimulatedLife.Of(pod).Duration is not { } duration || pod.Status.ContainerStatuses.Count == 0) return null;
        return pod.Status.ContainerStatuses[0].State.Running?.StartedAt + duration;
    }

    /// <summary>Deletes a pod; while somebody keeps the object, its end is reported first.</summary>
    private async Task LetGoAsync(Pod pod, CancellationToken cancellationToken)
    {
        var ns = pod.Metadata.Namespace;
        if (pod.Metadata.Finalizers.Count > 0 && !pod.IsTerminal())
            await _client.For<Pod>().UpdateStatusAsync(pod with { Status = SimulatedPod.Over(pod, Stopped, _time.GetUtcNow()) }, cancellationToken);
        await _client.For<Pod>().DeleteAsync(ns, pod.Metadata.Name, cancellationToken, new DeleteOptions { GracePeriodSeconds = 0, Preconditions = new Preconditions { Uid = pod.Metadata.Uid } });
    }

    /// <summary>Addresses of a range that is reserved for benchmarks (RFC 2544); nobody answers there.</summary>
    private string NextAddress()
    {
        var number = (uint)Interlocked.Increment(ref _lastAddress) & 0x1FFFF;
        return string.Create(CultureInfo.InvariantCulture, $"198.{18 + (number >> 16)}.{(number >> 8) & 0xFF}.{number & 0xFF}");
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Found node {Node} registered", EventName = "Known")]
        public static partial void Known(ILogger logger, string node);

        [LoggerMessage(2, LogLevel.Warning, "Renewed the lease of node {Node} without success", EventName = "NotRenewed")]
        public static partial void NotRenewed(ILogger logger, Exception exception, string node);

        [LoggerMessage(3, LogLevel.Debug, "Stopped the simulated nodes", EventName = "Stopped")]
        public static partial void Stopped(ILogger logger);
    }
}
