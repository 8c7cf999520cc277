using Kubesharp.Api;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Client;

/// <summary>Cache and handlers of one kind; <see cref="Reflector{T}"/> feeds it.</summary>
internal sealed partial class Informer<T> : IInformer<T>, IInformerLoop
    where T : class, IKubernetesObject<T>
{
    /// <summary>Held while a change is applied and handed out, so that every handler sees one order and late ones a whole picture.</summary>
    private readonly Lock _dispatch = new();
    private readonly InformerCache<T> _cache = new();
    private readonly Signal _synced = new();
    private readonly Reflector<T> _reflector;
    private readonly TimeProvider _time;
    private readonly TimeSpan _resync;
    private readonly ILogger _logger;
    private readonly string _kind;
    private InformerHandler<T>[] _handlers = [];
    private volatile string _resourceVersion = "";

    public Informer(ResourceClient<T> client, string ns, string labelSelector, string fieldSelector, TimeProvider time, TimeSpan resync, Random random, ILogger logger)
    {
        _time = time;
        _resync = resync;
        _logger = logger;
        _kind = client.Resource.GroupResource;
        _reflector = new Reflector<T>(client, ns, labelSelector, fieldSelector, this, time, random, logger);
    }

    public bool HasSynced => _synced.IsSet;

    public string ResourceVersion => _resourceVersion;

    public int Count => _cache.Count;

    public IReadOnlyCollection<T> List() => _cache.Snapshot();

    public T? Get(string ns, string name) => _cache.Get(new NamespacedName(ns, name));

    public IReadOnlyList<T> ByNamespace(string ns) => _cache.ByNamespace(ns);

    public IReadOnlyList<T> ByIndex(string index, string key) => _cache.ByIndex(index, key);

    public void AddIndex(string index, Func<T, IEnumerable<string>> keys) => _cache.AddIndex(index, keys);

    public IDisposable AddHandler(InformerHandler<T> handler)
    {
        lock (_dispatch)
        {
            _handlers = [.. _handlers, handler];
            if (handler.Added is not null)
            {
                foreach (var value in _cache.Snapshot()) Guard(handler, static (h, v, _) => h.Added!(v, true), value, value);
            }
        }

        return new Registration(this, handler);
    }

    public Task WaitForSyncAsync(CancellationToken cancellationToken) => _synced.WaitAsync(cancellationToken);

    public Task RunAsync(CancellationToken cancellationToken) =>
        _resync > TimeSpan.Zero ? Task.WhenAll(_reflector.RunAsync(cancellationToken), ResyncAsync(cancellationToken)) : _reflector.RunAsync(cancellationToken);

    /// <summary>Makes the cache equal to a fresh list, and reports the difference.</summary>
    public void Replace(IReadOnlyList<T> items, string resourceVersion)
    {
        lock (_dispatch)
        {
            var initial = !HasSynced;
            var present = new HashSet<NamespacedName>(items.Count);
            foreach (var item in items)
            {
                present.Add(NamespacedName.Of(item));
                Store(item, initial);
            }

            foreach (var value in _cache.Snapshot())
            {
                var key = NamespacedName.Of(value);
                if (!present.Contains(key) && _cache.Remove(key, out var last)) NotifyDeleted(last, stale: true);
            }

            _resourceVersion = resourceVersion;
            if (initial) _synced.Set();
        }
    }

    /// <summary>Applies one change of the watch.</summary>
    public void Apply(WatchEvent<T> change)
    {
        var metadata = change.Object.Metadata;
        lock (_dispatch)
        {
            if (change.Type == WatchEventType.Deleted)
            {
                if (_cache.Remove(NamespacedName.Of(change.Object), out _)) NotifyDeleted(change.Object, stale: false);
            }
            else if (change.Type != WatchEventType.Bookmark)
            {
                Store(change.Object, initial: false);
            }

            _resourceVersion = metadata.ResourceVersion;
        }
    }

    private void Store(T value, bool initial)
    {
        var key = NamespacedName.Of(value);
        var known = _cache.Get(key);
        if (known is not null && known.Metadata.ResourceVersion == value.Metadata.ResourceVersion && known.Metadata.Uid == value.Metadata.Uid) return;
        _cache.Set(key, value);
        foreach (var handler in _handlers)
        {
            if (known is null)
            {
                if (handler.Added is null) continue;
                if (initial) Guard(handler, static (h, v, _) => h.Added!(v, true), value, value);
                else Guard(handler, static (h, v, _) => h.Added!(v, false), value, value);
            }
            else if (handler.Updated is not null)
            {
                Guard(handler, static (h, v, old) => h.Updated!(old, v), value, known);
            }
        }
    }

    private void NotifyDeleted(T last, bool stale)
    {
        foreach (var handler in _handlers)
        {
            if (handler.Deleted is null) continue;
            if (stale) Guard(handler, static (h, v, _) => h.Deleted!(v, true), last, last);
            else Guard(handler, static (h, v, _) => h.Deleted!(v, false), last, last);
        }
    }

    /// <summary>A handler that throws is at fault itself; the others and the cache must go on.</summary>
    private void Guard(InformerHandler<T> handler, Action<InformerHandler<T>, T, T> call, T value, T old)
    {
        try
        {
            call(handler, value, old);
        }
        catch (Exception e)
        {
            Log.HandlerFailed(_logger, e, _kind, value.Metadata.Namespace, value.Metadata.Name);
        }
    }

    private async Task ResyncAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_resync, _time);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            lock (_dispatch)
            {
                foreach (var value in _cache.Snapshot())
                {
                    foreach (var handler in _handlers)
                    {
                        if (handler.Updated is not null) Guard(handler, static (h, v, old) => h.Updated!(old, v), value, value);
                    }
                }
            }
        }
    }

    private void Remove(InformerHandler<T> handler)
    {
        lock (_dispatch) _handlers = [.. _handlers.Where(known => known != handler)];
    }

    private sealed class Registration(Informer<T> owner, InformerHandler<T> handler) : IDisposable
    {
        public void Dispose() => owner.Remove(handler);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Handler failed for {Kind} {Namespace}/{Name}", EventName = "HandlerFailed")]
        public static partial void HandlerFailed(ILogger logger, Exception exception, string kind, string @namespace, string name);
    }
}
