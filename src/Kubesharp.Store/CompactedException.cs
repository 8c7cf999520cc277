namespace Kubesharp.Store;

/// <summary>The asked revision is older than the history that is kept.</summary>
public sealed class CompactedException(long requested, long compacted)
    : StoreException($"required revision {requested} has been compacted; the oldest kept revision is {compacted}")
{
    /// <summary>The revision that was asked for.</summary>
    public long RequestedRevision => requested;

    /// <summary>The oldest revision that can be asked for.</summary>
    public long CompactedRevision => compacted;
}
