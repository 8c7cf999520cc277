using Kubesharp.Store.Caching;

namespace Kubesharp.Store.Embedded;

/// <summary>A watch on an embedded engine: changes read back from disk first, if any, then the changes in memory.</summary>
internal sealed class StoreWatch(
    StoreState state, CacheWatcher<KeyValue> watcher, string prefix, long afterRevision, List<ChangeEvent<KeyValue>> fromDisk) : IStoreWatch
{
    private List<ChangeEvent<KeyValue>> _fromDisk = fromDisk;
    private long _reached = afterRevision;

    public async ValueTask<IReadOnlyList<ChangeEvent<KeyValue>>> ReadAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_fromDisk.Count > 0)
        {
            var first = _fromDisk;
            _fromDisk = [];
            return first;
        }

        do
        {
            if (TakeMatching() is { } changes) return changes;
        }
        while (await watcher.WaitAsync(cancellationToken).ConfigureAwait(false));

        if (watcher.End == WatchEnd.Gone) throw new CompactedException(_reached, state.OldestInMemory);
        throw new StoreClosedException();
    }

    public void Dispose() => watcher.Dispose();

    private List<ChangeEvent<KeyValue>>? TakeMatching()
    {
        while (watcher.TryRead(out var run))
        {
            List<ChangeEvent<KeyValue>>? matching = null;
            foreach (var change in run)
                if (change.Key.StartsWith(prefix, StringComparison.Ordinal))
                    (matching ??= []).Add(change);
            _reached = run[^1].Revision;
            if (matching is not null) return matching;
        }

        return null;
    }
}
