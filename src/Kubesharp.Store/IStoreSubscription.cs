namespace Kubesharp.Store;

/// <summary>The tie between a store and an observer; disposing it ends the calls.</summary>
public interface IStoreSubscription : IDisposable
{
    /// <summary>The revision up to which the observer has been told everything, whichever keys changed.</summary>
    long Revision { get; }

    /// <summary>Revisions below this one can no longer be read.</summary>
    long CompactedRevision { get; }

    /// <summary>Completes when <see cref="Revision"/> has reached the given one; at once when it already has.</summary>
    /// <exception cref="StoreClosedException">The store was closed first.</exception>
    ValueTask WaitForRevisionAsync(long revision, CancellationToken cancellationToken = default);
}
