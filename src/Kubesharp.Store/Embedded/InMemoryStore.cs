using Kubesharp.Store.Caching;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubesharp.Store.Embedded;

/// <summary>
/// The embedded engine without a disk: same rules, nothing survives the process. A write is applied on the caller's thread before
/// <c>CommitAsync</c> returns, so a simulation on it is deterministic. History that memory lets go of counts as compacted.
/// </summary>
public sealed class InMemoryStore : StoreBase
{
    private readonly Lock _writer = new();
    private bool _closed;

    /// <summary>Creates an empty store.</summary>
    /// <param name="timeProvider">The clock for expiry, history age and compaction.</param>
    /// <param name="options">Further behaviour.</param>
    public InMemoryStore(TimeProvider? timeProvider = null, InMemoryStoreOptions? options = null)
        : base((options ??= new InMemoryStoreOptions()).History, timeProvider ?? TimeProvider.System)
    {
        StartMaintenance(options.HistoryRetention, options.ExpirySweep, NullLogger.Instance);
    }

    /// <inheritdoc/>
    public override ValueTask<CommitResult> CommitAsync(StoreOperation operation, CancellationToken cancellationToken = default) =>
        Commit(new CommitRequest(operation), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<CommitResult> CommitAsync(
        IReadOnlyList<StoreOperation> operations, CancellationToken cancellationToken = default) =>
        Commit(new CommitRequest(operations), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask CompactAsync(long revision, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_writer)
        {
            if (_closed) throw new StoreClosedException();
            State.CheckCompaction(revision);
            State.Compact(revision);
        }

        return ValueTask.CompletedTask;
    }

    private protected override ValueTask<RangeResult> RangeBeyondMemoryAsync(RangeQuery query, CancellationToken cancellationToken) =>
        throw new CompactedException(query.Revision, State.OldestInMemory);

    private protected override ValueTask<IStoreWatch> WatchBeyondMemoryAsync(
        string prefix, long afterRevision, CancellationToken cancellationToken) =>
        throw new CompactedException(afterRevision, State.OldestInMemory);

    private protected override ValueTask CloseAsync()
    {
        lock (_writer)
        {
            _closed = true;
            State.Close(new StoreClosedException());
        }

        return ValueTask.CompletedTask;
    }

    private ValueTask<CommitResult> Commit(CommitRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_writer)
        {
            if (_closed) throw new StoreClosedException();
            State.Evaluate(request);
            State.Publish();
        }

        return ValueTask.FromResult(request.Result);
    }
}
