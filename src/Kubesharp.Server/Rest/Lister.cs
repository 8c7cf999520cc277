using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Serialization;
using Kubesharp.Client;
using Kubesharp.Server.Pipeline;
using Kubesharp.Server.Storage;
using Kubesharp.Server.Wire;
using Kubesharp.Store.Caching;

namespace Kubesharp.Server.Rest;

/// <summary>Answers lists: objects of one revision are copied from memory into the response, a part at a time.</summary>
internal sealed class Lister(RestServices services)
{
    private const int FlushBytes = 64 * 1024;

    private static readonly TimeSpan FutureRevisionWait = TimeSpan.FromSeconds(3);

    /// <summary>Sends the list.</summary>
    public async ValueTask ListAsync(ApiCall call, RestTarget target)
    {
        var filter = ObjectFilter.Read(call, target.Served);
        var parameters = ListParameters.Read(call, watch: false);
        var format = Negotiation.Choose(call.Http.Request, projections: true);
        var page = await SelectAsync(call, target, filter, parameters).ConfigureAwait(false);
        await SendAsync(call, target, format, page).ConfigureAwait(false);
    }

    /// <summary>Sends a page of objects.</summary>
    public async ValueTask SendAsync(ApiCall call, RestTarget target, ResponseFormat format, ListPage page)
    {
        if (format.Projection == Projection.PartialMetadata) throw Negotiation.NotAList(format, target.Gvk, isList: true);
        if (RecordExchange.Taker(call.Http, format) is { } taker)
        {
            taker.Answer(new RecordList(page.Metadata, [.. page.Items.Select(item => target.RecordOf(item, format))]));
            return;
        }

        switch (format)
        {
            case { Projection: Projection.Table }:
                await TableWriter.SendListAsync(call, target, format, page, services.Time.GetUtcNow()).ConfigureAwait(false);
                break;
            case { Projection: Projection.PartialMetadataList }:
                await SendPartialAsync(call, target, format, page).ConfigureAwait(false);
                break;
            case { Media: MediaKind.Protobuf } when !target.Resource.IsCustom:
                await SendProtobufAsync(call, target, page).ConfigureAwait(false);
                break;
            case { Media: MediaKind.Yaml } or { Pretty: true }:
                var buffer = new ArrayBufferWriter<byte>();
                WriteHead(buffer, target.Gvk.Kind + "List", target.Gvk.ApiVersion, page);
                foreach (var item in page.Items) WriteItem(buffer, target, item, buffer.WrittenSpan[^1] == '[');
                buffer.Write("]}\n"u8);
                await ResponseWriter.WriteJsonAsync(call.Http, format, 200, buffer.WrittenMemory).ConfigureAwait(false);
                break;
            default:
                await StreamJsonAsync(call, target, page).ConfigureAwait(false);
                break;
        }
    }

    /// <summary>The objects of a page and what the list's metadata says of them.</summary>
    public async ValueTask<ListPage> SelectAsync(ApiCall call, RestTarget target, ObjectFilter filter, ListParameters parameters)
    {
        var cache = target.Storage.Cache;
        var prefix = target.Storage.PrefixOf(call.Info.Namespace);
        var start = prefix;
        CacheSnapshot<StoredObject> snapshot;
        if (parameters.Continue.Length > 0)
        {
            if (parameters.Revision is > 0) throw StatusErrors.BadRequest("specifying resource version is not allowed when using continue");
            var token = ContinueToken.Decode(parameters.Continue);
            start = target.Storage.Prefix + token.Start;
            if (token.Revision <= 0) snapshot = cache.Current;
            else if (cache.TryGetSnapshot(token.Revision, out snapshot) != SnapshotStatus.Ok) throw Expired(new ContinueToken(-1, token.Start).Encode());
        }
        else
        {
            snapshot = await SnapshotAsync(cache, parameters, call.Cancelled).ConfigureAwait(false);
        }

        return Collect(target, snapshot, prefix, start, filter, parameters.Limit);
    }

    /// <summary>The content that a request for a revision gets.</summary>
    public async ValueTask<CacheSnapshot<StoredObject>> SnapshotAsync(
        ResourceCache<StoredObject> cache, ListParameters parameters, CancellationToken cancellationToken)
    {
        if (parameters.Revision is not { } revision || revision == 0) return cache.Current;
        await WaitForAsync(cache, revision, cancellationToken).ConfigureAwait(false);
        var exact = parameters.Match == "Exact" || (parameters.Match.Length == 0 && parameters.Limit > 0);
        if (!exact) return cache.Current;
        if (cache.TryGetSnapshot(revision, out var snapshot) == SnapshotStatus.Ok) return snapshot;
        throw StatusErrors.ResourceExpired($"The resourceVersion for the provided list is too old.");
    }

    /// <summary>Waits a little for a revision that has not come yet; a StatusException (504) when it does not.</summary>
    public async ValueTask WaitForAsync(ResourceCache<StoredObject> cache, long revision, CancellationToken cancellationToken)
    {
        if (revision <= cache.Revision) return;
        using var limit = new CancellationTokenSource(FutureRevisionWait, services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await cache.WaitForRevisionAsync(revision, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var message = string.Create(CultureInfo.InvariantCulture, $"Too large resource version: {revision}, current: {cache.Revision}");
            var error = StatusErrors.Timeout(message, retryAfterSeconds: 1).Status;
            throw new StatusException(error with
            {
                Details = error.Details! with { Causes = [new StatusCause { Reason = CauseType.ResourceVersionTooLarge, Message = "Too large resource version" }] },
            });
        }
    }

    private static ListPage Collect(
        RestTarget target, CacheSnapshot<StoredObject> snapshot, string prefix, string start, ObjectFilter filter, long limit)
    {
        var items = new List<StoredObject>(limit > 0 ? (int)Math.Min(limit, 1000) : 64);
        if (filter.Fields.ExactValueOf("metadata.name") is { } name && prefix.Length > target.Storage.Prefix.Length | !target.Resource.Info.Namespaced)
        {
            if (snapshot.Objects.TryGet(prefix + name, out var single) && filter.Matches(single)) items.Add(single);
            return new ListPage(items, snapshot.Revision, "", null);
        }

        if (filter.Fields.ExactValueOf("metadata.namespace") is { Length: > 0 } ns && prefix.Length == target.Storage.Prefix.Length && start.Length == prefix.Length)
            start = prefix = target.Storage.PrefixOf(ns);
        var everything = filter.IsEverything;
        var end = Kubesharp.Store.KeyRange.PrefixEnd(prefix);
        var last = "";
        foreach (var value in snapshot.Objects.Range(start, end))
        {
            if (!everything && !filter.Matches(value)) continue;
            if (limit > 0 && items.Count == limit)
            {
                var next = string.Concat(last.AsSpan(target.Storage.Prefix.Length), "\0");
                long? remaining = everything ? snapshot.Objects.CountRange(last + "\0", end) : null;
                return new ListPage(items, snapshot.Revision, new ContinueToken(snapshot.Revision, next).Encode(), remaining);
            }

            items.Add(value);
            last = value.Key;
        }

        return new ListPage(items, snapshot.Revision, "", null);
    }

    private static async ValueTask StreamJsonAsync(ApiCall call, RestTarget target, ListPage page)
    {
        var response = call.Http.Response;
        response.StatusCode = 200;
        response.ContentType = "application/json";
        if (!Compression.IsAccepted(call.Http.Request) || !IsLarge(page))
        {
            await WriteJsonAsync(response.BodyWriter, call, target, page).ConfigureAwait(false);
            return;
        }

        await using var compressed = Compression.Start(response);
        var writer = PipeWriter.Create(compressed, new StreamPipeWriterOptions(minimumBufferSize: FlushBytes, leaveOpen: true));
        await WriteJsonAsync(writer, call, target, page).ConfigureAwait(false);
        await writer.CompleteAsync().ConfigureAwait(false);
    }

    private static bool IsLarge(ListPage page)
    {
        var size = 0L;
        foreach (var item in page.Items)
        {
            size += item.Raw.Length;
            if (size >= Compression.Threshold) return true;
        }

        return false;
    }

    private static async ValueTask WriteJsonAsync(PipeWriter output, ApiCall call, RestTarget target, ListPage page)
    {
        WriteHead(output, target.Gvk.Kind + "List", target.Gvk.ApiVersion, page);
        var first = true;
        foreach (var item in page.Items)
        {
            WriteItem(output, target, item, first);
            first = false;
            if (output.UnflushedBytes < FlushBytes) continue;
            var flushed = await output.FlushAsync(call.Cancelled).ConfigureAwait(false);
            if (flushed.IsCompleted) return;
        }

        output.Write("]}\n"u8);
        await output.FlushAsync(call.Cancelled).ConfigureAwait(false);
    }

    private static void WriteItem(IBufferWriter<byte> output, RestTarget target, StoredObject item, bool first)
    {
        if (!first) output.Write(","u8);
        if (target.Converter is null) item.WriteTo(output, target.ItemPrefixLength);
        else output.Write(target.JsonOf(item));
    }

    private static void WriteHead(IBufferWriter<byte> output, string kind, string apiVersion, ListPage page) =>
        output.Write(Encoding.UTF8.GetBytes($"{{\"kind\":\"{kind}\",\"apiVersion\":\"{apiVersion}\",\"metadata\":{MetadataJson(page)},\"items\":["));

    private static string MetadataJson(ListPage page) => Encoding.UTF8.GetString(ApiJson.EncodeValue(page.Metadata));

    private static async ValueTask SendProtobufAsync(ApiCall call, RestTarget target, ListPage page)
    {
        var list = ProtobufLists.Encode(target, page);
        await ResponseWriter.SendAsync(call.Http, 200, "application/vnd.kubernetes.protobuf", list).ConfigureAwait(false);
    }

    private static ValueTask SendPartialAsync(ApiCall call, RestTarget target, ResponseFormat format, ListPage page)
    {
        var list = new PartialObjectMetadataList
        {
            Metadata = page.Metadata,
            Items = page.Items.Select(item => new PartialObjectMetadata { Metadata = target.Storage.TypedOf(item).Metadata }).ToValueList(),
        };
        return PartialMetadata.SendAsync(call, format, 200, list);
    }

    private static StatusException Expired(string fresh)
    {
        const string Message = "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.";
        var error = StatusErrors.ResourceExpired(Message).Status;
        return new StatusException(error with { Metadata = error.Metadata with { Continue = fresh } });
    }
}

/// <summary>Part of a list.</summary>
internal sealed record ListPage(List<StoredObject> Items, long Revision, string Continue, long? Remaining)
{
    public ListMeta Metadata => new()
    {
        ResourceVersion = Revision.ToString(CultureInfo.InvariantCulture),
        Continue = Continue,
        RemainingItemCount = Remaining,
    };
}
