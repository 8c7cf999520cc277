using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Serialization;
using Kubesharp.Server.Pipeline;
using Kubesharp.Server.Storage;
using Kubesharp.Server.Wire;
using Kubesharp.Store;
using Kubesharp.Store.Caching;

namespace Kubesharp.Server.Rest;

/// <summary>
/// Answers watches: a stream of changes, copied from the cache's recent history as fast as the client takes them. A watcher holds no queue;
/// one that falls behind the history is told to list again.
/// </summary>
internal sealed class Watcher(RestServices services, Lister lister)
{
    private const int MinTimeoutSeconds = 1800;
    private const int FlushBytes = 16 * 1024;
    private const string InitialEventsEnd = "k8s.io/initial-events-end";

    private static readonly TimeSpan Repeat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BookmarkPeriod = TimeSpan.FromSeconds(60);

    /// <summary>Sends changes until the client leaves, the time is up, or the watch cannot go on.</summary>
    public async ValueTask WatchAsync(ApiCall call, RestTarget target)
    {
        var filter = ObjectFilter.Read(call, target.Served);
        if (call.Info.Name.Length > 0 && filter.Fields.IsEverything)
            filter = filter with { Fields = Api.Selectors.FieldSelector.Of("metadata.name", call.Info.Name) };
        var parameters = ListParameters.Read(call, watch: true);
        var format = Negotiation.Choose(call.Http.Request, projections: true);
        var response = call.Http.Response;
        var frames = new WatchFrames(target, format, services.Time, TableWriter.IncludeObject(call));
        var cache = target.Storage.Cache;

        CacheWatcher<StoredObject>? watcher;
        List<StoredObject>? initial = null;
        long from;
        if (parameters.SendInitialEvents is true || (parameters.SendInitialEvents is null && parameters.Revision is null or 0))
        {
            if (parameters.Revision is > 0 and { } wanted) await lister.WaitForAsync(cache, wanted, call.Cancelled).ConfigureAwait(false);
            var page = await lister.SelectAsync(call, target, filter, new ListParameters()).ConfigureAwait(false);
            initial = page.Items;
            from = page.Revision;
        }
        else
        {
            from = parameters.Revision is null or 0 ? cache.Revision : parameters.Revision.Value;
        }

        response.StatusCode = 200;
        response.ContentType = format.StreamContentType;
        var output = response.BodyWriter;
        if (initial is not null)
        {
            foreach (var value in initial)
            {
                frames.Write(output, ChangeType.Added, value);
                if (output.UnflushedBytes >= FlushBytes) await output.FlushAsync(call.Cancelled).ConfigureAwait(false);
            }

            if (parameters.SendInitialEvents is true) frames.WriteBookmark(output, from, InitialEventsEnd);
        }

        await output.FlushAsync(call.Cancelled).ConfigureAwait(false);
        var timeout = TimeSpan.FromSeconds(parameters.TimeoutSeconds is > 0 and { } seconds ? seconds : services.Identities.Next(MinTimeoutSeconds, 2 * MinTimeoutSeconds));
        var started = services.Time.GetTimestamp();
        if (from > cache.Revision && !await HasComeAsync(cache, from, timeout, call.Cancelled).ConfigureAwait(false)) return;
        watcher = cache.TryWatch(from, ScopeOf(call, target, filter));
        if (watcher is null)
        {
            frames.WriteError(output, TooOld(from, cache.OldestRevision));
            await output.FlushAsync(call.Cancelled).ConfigureAwait(false);
            return;
        }

        using (watcher)
        {
            var left = timeout - services.Time.GetElapsedTime(started);
            await RunAsync(call, watcher, filter, frames, output, left > TimeSpan.Zero ? left : TimeSpan.Zero, parameters.AllowBookmarks).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for a revision that has not come yet; false when the watch's time is up before.</summary>
    private async ValueTask<bool> HasComeAsync(ResourceCache<StoredObject> cache, long revision, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await cache.WaitForRevisionAsync(revision, either.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private static WatchScope ScopeOf(ApiCall call, RestTarget target, ObjectFilter filter)
    {
        var ns = call.Info.Namespace.Length > 0 && target.Resource.Info.Namespaced ? call.Info.Namespace : "";
        if (filter.Fields.ExactValueOf("metadata.name") is { } name && (ns.Length > 0 || !target.Resource.Info.Namespaced))
            return WatchScope.Key(target.Storage.KeyOf(ns, name));
        if (target.Storage.IndexField is { } field && filter.Fields.ExactValueOf(field) is { Length: > 0 } value) return WatchScope.Index(value);
        return ns.Length > 0 ? WatchScope.Folder(target.Storage.PrefixOf(ns)) : WatchScope.All;
    }

    private static Status TooOld(long revision, long oldest) =>
        StatusErrors.ResourceExpired(string.Create(CultureInfo.InvariantCulture, $"too old resource version: {revision} ({oldest})")).Status;

    private async ValueTask RunAsync(
        ApiCall call, CacheWatcher<StoredObject> watcher, ObjectFilter filter, WatchFrames frames, PipeWriter output, TimeSpan timeout, bool bookmarks)
    {
        // The timer for the end goes on ringing, because a reader that is just about to wait does not hear a single ring.
        var end = new Alarm(watcher);
        using var endTimer = services.Time.CreateTimer(Alarm.Ring, end, timeout, Repeat);
        var bookmark = new Alarm(watcher);
        var period = bookmarks ? BookmarkPeriod : Timeout.InfiniteTimeSpan;
        using var bookmarkTimer = services.Time.CreateTimer(Alarm.Ring, bookmark, period, period);
        var ns = filter.IsEverything && watcher.Scope != WatchScope.All ? "" : call.Info.Namespace;
        while (true)
        {
            while (watcher.TryRead(out var changes))
            {
                WriteChanges(output, frames, filter, ns, changes);
                if (output.UnflushedBytes < FlushBytes) continue;
                if ((await output.FlushAsync(call.Cancelled).ConfigureAwait(false)).IsCompleted) return;
            }

            if (watcher.End == WatchEnd.None)
            {
                if (end.HasRung) break;
                if (bookmark.HasRung && watcher.TryGetProgress(out var revision))
                {
                    bookmark.HasRung = false;
                    frames.WriteBookmark(output, revision, null);
                }
            }
            else if (watcher.End == WatchEnd.Gone)
            {
                frames.WriteError(output, TooOld(0, 0));
            }

            if (output.UnflushedBytes > 0 && (await output.FlushAsync(call.Cancelled).ConfigureAwait(false)).IsCompleted) return;
            if (watcher.End != WatchEnd.None) return;
            await watcher.WaitAsync(call.Cancelled).ConfigureAwait(false);
        }

        await output.FlushAsync(call.Cancelled).ConfigureAwait(false);
    }

    /// <summary>Writes what the watcher sees of changes: an object that begins or ceases to match appears or disappears.</summary>
    private static void WriteChanges(
        IBufferWriter<byte> output, WatchFrames frames, ObjectFilter filter, string ns, ReadOnlySpan<ChangeEvent<StoredObject>> changes)
    {
        var everything = filter.IsEverything;
        foreach (var change in changes)
        {
            if (everything && ns.Length == 0)
            {
                frames.Write(output, change.Type, change.Value);
                continue;
            }

            if (ns.Length > 0 && change.Value.Namespace != ns) continue;
            var before = change.Type != ChangeType.Added && change.Previous is { } previous && filter.Matches(previous);
            var after = change.Type != ChangeType.Deleted && filter.Matches(change.Value);
            if (after) frames.Write(output, before ? ChangeType.Modified : ChangeType.Added, change.Value);
            else if (before) frames.Write(output, ChangeType.Deleted, change.Type == ChangeType.Deleted ? change.Value : change.Previous!.At(change.Revision));
        }
    }
}

/// <summary>Wakes a watch when a time has come.</summary>
internal sealed class Alarm(CacheWatcher<StoredObject> watcher)
{
    private volatile bool _hasRung;

    public static TimerCallback Ring { get; } = static state =>
    {
        var alarm = (Alarm)state!;
        alarm._hasRung = true;
        alarm.Wake();
    };

    public bool HasRung
    {
        get => _hasRung;
        set => _hasRung = value;
    }

    private void Wake() => watcher.Wake();
}

/// <summary>Writes the events of one watch in the form its client asked for.</summary>
internal sealed class WatchFrames(RestTarget target, ResponseFormat format, TimeProvider time, string includeObject)
{
    private bool _columnsSent;

    /// <summary>Writes a change.</summary>
    public void Write(IBufferWriter<byte> output, ChangeType type, StoredObject value)
    {
        var name = type switch
        {
            ChangeType.Added => "ADDED",
            ChangeType.Modified => "MODIFIED",
            _ => "DELETED",
        };
        if (format is { Media: MediaKind.Json, Projection: Projection.None } && target.Converter is null)
        {
            output.Write(type switch
            {
                ChangeType.Added => "{\"type\":\"ADDED\",\"object\":"u8,
                ChangeType.Modified => "{\"type\":\"MODIFIED\",\"object\":"u8,
                _ => "{\"type\":\"DELETED\",\"object\":"u8,
            });
            value.WriteTo(output);
            output.Write("}\n"u8);
            return;
        }

        switch (format)
        {
            case { Projection: Projection.Table }:
                WriteJson(output, name, TableWriter.EncodeOne(target, value, time.GetUtcNow(), includeObject, !_columnsSent).Span);
                _columnsSent = true;
                break;
            case { Projection: Projection.PartialMetadata }:
                var partial = new PartialObjectMetadata { Metadata = target.ServedOf(value).Metadata };
                if (format.Media == MediaKind.Protobuf) WriteProtobuf(output, name, ApiProtobuf.Encode(partial));
                else WriteJson(output, name, ApiJson.Encode(partial));
                break;
            case { Media: MediaKind.Protobuf } when !target.Resource.IsCustom:
                WriteProtobuf(output, name, target.Converter is null ? value.ToProtobuf() : target.Served.ToProtobuf(target.ServedOf(value)));
                break;
            default:
                WriteJson(output, name, target.JsonOf(value));
                break;
        }
    }

    /// <summary>Tells the client how far it has seen everything.</summary>
    public void WriteBookmark(IBufferWriter<byte> output, long revision, string? annotation)
    {
        var metadata = new ObjectMeta { ResourceVersion = revision.ToString(CultureInfo.InvariantCulture) };
        if (annotation is not null) metadata = metadata with { Annotations = ValueMap.Of(annotation, "true") };
        if (format.Media == MediaKind.Protobuf && !target.Resource.IsCustom)
        {
            var content = new ProtobufWriter(128);
            try
            {
                metadata.WriteProtobuf(ref content);
                var message = new ArrayBufferWriter<byte>(128);
                ProtobufLists.WriteField(message, 1, content.Result);
                var kind = format.Projection == Projection.None ? target.Gvk : PartialObjectMetadata.Gvk;
                WriteProtobuf(output, "BOOKMARK", ProtobufLists.Envelope(kind.ApiVersion, kind.Kind, message.WrittenSpan).Span);
            }
            finally
            {
                content.Dispose();
            }

            return;
        }

        var gvk = format.Projection switch
        {
            Projection.Table => Table.Gvk,
            Projection.PartialMetadata => PartialObjectMetadata.Gvk,
            _ => target.Gvk,
        };
        if (format.Projection == Projection.Table)
        {
            // The revision stands where clients of tables look for it: in the list metadata and in the object of the only row.
            var list = Encoding.UTF8.GetString(ApiJson.EncodeValue(metadata));
            WriteJson(output, "BOOKMARK", Encoding.UTF8.GetBytes(
                $"{{\"kind\":\"Table\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":{{\"resourceVersion\":\"{revision}\"}},\"columnDefinitions\":null,\"rows\":[{{\"cells\":[],\"object\":{{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":{list}}}}}]}}"));
            return;
        }

        var json = Encoding.UTF8.GetString(ApiJson.EncodeValue(metadata));
        WriteJson(output, "BOOKMARK", Encoding.UTF8.GetBytes($"{{\"kind\":\"{gvk.Kind}\",\"apiVersion\":\"{gvk.ApiVersion}\",\"metadata\":{json}}}"));
    }

    /// <summary>Tells the client why the watch ends.</summary>
    public void WriteError(IBufferWriter<byte> output, Status status)
    {
        if (format.Media == MediaKind.Protobuf) WriteProtobuf(output, "ERROR", ApiProtobuf.Encode(status));
        else WriteJson(output, "ERROR", ApiJson.Encode(status));
    }

    private static void WriteJson(IBufferWriter<byte> output, string type, ReadOnlySpan<byte> json)
    {
        output.Write("{\"type\":\""u8);
        Encoding.UTF8.GetBytes(type, output);
        output.Write("\",\"object\":"u8);
        output.Write(json);
        output.Write("}\n"u8);
    }

    /// <summary>A frame: four bytes of length, then a WatchEvent whose object is the enveloped one.</summary>
    private static void WriteProtobuf(IBufferWriter<byte> output, string type, ReadOnlySpan<byte> enveloped)
    {
        var raw = new ArrayBufferWriter<byte>(enveloped.Length + 16);
        ProtobufLists.WriteField(raw, 1, enveloped);
        var watchEvent = new ArrayBufferWriter<byte>(enveloped.Length + 32);
        ProtobufLists.WriteField(watchEvent, 1, Encoding.UTF8.GetBytes(type));
        ProtobufLists.WriteField(watchEvent, 2, raw.WrittenSpan);
        var head = output.GetSpan(4);
        var wrapped = ProtobufLists.Envelope("v1", "WatchEvent", watchEvent.WrittenSpan).Span;
        BinaryPrimitives.WriteUInt32BigEndian(head, (uint)wrapped.Length);
        output.Advance(4);
        output.Write(wrapped);
    }
}
