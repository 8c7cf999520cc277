using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Client;
using Microsoft.Extensions.Logging;
using ConditionStatus = Kubesharp.Api.Core.V1.ConditionStatus;

namespace Kubesharp.Controllers.PodGarbageCollection;

/// <summary>Deletes pods that nobody else will: those of nodes that are gone, those deleted before they were scheduled, and finished ones beyond the limit.</summary>
public sealed partial class PodGarbageCollector : IController
{
    private const int TerminatedThreshold = 12500;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Quarantine = TimeSpan.FromSeconds(40);
    private readonly KubernetesClient _client;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly IInformer<Node> _nodes;
    private readonly IInformer<Pod> _pods;
    private readonly Dictionary<string, DateTimeOffset> _missingNodes = new(StringComparer.Ordinal);

    public PodGarbageCollector(ControllerContext context)
    {
        _client = context.Client;
        _time = context.Time;
        _logger = context.Logs.CreateLogger<PodGarbageCollector>();
        _nodes = context.Informers.For<Node>();
        _pods = context.Informers.For<Pod>();
    }

    public string Name => "pod-garbage-collector-controller";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _nodes.WaitForSyncAsync(cancellationToken);
        await _pods.WaitForSyncAsync(cancellationToken);
        using var timer = new PeriodicTimer(Period, _time);
        try
        {
            do await CollectAsync(cancellationToken);
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Log.Stopped(_logger);
        }
    }

    private async Task CollectAsync(CancellationToken cancellationToken)
    {
        var pods = _pods.List();
        var terminated = pods.Where(pod => pod.IsTerminal() && !pod.IsTerminating()).ToList();
        foreach (var pod in terminated.OrderBy(pod => pod.Metadata.CreationTimestamp).Take(terminated.Count - TerminatedThreshold)) await DeleteAsync(pod, null, cancellationToken);
        foreach (var pod in pods.Where(pod => pod.IsTerminating() && !pod.IsScheduled())) await DeleteAsync(pod, null, cancellationToken);
        await CollectOrphansAsync(pods, cancellationToken);
    }

    /// <summary>A node must be missing for a while, and the server must say so too, before its pods go: the cache of nodes may lag behind that of pods.</summary>
    private async Task CollectOrphansAsync(IReadOnlyCollection<Pod> pods, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var orphans = pods.Where(pod => pod.IsScheduled() && _nodes.Get("", pod.Spec.NodeName) is null).GroupBy(pod => pod.Spec.NodeName).ToList();
        foreach (var back in _missingNodes.Keys.Except(orphans.Select(group => group.Key)).ToList()) _missingNodes.Remove(back);
        foreach (var group in orphans)
        {
            if (!_missingNodes.TryAdd(group.Key, now) && now - _missingNodes[group.Key] >= Quarantine && await _client.For<Node>().TryGetAsync("", group.Key, cancellationToken) is null)
            {
                var condition = new PodCondition { Type = "DisruptionTarget", Status = ConditionStatus.True, Reason = "DeletionByPodGC", Message = "PodGC: node no longer exists" };
                foreach (var pod in group) await DeleteAsync(pod, condition, cancellationToken);
            }
        }
    }

    private async Task DeleteAsync(Pod pod, PodCondition? condition, CancellationToken cancellationToken)
    {
        try
        {
            if (!pod.IsTerminal())
            {
                var status = pod.Status with { Phase = PodPhase.Failed };
                if (condition is not null) status = status.WithCondition(condition, _time.GetUtcNow());
                await _client.For<Pod>().UpdateStatusAsync(pod with { Status = status, Metadata = pod.Metadata with { ResourceVersion = "" } }, cancellationToken);
            }

            await _client.For<Pod>().DeleteAsync(
                pod.Metadata.Namespace, pod.Metadata.Name, cancellationToken, new DeleteOptions { GracePeriodSeconds = 0, Preconditions = new Preconditions { Uid = pod.Metadata.Uid } });
        }
        catch (StatusException e) when (e.IsNotFound)
        {
            // Gone already.
        }
        catch (StatusException e)
        {
            Log.Failed(_logger, e, NamespacedName.Of(pod));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Deleted pod {Pod} without success", EventName = "Failed")]
        public static partial void Failed(ILogger logger, Exception exception, NamespacedName pod);

        [LoggerMessage(2, LogLevel.Debug, "Stopped collecting pods", EventName = "Stopped")]
        public static partial void Stopped(ILogger logger);
    }
}
