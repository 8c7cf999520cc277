namespace Kubesharp.Store;

/// <summary>The asked revision has not happened yet.</summary>
public sealed class FutureRevisionException(long requested, long current)
    : StoreException($"required revision {requested} is a future revision; the store is at {current}")
{
    /// <summary>The revision that was asked for.</summary>
    public long RequestedRevision => requested;

    /// <summary>The store's revision.</summary>
    public long CurrentRevision => current;
}
