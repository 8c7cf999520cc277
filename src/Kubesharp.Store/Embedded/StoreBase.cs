using Kubesharp.Store.Caching;

namespace Kubesharp.Store.Embedded;

/// <summary>What the embedded engines share: everything but how a batch becomes durable.</summary>
public abstract class StoreBase : IKeyValueStore
{
    private readonly TimeProvider _time;
    private StoreMaintenance? _maintenance;

    private protected StoreBase(HistoryLimits limits, TimeProvider time)
    {
        _time = time;
        State = new StoreState(limits, time);
    }

    /// <inheritdoc/>
    public long Revision => State.Revision;

    /// <inheritdoc/>
    public long CompactedRevision => State.CompactedRevision;

    private protected StoreState State { get; }

    /// <inheritdoc/>
    public abstract ValueTask<CommitResult> CommitAsync(StoreOperation operation, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract ValueTask<CommitResult> CommitAsync(
        IReadOnlyList<StoreOperation> operations, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract ValueTask CompactAsync(long revision, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public ValueTask<RangeResult> RangeAsync(RangeQuery query, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        State.CheckReadable(query.Revision == 0 ? State.Revision : query.Revision);
        if (!State.TryGetSnapshot(query.Revision, out var snapshot)) return RangeBeyondMemoryAsync(query, cancellationToken);
        var items = new List<KeyValue>();
        foreach (var keyValue in snapshot.Objects.Range(query.Start, query.End))
        {
            if (query.Limit > 0 && items.Count == query.Limit) break;
            items.Add(keyValue);
        }

        return ValueTask.FromResult(new RangeResult(snapshot.Revision, items, snapshot.Objects.CountRange(query.Start, query.End)));
    }

    /// <inheritdoc/>
    public async ValueTask<IStoreWatch> WatchAsync(string prefix, long afterRevision, CancellationToken cancellationToken = default)
    {
        State.CheckReadable(afterRevision);
        var watcher = State.TryWatch(afterRevision);
        if (watcher is not null) return new StoreWatch(State, watcher, prefix, afterRevision, []);
        return await WatchBeyondMemoryAsync(prefix, afterRevision, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public IStoreSubscription Subscribe(string prefix, IStoreObserver observer) => State.Subscribe(prefix, observer);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _maintenance, null) is { } maintenance) await maintenance.DisposeAsync().ConfigureAwait(false);
        await CloseAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <summary>Answers a query for a kept revision that memory no longer has.</summary>
    private protected abstract ValueTask<RangeResult> RangeBeyondMemoryAsync(RangeQuery query, CancellationToken cancellationToken);

    /// <summary>Starts a watch at a kept revision that memory no longer has.</summary>
    private protected abstract ValueTask<IStoreWatch> WatchBeyondMemoryAsync(
        string prefix, long afterRevision, CancellationToken cancellationToken);

    /// <summary>Ends the engine; called once, or harmlessly again.</summary>
    private protected abstract ValueTask CloseAsync();

    /// <summary>Starts expiry and compaction by age.</summary>
    private protected void StartMaintenance(TimeSpan historyRetention, TimeSpan expirySweep, Microsoft.Extensions.Logging.ILogger logger) =>
        _maintenance = new StoreMaintenance(this, State, historyRetention, expirySweep, _time, logger);
}
