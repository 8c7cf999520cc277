using Kubesharp.Api;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Client;

/// <summary>Lists once, then watches from the list's revision; resumes after breaks, and lists again when the server has forgotten the revision.</summary>
internal sealed partial class Reflector<T>(
    ResourceClient<T> client, string ns, string labelSelector, string fieldSelector, Informer<T> target, TimeProvider time, Random random, ILogger logger)
    where T : class, IKubernetesObject<T>
{
    private const int PageSize = 500;
    private const int MinWatchSeconds = 300;

    /// <summary>A loop that has run this long without trouble starts its delays anew.</summary>
    private static readonly TimeSpan BackoffMemory = TimeSpan.FromMinutes(2);

    /// <summary>A watch that ends sooner than this without an event is taken for a failure, so as not to spin.</summary>
    private static readonly TimeSpan ShortWatch = TimeSpan.FromSeconds(1);

    private readonly Backoff _backoff = new(TimeSpan.FromMilliseconds(800), TimeSpan.FromSeconds(30), 2, 1, random);
    private readonly string _kind = client.Resource.GroupResource;
    private long _lastBackoff;
    private bool _revisionLost;
    private bool _pagedByServer;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Whoever starts the loop may hold a lock, and must not run the handlers of the first list inside it.
        await Task.Yield();
        try
        {
            while (true)
            {
                if (!await ListAsync(cancellationToken)) continue;
                await WatchUntilLostAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Log.Stopped(logger, _kind);
        }
    }

    private async Task<bool> ListAsync(CancellationToken cancellationToken)
    {
        try
        {
            // After a loss the server must give its newest state; until then whatever its cache holds is good enough,
            // as long as it is not older than what we have seen.
            var from = _revisionLost ? "" : target.ResourceVersion is { Length: > 0 } seen ? seen : "0";
            var (items, revision) = await ListPagesAsync(from, cancellationToken);
            _revisionLost = false;
            target.Replace(items, revision);
            return true;
        }
        catch (StatusException e) when (IsRevisionLost(e) && !_revisionLost)
        {
            _revisionLost = true;
            return false;
        }
        catch (Exception e) when (IsTransient(e, cancellationToken))
        {
            await BackOffAsync(e, "list", cancellationToken);
            return false;
        }
    }

    private async Task<(IReadOnlyList<T> Items, string Revision)> ListPagesAsync(string from, CancellationToken cancellationToken)
    {
        var query = new ListQuery { LabelSelector = labelSelector, FieldSelector = fieldSelector, ResourceVersion = from };
        // A known revision is answered from the server's cache, which does not page; "0" too, unless this server has paged before.
        if (from.Length == 0 || from == "0") query = query with { Limit = PageSize };
        if (_pagedByServer && from == "0") query = query with { ResourceVersion = "" };
        var page = await client.ListAsync(ns, query, cancellationToken);
        if (page.Continue.Length == 0) return (page.Items, page.ResourceVersion);
        if (from == "0") _pagedByServer = true;
        var items = new List<T>(page.Items);
        var revision = page.ResourceVersion;
        while (page.Continue.Length > 0)
        {
            query = query with { Continue = page.Continue, ResourceVersion = "", ResourceVersionMatch = "" };
            try
            {
                page = await client.ListAsync(ns, query, cancellationToken);
            }
            catch (StatusException e) when (e.IsGone)
            {
                // The revision of the first page is compacted: pages of two revisions do not fit together, so take all at once.
                page = await client.ListAsync(ns, query with { Continue = "", Limit = 0, ResourceVersion = from == "0" ? "" : from }, cancellationToken);
                return (page.Items, page.ResourceVersion);
            }

            items.AddRange(page.Items);
        }

        return (items, revision);
    }

    /// <summary>Returns when it is time to list again.</summary>
    private async Task WatchUntilLostAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var began = time.GetTimestamp();
            var events = 0;
            try
            {
                var query = new ListQuery
                {
                    LabelSelector = labelSelector,
                    FieldSelector = fieldSelector,
                    ResourceVersion = target.ResourceVersion,
                    AllowWatchBookmarks = true,
                    TimeoutSeconds = (long)(MinWatchSeconds * (1 + Backoff.Chance(random))),
                };
                await foreach (var change in client.WatchAsync(ns, query, cancellationToken))
                {
                    events++;
                    target.Apply(change);
                }
            }
            catch (StatusException e) when (IsRevisionLost(e))
            {
                Log.RevisionLost(logger, _kind, target.ResourceVersion, e.Message);
                _revisionLost = true;
                return;
            }
            catch (Exception e) when (IsTransient(e, cancellationToken))
            {
                await BackOffAsync(e, "watch", cancellationToken);
                if (IsConnection(e)) continue;
                // What the server refuses outright (no right, no such kind) is asked anew from the list, whose error says more;
                // an event that cannot be read must not be met again and again.
                _revisionLost = e is not StatusException;
                return;
            }

            if (events == 0 && time.GetElapsedTime(began) < ShortWatch) await BackOffAsync(null, "watch", cancellationToken);
        }
    }

    private async Task BackOffAsync(Exception? error, string operation, CancellationToken cancellationToken)
    {
        if (_lastBackoff != 0 && time.GetElapsedTime(_lastBackoff) > BackoffMemory) _backoff.Reset();
        var delay = _backoff.Next();
        if (error is StatusException { RetryAfter: { } asked } && asked > delay) delay = asked;
        if (error is StatusException { IsForbidden: true } or StatusException { IsNotFound: true }) Log.Refused(logger, _kind, operation, error.Message, delay);
        else if (error is not null) Log.Failed(logger, error, _kind, operation, delay);
        else Log.ShortWatch(logger, _kind, delay);
        await Task.Delay(delay, time, cancellationToken);
        _lastBackoff = time.GetTimestamp();
    }

    private static bool IsRevisionLost(StatusException e) =>
        e.IsGone || (e.IsTimeout && e.HasCause("ResourceVersionTooLarge"));

    /// <summary>Whatever goes wrong, the loop goes on: a cache that silently stands still is worse than an error logged twice a minute.</summary>
    private static bool IsTransient(Exception e, CancellationToken cancellationToken) =>
        e is not OperationCanceledException || !cancellationToken.IsCancellationRequested;

    /// <summary>Whether the watch may simply be resumed.</summary>
    private static bool IsConnection(Exception e) =>
        e is HttpRequestException or IOException or OperationCanceledException or KubeConfigException or StatusException { IsTooManyRequests: true } or StatusException { Code: >= 500 };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Reflector stopped for {Kind}", EventName = "Stopped")]
        public static partial void Stopped(ILogger logger, string kind);

        [LoggerMessage(2, LogLevel.Information, "Watch of {Kind} lost its revision {Revision}: {Reason}", EventName = "RevisionLost")]
        public static partial void RevisionLost(ILogger logger, string kind, string revision, string reason);

        [LoggerMessage(3, LogLevel.Warning, "Failed to {Operation} {Kind}, next attempt in {Delay}", EventName = "Failed")]
        public static partial void Failed(ILogger logger, Exception exception, string kind, string operation, TimeSpan delay);

        [LoggerMessage(4, LogLevel.Warning, "Server refused to {Operation} {Kind}, next attempt in {Delay}: {Reason}", EventName = "Refused")]
        public static partial void Refused(ILogger logger, string kind, string operation, string reason, TimeSpan delay);

        [LoggerMessage(5, LogLevel.Debug, "Watch of {Kind} ended at once without an event, next attempt in {Delay}", EventName = "ShortWatch")]
        public static partial void ShortWatch(ILogger logger, string kind, TimeSpan delay);
    }
}
