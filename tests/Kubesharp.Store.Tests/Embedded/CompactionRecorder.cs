namespace Kubesharp.Store.Tests.Embedded;

/// <summary>A store that says when it was compacted for the first time, and to what.</summary>
internal sealed class CompactionRecorder(IKeyValueStore inner) : IKeyValueStore
{
    private readonly TaskCompletionSource<long> _compacted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<long> Compacted => _compacted.Task;

    public long Revision => inner.Revision;

    public long CompactedRevision => inner.CompactedRevision;

    public ValueTask<CommitResult> CommitAsync(StoreOperation operation, CancellationToken cancellationToken = default) =>
        inner.CommitAsync(operation, cancellationToken);

    public ValueTask<CommitResult> CommitAsync(IReadOnlyList<StoreOperation> operations, CancellationToken cancellationToken = default) =>
        inner.CommitAsync(operations, cancellationToken);

    public ValueTask<RangeResult> RangeAsync(RangeQuery query, CancellationToken cancellationToken = default) =>
        inner.RangeAsync(query, cancellationToken);

    public ValueTask<IStoreWatch> WatchAsync(string prefix, long afterRevision, CancellationToken cancellationToken = default) =>
        inner.WatchAsync(prefix, afterRevision, cancellationToken);

    public IStoreSubscription Subscribe(string prefix, IStoreObserver observer) => inner.Subscribe(prefix, observer);

    public async ValueTask CompactAsync(long revision, CancellationToken cancellationToken = default)
    {
        await inner.CompactAsync(revision, cancellationToken);
        _compacted.TrySetResult(revision);
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
