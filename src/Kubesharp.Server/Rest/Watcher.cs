using System.Globalization;
using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
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

        var output = OutputOf(call, target, format);
        if (initial is not null)
        {
            foreach (var value in initial)
            {
                output.Write(ChangeType.Added, value);
                if (output.IsFull) await output.FlushAsync(call.Cancelled).ConfigureAwait(false);
            }

            if (parameters.SendInitialEvents is true) output.WriteBookmark(from, InitialEventsEnd);
        }

        await output.FlushAsync(call.Cancelled).ConfigureAwait(false);
        var timeout = TimeSpan.FromSeconds(parameters.TimeoutSeconds is > 0 and { } seconds ? seconds : services.Identities.Next(MinTimeoutSeconds, 2 * MinTimeoutSeconds));
        var started = services.Time.GetTimestamp();
        if (from > cache.Revision && !await HasComeAsync(cache, from, timeout, call.Cancelled).ConfigureAwait(false)) return;
        watcher = cache.TryWatch(from, ScopeOf(call, target, filter));
        if (watcher is null)
        {
            output.WriteError(TooOld(from, cache.OldestRevision));
            await output.FlushAsync(call.Cancelled).ConfigureAwait(false);
            return;
        }

        using (watcher)
        {
            var left = timeout - services.Time.GetElapsedTime(started);
            await RunAsync(call, watcher, filter, output, left > TimeSpan.Zero ? left : TimeSpan.Zero, parameters.AllowBookmarks).ConfigureAwait(false);
        }
    }

    private WatchOutput OutputOf(ApiCall call, RestTarget target, ResponseFormat format)
    {
        if (RecordExchange.Taker(call.Http, format) is { } taker)
        {
            target.Storage.Share();
            return new WatchRecords(target, format, taker);
        }

        var response = call.Http.Response;
        response.StatusCode = 200;
        response.ContentType = format.StreamContentType;
        return new WatchFrames(response.BodyWriter, target, format, services.Time, TableWriter.IncludeObject(call));
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
        ApiCall call, CacheWatcher<StoredObject> watcher, ObjectFilter filter, WatchOutput output, TimeSpan timeout, bool bookmarks)
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
                WriteChanges(output, filter, ns, changes);
                if (output.IsFull && !await output.FlushAsync(call.Cancelled).ConfigureAwait(false)) return;
            }

            if (watcher.End == WatchEnd.None)
            {
                if (end.HasRung) break;
                if (bookmark.HasRung && watcher.TryGetProgress(out var revision))
                {
                    bookmark.HasRung = false;
                    output.WriteBookmark(revision, null);
                }
            }
            else if (watcher.End == WatchEnd.Gone)
            {
                output.WriteError(TooOld(0, 0));
            }

            if (!output.IsEmpty && !await output.FlushAsync(call.Cancelled).ConfigureAwait(false)) return;
            if (watcher.End != WatchEnd.None) return;
            await watcher.WaitAsync(call.Cancelled).ConfigureAwait(false);
        }

        await output.FlushAsync(call.Cancelled).ConfigureAwait(false);
    }

    /// <summary>Writes what the watcher sees of changes: an object that begins or ceases to match appears or disappears.</summary>
    private static void WriteChanges(
        WatchOutput output, ObjectFilter filter, string ns, ReadOnlySpan<ChangeEvent<StoredObject>> changes)
    {
        var everything = filter.IsEverything;
        foreach (var change in changes)
        {
            if (everything && ns.Length == 0)
            {
                output.Write(change.Type, change.Value);
                continue;
            }

            if (ns.Length > 0 && change.Value.Namespace != ns) continue;
            var before = change.Type != ChangeType.Added && change.Previous is { } previous && filter.Matches(previous);
            var after = change.Type != ChangeType.Deleted && filter.Matches(change.Value);
            if (after) output.Write(before ? ChangeType.Modified : ChangeType.Added, change.Value);
            else if (before) output.Write(ChangeType.Deleted, change.Type == ChangeType.Deleted ? change.Value : change.Previous!.At(change.Revision));
        }
    }
}
