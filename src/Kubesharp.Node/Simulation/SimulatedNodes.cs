using System.Globalization;
using System.Text;
using Kubesharp.Api;
using Kubesharp.Api.Coordination.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Client;
using Microsoft.Extensions.Logging;
using ConditionStatus = Kubesharp.Api.Core.V1.ConditionStatus;
using NodeObject = Kubesharp.Api.Core.V1.Node;

namespace Kubesharp.Node.Simulation;

/// <summary>
/// Nodes without machines: they register, send heartbeats, report the pods bound to them as running and let deleted pods go. Nothing is
/// executed, so thousands of them run in one process.
/// </summary>
public sealed partial class SimulatedNodes : IComponent
{
    private const string LeaseNamespace = "kube-node-lease";
    private const int Workers = 16;
    private const int RegistrationsAtOnce = 32;
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
        if (_names.Contains(pod.Spec.NodeName) && (pod.IsTerminating() || pod.Status.Phase is PodPhase.Pending or "")) _queue.Add(NamespacedName.Of(pod));
    }

    private async Task RegisterAsync(int index, CancellationToken cancellationToken)
    {
        var name = NameOf(index);
        var nodes = _client.For<NodeObject>();
        try
        {
            var created = await nodes.CreateAsync(SimulatedNode.Make(name, index), cancellationToken);
            await nodes.UpdateStatusAsync(SimulatedNode.WithStatus(created, index, _time.GetUtcNow()), cancellationToken);
        }
        catch (StatusException e) when (e.IsAlreadyExists)
        {
            Log.Known(_logger, name);
        }

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
            await leases.CreateAsync(
                new Lease { Metadata = new ObjectMeta { Name = name, Namespace = LeaseNamespace }, Spec = new LeaseSpec { HolderIdentity = name, LeaseDurationSeconds = 40, RenewTime = now } }, cancellationToken);
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
            if (pod.IsTerminating())
                await _client.For<Pod>().DeleteAsync(key.Namespace, key.Name, cancellationToken, new DeleteOptions { GracePeriodSeconds = 0, Preconditions = new Preconditions { Uid = pod.Metadata.Uid } });
            else if (pod.Status.Phase is PodPhase.Pending or "")
                await _client.For<Pod>().UpdateStatusAsync(pod with { Status = SimulatedPod.Running(pod, NextAddress(), _time.GetUtcNow()) }, cancellationToken);
        }
        catch (StatusException e) when (e.IsNotFound)
        {
            // Gone already.
        }

        return ReconcileResult.Done;
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
