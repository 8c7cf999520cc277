namespace Kubesharp.Store;

/// <summary>An ordered, gapless stream of the changes under a prefix. For one reader.</summary>
public interface IStoreWatch : IDisposable
{
    /// <summary>
    /// Waits for the next changes and returns them in revision order, at least one.
    /// </summary>
    /// <exception cref="CompactedException">The reader was so slow that the changes it needs are no longer kept.</exception>
    /// <exception cref="StoreClosedException">The store was closed.</exception>
    ValueTask<IReadOnlyList<ChangeEvent<KeyValue>>> ReadAsync(CancellationToken cancellationToken = default);
}
