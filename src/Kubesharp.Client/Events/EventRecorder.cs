using System.Globalization;
using System.Threading.Channels;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Serialization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubesharp.Client;

/// <summary>
/// Tells the users of an object what happens to it. Recording never waits and never fails the caller: events go through a bounded queue, in which
/// repeated ones are counted up, similar ones combined, and floods cut off; when the queue is full, events are dropped.
/// </summary>
public sealed partial class EventRecorder : IAsyncDisposable
{
    private const int MaxQueued = 1000;
    private const int MaxTries = 12;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(10);

    private readonly ResourceClient<Event> _events;
    private readonly TimeProvider _time;
    private readonly EventSource _source;
    private readonly EventCorrelator _correlator;
    private readonly Random _random;
    private readonly ILogger _logger;
    private readonly Channel<Event> _queue = Channel.CreateBounded<Event>(new BoundedChannelOptions(MaxQueued) { SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private Task? _pump;
    private long _dropped;

    /// <param name="client">Writes the events.</param>
    /// <param name="time">Clock of the timestamps, of combining and of flood control.</param>
    /// <param name="component">What reports, such as <c>deployment-controller</c>.</param>
    /// <param name="host">Node it reports from; empty for none.</param>
    /// <param name="logger">Where lost events are told.</param>
    /// <param name="random">Source of chance for delays; the client's when null.</param>
    public EventRecorder(KubernetesClient client, TimeProvider time, string component, string host = "", ILogger? logger = null, Random? random = null)
    {
        _events = client.For<Event>();
        _time = time;
        _source = EventSource.Empty with { Component = component, Host = host };
        _correlator = new EventCorrelator(time);
        _random = random ?? client.Random;
        _logger = logger ?? NullLogger.Instance;
    }

    /// <summary>Events dropped because the queue was full.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Records an event of an object.</summary>
    /// <param name="regarding">The object.</param>
    /// <param name="type">One of <see cref="EventTypes"/>.</param>
    /// <param name="reason">Why, in one word of capital camel case, for machines.</param>
    /// <param name="message">What happened, for people.</param>
    public void Event(IKubernetesObject regarding, string type, string reason, string message) =>
        Event(ObjectReferences.To(regarding), type, reason, message);

    /// <summary>Records an event of an object that another one has to do with.</summary>
    /// <param name="regarding">The object.</param>
    /// <param name="related">The other one, or null.</param>
    /// <param name="type">One of <see cref="EventTypes"/>.</param>
    /// <param name="reason">Why, in one word of capital camel case, for machines.</param>
    /// <param name="action">What was being done, in one word, for machines.</param>
    /// <param name="message">What happened, for people.</param>
    public void Event(IKubernetesObject regarding, IKubernetesObject? related, string type, string reason, string action, string message) =>
        Record(ObjectReferences.To(regarding), type, reason, message, default, action, related is null ? null : ObjectReferences.To(related));

    /// <summary>Records an event of an object or a part of it, as <see cref="ObjectReferences.To"/> names it.</summary>
    public void Event(ObjectReference regarding, string type, string reason, string message, ValueMap<string> annotations = default) =>
        Record(regarding, type, reason, message, annotations, "", null);

    private void Record(ObjectReference regarding, string type, string reason, string message, ValueMap<string> annotations, string action, ObjectReference? related)
    {
        var now = _time.GetUtcNow();
        var nanoseconds = (now - DateTimeOffset.UnixEpoch).Ticks * 100;
        var seconds = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        var value = Api.Core.V1.Event.Empty with
        {
            Metadata = ObjectMeta.Empty with
            {
                Name = string.Create(CultureInfo.InvariantCulture, $"{regarding.Name}.{nanoseconds:x}"),
                Namespace = regarding.Namespace.Length > 0 ? regarding.Namespace : "default",
                Annotations = annotations,
            },
            InvolvedObject = regarding,
            Reason = reason,
            Message = message,
            Source = _source,
            ReportingComponent = _source.Component,
            ReportingInstance = _source.Host,
            FirstTimestamp = seconds,
            LastTimestamp = seconds,
            Count = 1,
            Type = type,
            Action = action,
            Related = related,
        };
        if (!_queue.Writer.TryWrite(value))
        {
            Interlocked.Increment(ref _dropped);
            Log.Dropped(_logger, value.Metadata.Name, reason);
            return;
        }

        EnsurePump();
    }

    /// <summary>Waits until every event recorded so far has been written or given up.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        Task? pump;
        lock (_gate) pump = _pump;
        if (pump is not null) await pump.WaitAsync(cancellationToken);
    }

    /// <summary>Stops writing; events still queued are lost.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        _stop.Cancel();
        await FlushAsync(CancellationToken.None);
        _stop.Dispose();
    }

    /// <summary>The writer runs only while there is something to write, so that an idle recorder costs nothing.</summary>
    private void EnsurePump()
    {
        lock (_gate) _pump ??= PumpAsync();
    }

    private async Task PumpAsync()
    {
        await Task.Yield();
        while (true)
        {
            while (_queue.Reader.TryRead(out var next))
            {
                try
                {
                    await RecordAsync(next, _stop.Token);
                }
                catch (OperationCanceledException) when (_stop.IsCancellationRequested)
                {
                    Log.Stopped(_logger, _source.Component);
                    return;
                }
                catch (Exception e)
                {
                    Log.Lost(_logger, e, next.Metadata.Name, next.Reason);
                }
            }

            lock (_gate)
            {
                if (_queue.Reader.TryPeek(out _)) continue;
                _pump = null;
                return;
            }
        }
    }

    private async Task RecordAsync(Event value, CancellationToken cancellationToken)
    {
        if (_correlator.Correlate(value) is not { } correlated) return;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var stored = await WriteAsync(correlated, cancellationToken);
                _correlator.Stored(correlated.Key, stored);
                return;
            }
            catch (StatusException e) when (e.IsAlreadyExists || e.HasCause("NamespaceTerminating"))
            {
                Log.Rejected(_logger, correlated.Event.Metadata.Name, correlated.Event.Reason, e.Message);
                return;
            }
            catch (Exception e) when (e is HttpRequestException or IOException && attempt < MaxTries)
            {
                // Spread over the first delay, so that many clients do not come back at once when the server does.
                var delay = attempt == 1 ? RetryDelay * Backoff.Chance(_random) : RetryDelay;
                Log.Retrying(_logger, e, correlated.Event.Metadata.Name, delay);
                await Task.Delay(delay, _time, cancellationToken);
            }
        }
    }

    private async Task<Event> WriteAsync(CorrelatedEvent correlated, CancellationToken cancellationToken)
    {
        var value = correlated.Event;
        if (correlated.IsUpdate)
        {
            try
            {
                return await _events.PatchAsync(
                    value.Metadata.Namespace, value.Metadata.Name, PatchType.StrategicMerge, CountPatch(value), cancellationToken);
            }
            catch (StatusException e) when (e.IsNotFound)
            {
                // The event has expired on the server: tell it anew.
                value = value with { Metadata = value.Metadata with { ResourceVersion = "" } };
            }
        }

        return await _events.CreateAsync(value, cancellationToken);
    }

    private static byte[] CountPatch(Event value)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(256);
        using var writer = new System.Text.Json.Utf8JsonWriter(buffer, ApiJson.WriterOptions);
        writer.WriteStartObject();
        writer.WriteNumber("count"u8, value.Count);
        writer.WriteString("lastTimestamp"u8, value.LastTimestamp.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        writer.WriteString("message"u8, value.Message);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Event queue is full, dropped {Event} {Reason}", EventName = "Dropped")]
        public static partial void Dropped(ILogger logger, string @event, string reason);

        [LoggerMessage(2, LogLevel.Error, "Failed to write event {Event} {Reason}", EventName = "Lost")]
        public static partial void Lost(ILogger logger, Exception exception, string @event, string reason);

        [LoggerMessage(3, LogLevel.Debug, "Server rejected event {Event} {Reason}: {Cause}", EventName = "Rejected")]
        public static partial void Rejected(ILogger logger, string @event, string reason, string cause);

        [LoggerMessage(4, LogLevel.Information, "Failed to write event {Event}, next attempt in {Delay}", EventName = "Retrying")]
        public static partial void Retrying(ILogger logger, Exception exception, string @event, TimeSpan delay);

        [LoggerMessage(5, LogLevel.Debug, "Event recorder of {Component} stopped", EventName = "Stopped")]
        public static partial void Stopped(ILogger logger, string component);
    }
}
