using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Serialization;
using Kubesharp.Client;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Node.Pods;

/// <summary>
/// Writes pod statuses, a few at once and never two of the same pod: a status that changes while the one before it is on the way is
/// written after it, however often it changed.
/// </summary>
internal sealed partial class PodApi : IPodApi, IDisposable
{
    private const int Writers = 8;
    private readonly ResourceClient<Pod> _pods;
    private readonly Func<Pod, Pod?> _addressee;
    private readonly ILogger<PodApi> _logger;
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly WorkQueue<string> _queue;

    /// <summary>Makes a writer; nothing is written before <see cref="RunAsync"/>.</summary>
    /// <param name="client">The API server.</param>
    /// <param name="addressee">The pod in the API that the status of a pod is written to; null while there is none.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    public PodApi(KubernetesClient client, Func<Pod, Pod?> addressee, TimeProvider time, ILogger<PodApi> logger)
    {
        _addressee = addressee;
        _pods = client.For<Pod>();
        _queue = new WorkQueue<string>(time);
        _logger = logger;
    }

    /// <summary>Writes until cancelled.</summary>
    public Task RunAsync(CancellationToken cancel) => Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => WriteLoopAsync(cancel)));

    public void SetStatus(Pod pod, PodStatus status)
    {
        var entry = _entries.GetOrAdd(pod.Metadata.Uid, static _ => new Entry());
        lock (entry)
        {
            if (entry.Gone) return;
            var known = entry.Latest ?? pod.Status;
            if (known == status) return;
            entry.Pod = pod;
            entry.Latest = status;
            entry.Version++;
        }

        _queue.Add(pod.Metadata.Uid);
    }

    /// <summary>Writes the newest status once more, because another pod of the API gets it now.</summary>
    public void Resend(string podUid)
    {
        if (!_entries.TryGetValue(podUid, out var entry)) return;
        lock (entry)
        {
            entry.OnServer = null;
            entry.Version++;
        }

        _queue.Add(podUid);
    }

    public Task FlushAsync(string podUid, CancellationToken cancel)
    {
        if (!_entries.TryGetValue(podUid, out var entry)) return Task.CompletedTask;
        lock (entry)
        {
            if (entry.Gone || entry.Written == entry.Version) return Task.CompletedTask;
            entry.Flushed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return entry.Flushed.Task.WaitAsync(cancel);
        }
    }

    public async Task DeleteAsync(Pod pod, CancellationToken cancel)
    {
        try
        {
            var options = new DeleteOptions { GracePeriodSeconds = 0, Preconditions = new Preconditions { Uid = pod.Metadata.Uid } };
            await _pods.DeleteAsync(pod.Metadata.Namespace, pod.Metadata.Name, cancel, options);
        }
        catch (StatusException e) when (e.IsNotFound || e.IsConflict)
        {
            Log.PodGone(_logger, pod.Display(), e);
        }
    }

    public void Forget(string podUid)
    {
        if (_entries.TryRemove(podUid, out var entry)) MarkGone(entry);
    }

    public void Dispose() => _queue.Dispose();

    /// <summary>
    /// A strategic merge patch with every field that the node answers for; what it does not have becomes null. Conditions merge by
    /// type, so that those of others stay.
    /// </summary>
    /// <param name="pod">The pod.</param>
    /// <param name="status">Its new status.</param>
    /// <param name="before">The status it has now.</param>
    internal static byte[] Patch(Pod pod, PodStatus status, PodStatus before)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var json = new Utf8JsonWriter(buffer, ApiJson.WriterOptions))
        {
            json.WriteStartObject();
            json.WriteStartObject("metadata");
            json.WriteString("uid", pod.Metadata.Uid);
            json.WriteEndObject();
            json.WriteStartObject("status");
            json.WriteNumber("observedGeneration", status.ObservedGeneration);
            json.WriteString("phase", status.Phase);
            WriteText(json, "reason", status.Reason);
            WriteText(json, "message", status.Message);
            WriteText(json, "hostIP", status.HostIP);
            WriteText(json, "podIP", status.PodIP);
            WriteText(json, "qosClass", status.QosClass);
            WriteConditions(json, status.Conditions, before.Conditions);
            WriteIps(json, "hostIPs", status.HostIPs, before.HostIPs, ip => ip.Ip);
            WriteIps(json, "podIPs", status.PodIPs, before.PodIPs, ip => ip.Ip);
            if (status.StartTime is { } start) json.WriteString("startTime", Time(start));
            WriteList(json, "initContainerStatuses", status.InitContainerStatuses);
            WriteList(json, "containerStatuses", status.ContainerStatuses);
            WriteList(json, "ephemeralContainerStatuses", status.EphemeralContainerStatuses);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string value)
    {
        if (value.Length > 0) json.WriteString(name, value);
        else json.WriteNull(name);
    }

    private static void WriteConditions(Utf8JsonWriter json, ValueList<PodCondition> conditions, ValueList<PodCondition> before)
    {
        json.WriteStartArray("conditions");
        foreach (var condition in conditions)
        {
            if (!PodConditions.IsOwned(condition)) continue;
            json.WriteStartObject();
            json.WriteString("type", condition.Type);
            json.WriteString("status", condition.Status);
            json.WriteString("lastTransitionTime", Time(condition.LastTransitionTime));
            if (condition.ObservedGeneration != 0) json.WriteNumber("observedGeneration", condition.ObservedGeneration);
            WriteText(json, "reason", condition.Reason);
            WriteText(json, "message", condition.Message);
            json.WriteEndObject();
        }

        foreach (var condition in before)
        {
            if (!PodConditions.IsOwned(condition) || conditions.Any(now => now.Type == condition.Type)) continue;
            json.WriteStartObject();
            json.WriteString("$patch", "delete");
            json.WriteString("type", condition.Type);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteIps<T>(Utf8JsonWriter json, string name, ValueList<T> ips, ValueList<T> before, Func<T, string> text)
    {
        if (ips.Count == 0)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartArray(name);
        foreach (var ip in ips)
        {
            json.WriteStartObject();
            json.WriteString("ip", text(ip));
            json.WriteEndObject();
        }

        if (before.Count > 0 && before != ips)
        {
            // The list merges by address; the directive takes away those of an earlier sandbox.
            json.WriteStartObject();
            json.WriteString("$patch", "replace");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteList(Utf8JsonWriter json, string name, ValueList<ContainerStatus> statuses)
    {
        if (statuses.Count == 0)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartArray(name);
        foreach (var status in statuses) status.WriteJson(json);
        json.WriteEndArray();
    }

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static void MarkGone(Entry entry)
    {
        lock (entry)
        {
            entry.Gone = true;
            entry.Flushed?.TrySetResult();
            entry.Flushed = null;
        }
    }

    private async Task WriteLoopAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            var uid = await _queue.TakeAsync(cancel);
            try
            {
                await WriteAsync(uid, cancel);
                _queue.Forget(uid);
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancel.IsCancellationRequested)
            {
                Log.WriteFailed(_logger, uid, e);
                _queue.AddRateLimited(uid);
            }
            finally
            {
                _queue.Done(uid);
            }
        }
    }

    private async Task WriteAsync(string uid, CancellationToken cancel)
    {
        if (!_entries.TryGetValue(uid, out var entry)) return;
        Pod pod;
        PodStatus status;
        PodStatus before;
        long version;
        lock (entry)
        {
            if (entry.Gone || entry.Written == entry.Version) return;
            (pod, status, version) = (entry.Pod!, entry.Latest!, entry.Version);
            before = entry.OnServer ?? pod.Status;
        }

        if (_addressee(pod) is not { } addressee) return;
        if (pod.IsStatic()) before = addressee.Status;

        try
        {
            await _pods.PatchAsync(pod.Metadata.Namespace, pod.Metadata.Name, PatchType.StrategicMerge, Patch(addressee, status, before), cancel, "status");
        }
        catch (StatusException e) when (e.IsNotFound || e.IsConflict)
        {
            // Gone, or another pod has its name: the informer will say so.
            Log.PodGone(_logger, pod.Display(), e);
            if (!pod.IsStatic()) MarkGone(entry);
            return;
        }

        lock (entry)
        {
            entry.Written = version;
            entry.OnServer = status;
            if (entry.Written != entry.Version) return;
            entry.Flushed?.TrySetResult();
            entry.Flushed = null;
        }
    }

    private sealed class Entry
    {
        public Pod? Pod { get; set; }

        public PodStatus? Latest { get; set; }

        /// <summary>What was written last; the pod as the worker knows it may be older.</summary>
        public PodStatus? OnServer { get; set; }

        public long Version { get; set; }

        public long Written { get; set; }

        public bool Gone { get; set; }

        public TaskCompletionSource? Flushed { get; set; }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Status of pod {uid} was not written", EventName = "StatusWriteFailed")]
        public static partial void WriteFailed(ILogger logger, string uid, Exception e);

        [LoggerMessage(2, LogLevel.Debug, "Pod {pod} is gone from the API server", EventName = "PodGone")]
        public static partial void PodGone(ILogger logger, string pod, Exception e);
    }
}
