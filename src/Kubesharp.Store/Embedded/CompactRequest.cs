namespace Kubesharp.Store.Embedded;

/// <summary>A compaction waiting for the writer.</summary>
internal sealed class CompactRequest(long revision) : StoreRequest
{
    public long Revision => revision;
}
