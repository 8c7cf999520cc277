namespace Kubesharp.Store;

/// <summary>
/// A revisioned key-value store with etcd v3's model: one global revision that grows by one with every transaction that changes
/// something, values with create and mod revisions, guarded transactions, reads at past revisions, watches, and compaction of history.
/// An empty store is at revision 1. All members may be called from any thread.
/// </summary>
public interface IKeyValueStore : IAsyncDisposable
{
    /// <summary>Most operations in one transaction.</summary>
    const int MaxOperations = 128;

    /// <summary>The newest revision this process knows to be durable and visible to its observers.</summary>
    long Revision { get; }

    /// <summary>Reads and watches need a revision of at least this one.</summary>
    long CompactedRevision { get; }

    /// <summary>
    /// Writes one key. When the task completes with success the write is durable and every in-process observer has seen it.
    /// Cancellation is honoured until the write is queued; after that the outcome is always reported.
    /// </summary>
    /// <exception cref="StoreClosedException">The store is closed.</exception>
    /// <exception cref="StoreException">The write could not be made durable; it is not visible.</exception>
    ValueTask<CommitResult> CommitAsync(StoreOperation operation, CancellationToken cancellationToken = default);

    /// <summary>
    /// Applies all operations at one revision if all their guards hold, else none. Keys must be distinct.
    /// </summary>
    /// <exception cref="ArgumentException">No operation, more than <see cref="MaxOperations"/>, or a key twice.</exception>
    /// <exception cref="StoreClosedException">The store is closed.</exception>
    /// <exception cref="StoreException">The transaction could not be made durable; it is not visible.</exception>
    ValueTask<CommitResult> CommitAsync(IReadOnlyList<StoreOperation> operations, CancellationToken cancellationToken = default);

    /// <summary>Reads a range of keys, now or at a past revision.</summary>
    /// <exception cref="CompactedException">The revision is older than <see cref="CompactedRevision"/>.</exception>
    /// <exception cref="FutureRevisionException">The revision has not happened yet.</exception>
    ValueTask<RangeResult> RangeAsync(RangeQuery query, CancellationToken cancellationToken = default);

    /// <summary>Watches a prefix for the changes after a revision (exclusive).</summary>
    /// <exception cref="CompactedException">The revision is older than <see cref="CompactedRevision"/>.</exception>
    /// <exception cref="FutureRevisionException">The revision has not happened yet.</exception>
    ValueTask<IStoreWatch> WatchAsync(string prefix, long afterRevision, CancellationToken cancellationToken = default);

    /// <summary>
    /// Lets an in-process observer follow a prefix. With the embedded engines the snapshot, and as many kept changes as there are, have
    /// been delivered when this returns.
    /// </summary>
    IStoreSubscription Subscribe(string prefix, IStoreObserver observer);

    /// <summary>Gives up the history before a revision: states older than it can no longer be read.</summary>
    /// <exception cref="CompactedException">That revision is already compacted.</exception>
    /// <exception cref="FutureRevisionException">The revision has not happened yet.</exception>
    ValueTask CompactAsync(long revision, CancellationToken cancellationToken = default);
}
