using Kubesharp.Store.Trees;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Store.Caching;

/// <summary>
/// All objects under one key prefix, decoded, in memory: the content now and at any recent revision, and watchers of its changes. On an
/// embedded store it is always complete: it holds every acknowledged write, and reads from it are linearizable.
/// </summary>
/// <remarks>
/// A value that cannot be decoded is logged and left out, as if it did not exist; it can still be read and deleted in the store.
/// </remarks>
public sealed partial class ResourceCache<T> : IDisposable
    where T : class
{
    private readonly Func<KeyValue, T> _decode;
    private readonly ResourceCacheOptions<T> _options;
    private readonly RevisionedView<T> _view;
    private readonly Observer _observer;
    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ITimer _trimTimer;
    private readonly List<ChangeEvent<T>> _batch = [];
    private readonly IStoreSubscription _subscription;

    /// <summary>Creates the cache and begins to follow the store. On an embedded store it is loaded when this returns.</summary>
    /// <param name="store">Where the objects are.</param>
    /// <param name="prefix">The common beginning of the keys, such as <c>/registry/pods/</c>.</param>
    /// <param name="decode">
    /// Makes the object from a stored value; <see cref="KeyValue.Decoded"/> is set when the writer is in this process and gave it. Runs on
    /// the store's writer.
    /// </param>
    /// <param name="options">Further behaviour.</param>
    public ResourceCache(IKeyValueStore store, string prefix, Func<KeyValue, T> decode, ResourceCacheOptions<T>? options = null)
    {
        _decode = decode;
        _options = options ?? new ResourceCacheOptions<T>();
        Prefix = prefix;
        _view = new RevisionedView<T>(_options.History, _options.TimeProvider, () => _subscription?.Revision ?? 0, _options.IndexOf);
        _observer = new Observer(this);
        var subscription = store.Subscribe(prefix, _observer);
        _subscription = subscription;
        var period = _options.History.SettledAge / 2;
        _trimTimer = _options.TimeProvider.CreateTimer(static view => ((RevisionedView<T>)view!).TrimAged(), _view, period, period);
    }

    /// <summary>The common beginning of the keys.</summary>
    public string Prefix { get; }

    /// <summary>Completes when the content was loaded for the first time; fails with the store.</summary>
    public Task Loaded => _loaded.Task;

    /// <summary>The content now. Its revision is the newest global revision it is exact for, even if other kinds changed last.</summary>
    public CacheSnapshot<T> Current => _view.Current;

    /// <summary>The global revision up to which the cache is complete.</summary>
    public long Revision => _view.Current.Revision;

    /// <summary>The oldest revision that can be watched from.</summary>
    public long OldestRevision => _view.OldestRevision;

    /// <summary>How many watchers there are.</summary>
    public int WatcherCount => _view.WatcherCount;

    /// <summary>How many changes are kept.</summary>
    public long HistoryCount => _view.EventCount;

    /// <summary>
    /// The exact content at a revision. A later revision than the cache has reached can be waited for with
    /// <see cref="WaitForRevisionAsync"/>.
    /// </summary>
    public SnapshotStatus TryGetSnapshot(long revision, out CacheSnapshot<T> snapshot)
    {
        if (revision >= _subscription.CompactedRevision) return _view.TryGetSnapshot(revision, out snapshot);
        snapshot = _view.Current;
        return SnapshotStatus.Gone;
    }

    /// <summary>Completes when the cache has reached a revision; at once when it already has.</summary>
    /// <exception cref="StoreClosedException">The store was closed first.</exception>
    public ValueTask WaitForRevisionAsync(long revision, CancellationToken cancellationToken = default) =>
        _subscription.WaitForRevisionAsync(revision, cancellationToken);

    /// <summary>
    /// Starts a watcher of the changes after a revision (exclusive), usually a snapshot's; null when history does not reach back to it:
    /// the caller has to list again.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The cache has not reached the revision.</exception>
    public CacheWatcher<T>? TryWatch(long afterRevision, WatchScope scope = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(afterRevision, Revision);
        return _view.TryWatch(afterRevision, scope);
    }

    /// <summary>Stops following the store and ends all watchers. The last content stays readable.</summary>
    public void Dispose()
    {
        _subscription.Dispose();
        _trimTimer.Dispose();
        _view.Close();
    }

    private bool TryDecode(KeyValue keyValue, out T? decoded)
    {
        try
        {
            decoded = _decode(keyValue);
            return true;
        }
        catch (Exception exception)
        {
            Log.DecodeFailed(_options.Logger, keyValue.Key, keyValue.ModRevision, exception);
            decoded = null;
            return false;
        }
    }

    /// <summary>Puts one change into the tree under construction and notes what watchers will see of it.</summary>
    private void Apply(OrderedTreeBuilder<T> builder, ChangeEvent<KeyValue> change)
    {
        var size = change.Size;
        if (change.Type != ChangeType.Deleted && TryDecode(change.Value, out var decoded))
        {
            var existed = builder.Set(change.Key, decoded!, out var previous);
            var type = existed ? ChangeType.Modified : ChangeType.Added;
            _batch.Add(new ChangeEvent<T>(type, change.Key, change.Revision, decoded!, previous, size));
        }
        else if (builder.Remove(change.Key, out var last))
        {
            var final = change.Type == ChangeType.Deleted ? FinalState(change, last) : last;
            _batch.Add(new ChangeEvent<T>(ChangeType.Deleted, change.Key, change.Revision, final, last, size));
        }
    }

    private T FinalState(ChangeEvent<KeyValue> change, T last)
    {
        if (_options.DecodeDeleted is not { } decodeDeleted) return last;
        try
        {
            return decodeDeleted(change, last);
        }
        catch (Exception exception)
        {
            Log.DecodeFailed(_options.Logger, change.Key, change.Revision, exception);
            return last;
        }
    }

    private sealed class Observer(ResourceCache<T> cache) : IStoreObserver
    {
        public void OnSnapshot(long revision, IEnumerable<KeyValue> content)
        {
            var builder = OrderedTree<T>.Empty.ToBuilder();
            foreach (var keyValue in content)
                if (cache.TryDecode(keyValue, out var decoded))
                    builder.Set(keyValue.Key, decoded!, out _);
            cache._view.Reset(builder.ToTree(), revision);
            cache._loaded.TrySetResult();
        }

        public void OnChanges(ReadOnlySpan<ChangeEvent<KeyValue>> changes)
        {
            var builder = cache._view.State.Tree.ToBuilder();
            foreach (var change in changes) cache.Apply(builder, change);
            cache._view.Publish(builder.ToTree(), cache._batch);
            cache._batch.Clear();
        }

        public void OnClosed()
        {
            cache._loaded.TrySetException(new StoreClosedException());
            cache._view.Close();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Left out key {Key} at revision {Revision} because its value could not be decoded")]
        public static partial void DecodeFailed(ILogger logger, string key, long revision, Exception exception);
    }
}
