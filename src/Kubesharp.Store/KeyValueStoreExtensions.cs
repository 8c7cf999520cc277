namespace Kubesharp.Store;

/// <summary>Short forms for the most common calls.</summary>
public static class KeyValueStoreExtensions
{
    /// <summary>Reads one key, now or at a past revision; null when it does not exist.</summary>
    public static async ValueTask<KeyValue?> GetAsync(
        this IKeyValueStore store, string key, long revision = 0, CancellationToken cancellationToken = default)
    {
        var result = await store.RangeAsync(RangeQuery.Key(key) with { Revision = revision }, cancellationToken).ConfigureAwait(false);
        return result.Items.Count == 0 ? null : result.Items[0];
    }

    /// <summary>Stores a value, see <see cref="StoreOperation.Put"/>.</summary>
    public static ValueTask<CommitResult> PutAsync(
        this IKeyValueStore store, string key, ReadOnlyMemory<byte> value, long? expectedRevision = null, CancellationToken cancellationToken = default) =>
        store.CommitAsync(StoreOperation.Put(key, value, expectedRevision), cancellationToken);

    /// <summary>Deletes a key, see <see cref="StoreOperation.Delete"/>.</summary>
    public static ValueTask<CommitResult> DeleteAsync(
        this IKeyValueStore store, string key, long? expectedRevision = null, CancellationToken cancellationToken = default) =>
        store.CommitAsync(StoreOperation.Delete(key, expectedRevision), cancellationToken);
}
