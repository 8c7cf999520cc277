using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Scheduling.V1Alpha2;
using Kubesharp.Api.Serialization;
using Kubesharp.Client;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Devices;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Queue;
using Microsoft.Extensions.Logging;
using ConditionStatus = Kubesharp.Api.Core.V1.ConditionStatus;
using ResourceClaim = Kubesharp.Api.Resource.V1.ResourceClaim;

namespace Kubesharp.Scheduler.Effects;

/// <summary>Carries out what the scheduling loop decides, through the API, beside the loop.</summary>
/// <param name="client">The API.</param>
/// <param name="time">The clock.</param>
/// <param name="events">Recorder of events, by profile.</param>
/// <param name="post">Brings an action back into the scheduling loop.</param>
/// <param name="metrics">Where it is told how bindings go, or null.</param>
/// <param name="logger">The log.</param>
internal sealed partial class ApiEffects(
    KubernetesClient client, TimeProvider time, Func<string, EventRecorder> events, Action<Action<SchedulerCore>> post, SchedulerMetrics? metrics, ILogger logger)
    : ISchedulerEffects
{
    private const int StatusWriters = 8;
    private const string BindingRejected = "BindingRejected";

    /// <summary>What pods wait for before they may be tried at all, such as their claims, is mostly there at once, and then not worth telling.</summary>
    private static readonly TimeSpan NotReadyDelay = TimeSpan.FromSeconds(5);

    private readonly ResourceClient<Pod> _pods = client.For<Pod>();
    private readonly ClaimWriter _claims = new(client, TimeSpan.Zero);
    private readonly GroupStatusWriter _groups = new(client, time, logger);
    private readonly ConcurrentDictionary<string, StatusUpdate> _updates = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task> _writing = new(StringComparer.Ordinal);
    private readonly WorkQueue<string> _statusQueue = new(time, new WorkQueueOptions { Name = "scheduler-status", MaxDelay = TimeSpan.FromSeconds(30) });
    private readonly WorkQueue<string> _victimQueue = new(time, new WorkQueueOptions { Name = "scheduler-preemption", MaxDelay = TimeSpan.FromSeconds(30) });
    private readonly ConcurrentDictionary<string, Victim> _victims = new(StringComparer.Ordinal);
    private CancellationToken _stop;
    private int _bindings;

    /// <summary>Bindings that are being worked on; those that wait for others do not count.</summary>
    public int Bindings => Volatile.Read(ref _bindings);

    /// <summary>Writes conditions and deletes victims until told to stop.</summary>
    public Task RunAsync(CancellationToken cancellationToken)
    {
        _stop = cancellationToken;
        var status = new ControllerLoop<string>("scheduler-status", _statusQueue, StatusWriters, WriteStatusAsync, logger);
        var victims = new ControllerLoop<string>("scheduler-preemption", _victimQueue, StatusWriters, DeleteVictimAsync, logger);
        return Task.WhenAll(status.RunAsync(cancellationToken), victims.RunAsync(cancellationToken), _groups.RunAsync(cancellationToken));
    }

    public void Bind(SchedulingFramework framework, QueuedPod pod, CycleState state, NodeInfo node, Verdict? wait)
    {
        Interlocked.Increment(ref _bindings);
        metrics?.Binds(1);
        CancellationTokenSource? patience = null;
        if (wait is not null || HasWork(framework, state, pod.Info))
        {
            patience = CancellationTokenSource.CreateLinkedTokenSource(_stop);
            pod.GiveUp = () => _ = patience.CancelAsync();
        }

        _ = BindAsync(framework, pod, state, node.Name, wait, patience);
    }

    public void Refused(PodInfo pod, string reason, string message, string? nominatedNode, bool withEvent)
    {
        if (withEvent) events(pod.Pod.Spec.SchedulerName).Event(pod.Pod, null, EventTypes.Warning, "FailedScheduling", "Scheduling", message);
        _updates.AddOrUpdate(
            pod.Key,
            static (_, next) => next,
            static (_, previous, next) => next with { NominatedNode = next.NominatedNode ?? previous.NominatedNode },
            new StatusUpdate(pod.Pod, reason, message, nominatedNode));
        if (reason == SchedulerCore.ReasonNotReady) _statusQueue.AddAfter(pod.Key, NotReadyDelay);
        else _statusQueue.Add(pod.Key);
    }

    public void Preempt(PodInfo preemptor, string node, IReadOnlyList<PodInfo> victims)
    {
        foreach (var victim in victims)
        {
            // Pods on their way out go anyway.
            if (victim.Pod.IsTerminating()) continue;
            var message = $"Preempted by pod {preemptor.Pod.Metadata.Uid} on node {node}";
            events(preemptor.Pod.Spec.SchedulerName).Event(victim.Pod, preemptor.Pod, EventTypes.Normal, "Preempted", "Preempting", message);
            _victims[victim.Key] = new Victim(victim.Pod, preemptor.Pod.Spec.SchedulerName);
            _victimQueue.Add(victim.Key);
        }
    }

    public void Release(ResourceClaim claim) => _ = ReleaseAsync(claim);

    public void GroupDecided(PodGroup group, bool isScheduled, string message) => _groups.Note(group, isScheduled, message);

    public void ClearNomination(PodInfo pod)
    {
        _updates.AddOrUpdate(
            pod.Key,
            static (_, next) => next,
            static (_, previous, _) => previous with { NominatedNode = "" },
            new StatusUpdate(pod.Pod, "", "", ""));
        _statusQueue.Add(pod.Key);
    }

    private async Task ReleaseAsync(ResourceClaim claim)
    {
        try
        {
            await _claims.DeallocateAsync(claim, _stop);
        }
        catch (Exception e) when (e is StatusException or HttpRequestException or IOException or OperationCanceledException)
        {
            // The next attempt to place the pod asks for it again.
            Log.ReleaseFailed(logger, e, claim.Metadata.Namespace, claim.Metadata.Name);
        }
    }

    private static bool HasWork(SchedulingFramework framework, CycleState state, PodInfo pod)
    {
        foreach (var plugin in framework.Points.PreBind)
        {
            if (plugin.HasWork(state, pod)) return true;
        }

        return false;
    }

    /// <summary>Lets others be bound as long as a pod only waits.</summary>
    private async Task<T> AsideAsync<T>(Task<T> waiting)
    {
        if (waiting.IsCompleted) return await waiting;
        Interlocked.Decrement(ref _bindings);
        post(static _ => { });
        try
        {
            return await waiting;
        }
        finally
        {
            Interlocked.Increment(ref _bindings);
        }
    }

    /// <summary>Binds a pod; what it may have to wait for ends with <paramref name="patience"/>, which is there when its binding takes a while.</summary>
    private async Task BindAsync(SchedulingFramework framework, QueuedPod pod, CycleState state, string node, Verdict? wait, CancellationTokenSource? patience)
    {
        await Task.Yield();
        var failure = "";
        Verdict? refusal = null;
        try
        {
            await SettleStatusAsync(pod.Info.Key);
            if (patience is not null) await AnnounceAsync(pod.Info, node);
            if (wait is not null) refusal = await AsideAsync(WaitForPermitAsync(wait, patience!.Token));
            refusal ??= await RunBindPluginsAsync(framework, pod.Info, state, node, patience?.Token ?? _stop);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            Log.BindingStopped(logger, pod.Info.Key);
            return;
        }
        catch (OperationCanceledException) when (patience?.IsCancellationRequested == true)
        {
            // Of a pod that has gone nobody will be told.
            Log.BindingStopped(logger, pod.Info.Key);
            failure = $"node \"{node}\" not found";
        }
        catch (Exception e)
        {
            Log.BindingFailed(logger, e, pod.Info.Key, node);
            failure = e.Message;
        }

        if (refusal is not null || failure.Length > 0) await UndoAsync(framework, pod.Info, state);
        else
        {
            foreach (var plugin in framework.Points.PostBind) plugin.PostBind(state, pod.Info, node);
            events(framework.SchedulerName).Event(pod.Info.Pod, null, EventTypes.Normal, "Scheduled", "Binding", $"Successfully assigned {pod.Info.Key} to {node}");
        }

        post(core =>
        {
            Interlocked.Decrement(ref _bindings);
            pod.GiveUp = null;
            patience?.Dispose();
            metrics?.Binds(-1);
            if (failure.Length > 0) core.BindingFailed(pod, "SchedulerError", $"binding rejected: {failure}", []);
            else if (refusal is not null) core.BindingFailed(pod, refusal.IsRejection ? "Unschedulable" : "SchedulerError", refusal.Message, refusal.IsRejection ? [refusal.Plugin] : []);
            else core.BindingSucceeded(pod);
        });
    }

    private async Task UndoAsync(SchedulingFramework framework, PodInfo pod, CycleState state)
    {
        var plugins = framework.Points.PreBind;
        for (var i = plugins.Length - 1; i >= 0; i--)
        {
            try
            {
                await plugins[i].UndoPreBindAsync(state, pod, _stop);
            }
            catch (Exception e) when (e is StatusException or HttpRequestException or IOException or OperationCanceledException)
            {
                // The next attempt finds what is left.
                Log.UndoFailed(logger, e, pod.Key);
            }
        }
    }

    private async Task<Verdict?> WaitForPermitAsync(Verdict wait, CancellationToken patience)
    {
        var start = time.GetTimestamp();
        try
        {
            await wait.Released.WaitAsync(wait.Timeout, time, patience);
            metrics?.Permitted(agreed: true, time.GetElapsedTime(start));
            return null;
        }
        catch (TimeoutException)
        {
            metrics?.Permitted(agreed: false, time.GetElapsedTime(start));
            return Verdict.Unschedulable(wait.Plugin, $"rejected due to timeout after waiting {wait.Timeout.TotalSeconds:0}s at plugin {wait.Plugin}");
        }
    }

    private async Task<Verdict?> RunBindPluginsAsync(SchedulingFramework framework, PodInfo pod, CycleState state, string node, CancellationToken patience)
    {
        var start = time.GetTimestamp();
        Verdict? refused = null;
        foreach (var plugin in framework.Points.PreBind)
        {
            refused = await plugin.PreBindAsync(state, pod, node, _stop) ?? await AsideAsync(plugin.WaitAsync(state, pod, node, patience));
            if (refused is null) continue;
            if (!refused.IsRejection) refused = Verdict.Error(refused.Plugin, $"running PreBind plugin \"{refused.Plugin}\": {refused.Message}");
            break;
        }

        metrics?.Asked("PreBind", framework.SchedulerName, refused is null, time.GetElapsedTime(start));
        if (refused is not null) return refused;
        if (await framework.Extenders.BindAsync(pod, node, _stop)) return null;
        start = time.GetTimestamp();
        var isBound = false;
        foreach (var plugin in framework.Points.Bind)
        {
            isBound = await plugin.BindAsync(state, pod, node, _stop);
            if (isBound) break;
        }

        metrics?.Asked("Bind", framework.SchedulerName, isBound, time.GetElapsedTime(start));
        return isBound ? null : Verdict.Error(BindingRejected, "no plugin bound the pod");
    }

    /// <summary>Tells where a pod goes whose binding takes a while, for those who would otherwise make room for it elsewhere.</summary>
    private async Task AnnounceAsync(PodInfo pod, string node)
    {
        if (pod.Pod.Status.NominatedNodeName == node) return;
        try
        {
            var metadata = pod.Pod.Metadata;
            await _pods.PatchAsync(metadata.Namespace, metadata.Name, PatchType.StrategicMerge, Patch(new StatusUpdate(pod.Pod, "", "", node)), _stop, "status");
        }
        catch (Exception e) when (e is StatusException or HttpRequestException or IOException)
        {
            Log.NotAnnounced(logger, e, pod.Key, node);
        }
    }

    /// <summary>Drops what is still to be told of earlier refusals: told after the binding, it would make a bound pod look refused.</summary>
    private async Task SettleStatusAsync(string key)
    {
        _updates.TryRemove(key, out _);
        if (!_writing.TryGetValue(key, out var writing)) return;
        await writing;
        _updates.TryRemove(key, out _);
    }

    private async Task<ReconcileResult> WriteStatusAsync(string key, CancellationToken cancellationToken)
    {
        // Who finds no update any more finds that it is being written.
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _writing[key] = written.Task;
        try
        {
            if (_updates.TryRemove(key, out var update) && update.Changes()) await WriteStatusAsync(key, update, cancellationToken);
        }
        finally
        {
            _writing.TryRemove(key, out _);
            written.SetResult();
        }

        return ReconcileResult.Done;
    }

    private async Task WriteStatusAsync(string key, StatusUpdate update, CancellationToken cancellationToken)
    {
        try
        {
            var metadata = update.Pod.Metadata;
            await _pods.PatchAsync(metadata.Namespace, metadata.Name, PatchType.StrategicMerge, Patch(update), cancellationToken, "status");
        }
        catch (StatusException e) when (e.IsNotFound || e.IsConflict || e.IsInvalid)
        {
            // The pod has gone, or another one has taken its name.
            Log.StatusDropped(logger, key, e.Message);
        }
        catch
        {
            // Tried again, unless something newer has come.
            _updates.TryAdd(key, update);
            throw;
        }
    }

    private async Task<ReconcileResult> DeleteVictimAsync(string key, CancellationToken cancellationToken)
    {
        if (!_victims.TryGetValue(key, out var victim)) return ReconcileResult.Done;
        var metadata = victim.Pod.Metadata;
        try
        {
            await _pods.PatchAsync(metadata.Namespace, metadata.Name, PatchType.StrategicMerge, DisruptionPatch(metadata, victim.SchedulerName), cancellationToken, "status");
            await _pods.DeleteAsync(metadata.Namespace, metadata.Name, cancellationToken, DeleteOptions.Empty with { Preconditions = Preconditions.Empty with { Uid = metadata.Uid } });
        }
        catch (StatusException e) when (e.IsNotFound || e.IsConflict || e.IsInvalid)
        {
            Log.VictimGone(logger, key, e.Message);
        }

        _victims.TryRemove(key, out _);
        return ReconcileResult.Done;
    }

    private byte[] Patch(StatusUpdate update)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(buffer, ApiJson.WriterOptions);
        StartPatch(writer, update.Pod.Metadata);
        if (update.Reason.Length > 0)
        {
            var previous = update.Pod.Status.GetCondition(PodConditionType.PodScheduled);
            WriteCondition(writer, PodConditionType.PodScheduled, ConditionStatus.False, update.Reason, update.Message, update.Pod.Metadata.Generation, previous);
        }

        if (update.NominatedNode is { Length: > 0 } node) writer.WriteString("nominatedNodeName"u8, node);
        else if (update.NominatedNode is not null) writer.WriteNull("nominatedNodeName"u8);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private byte[] DisruptionPatch(ObjectMeta metadata, string schedulerName)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(buffer, ApiJson.WriterOptions);
        StartPatch(writer, metadata);
        WriteCondition(
            writer,
            PodConditionType.DisruptionTarget,
            ConditionStatus.True,
            "PreemptionByScheduler",
            $"{schedulerName}: preempting to accommodate a higher priority pod",
            metadata.Generation,
            null);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void StartPatch(Utf8JsonWriter writer, ObjectMeta metadata)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("metadata"u8);
        writer.WriteString("uid"u8, metadata.Uid);
        writer.WriteEndObject();
        writer.WriteStartObject("status"u8);
    }

    private void WriteCondition(Utf8JsonWriter writer, string type, string status, string reason, string message, long generation, PodCondition? previous)
    {
        var since = previous?.Status == status ? previous.LastTransitionTime : time.GetUtcNow();
        writer.WriteStartArray("conditions"u8);
        writer.WriteStartObject();
        writer.WriteString("type"u8, type);
        writer.WriteString("status"u8, status);
        writer.WriteString("reason"u8, reason);
        writer.WriteString("message"u8, message);
        writer.WriteNull("lastProbeTime"u8);
        writer.WriteString("lastTransitionTime"u8, since.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture));
        if (generation > 0) writer.WriteNumber("observedGeneration"u8, generation);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private sealed record Victim(Pod Pod, string SchedulerName);

    private sealed record StatusUpdate(Pod Pod, string Reason, string Message, string? NominatedNode)
    {
        /// <summary>Whether the pod does not say all of this yet.</summary>
        public bool Changes()
        {
            if (NominatedNode is not null && NominatedNode != Pod.Status.NominatedNodeName) return true;
            if (Reason.Length == 0) return false;
            var condition = Pod.Status.GetCondition(PodConditionType.PodScheduled);
            return condition is null
                || condition.Status != ConditionStatus.False
                || condition.Reason != Reason
                || condition.Message != Message
                || condition.ObservedGeneration != Pod.Metadata.Generation;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Failed to bind {Pod} to {Node}", EventName = "BindingFailed")]
        public static partial void BindingFailed(ILogger logger, Exception exception, string pod, string node);

        [LoggerMessage(2, LogLevel.Debug, "Binding of {Pod} was stopped", EventName = "BindingStopped")]
        public static partial void BindingStopped(ILogger logger, string pod);

        [LoggerMessage(3, LogLevel.Debug, "Dropped a status update of {Pod}: {Reason}", EventName = "StatusDropped")]
        public static partial void StatusDropped(ILogger logger, string pod, string reason);

        [LoggerMessage(5, LogLevel.Information, "Devices of claim {Namespace}/{Name} were not given back", EventName = "ReleaseFailed")]
        public static partial void ReleaseFailed(ILogger logger, Exception exception, string @namespace, string name);

        [LoggerMessage(6, LogLevel.Information, "What was written for {Pod} before its binding failed was not taken back", EventName = "UndoFailed")]
        public static partial void UndoFailed(ILogger logger, Exception exception, string pod);

        [LoggerMessage(7, LogLevel.Information, "Did not tell that {Pod} goes to {Node}", EventName = "NotAnnounced")]
        public static partial void NotAnnounced(ILogger logger, Exception exception, string pod, string node);

        [LoggerMessage(4, LogLevel.Debug, "Victim {Pod} has gone: {Reason}", EventName = "VictimGone")]
        public static partial void VictimGone(ILogger logger, string pod, string reason);
    }
}
