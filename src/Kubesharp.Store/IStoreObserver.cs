namespace Kubesharp.Store;

/// <summary>
/// Follows a key prefix inside the process. Calls come one at a time, in revision order, on the store's writer: they must be quick,
/// must not block on the store and must not throw. With the embedded engine they happen before the write is acknowledged, so whoever
/// sees the acknowledgement also sees the observer's new state.
/// </summary>
public interface IStoreObserver
{
    /// <summary>
    /// The starting point: everything under the prefix at a revision. Comes first and, if the store loses track (a remote store whose
    /// history was compacted meanwhile), again later. Valid during the call only.
    /// </summary>
    void OnSnapshot(long revision, IEnumerable<KeyValue> content);

    /// <summary>Changes under the prefix in order. All changes of one revision come in one call. Valid during the call only.</summary>
    void OnChanges(ReadOnlySpan<ChangeEvent<KeyValue>> changes);

    /// <summary>The store was closed; no more calls follow.</summary>
    void OnClosed();
}
