namespace Kubesharp.Server.Hosting;

/// <summary>The memory of this process.</summary>
public sealed class ProcessHeap : IHeap
{
    // Compacting stops the process for about a millisecond per megabyte; a larger heap is collected beside the running threads instead.
    private const long CompactBelowBytes = 256L << 20;

    private ProcessHeap()
    {
    }

    public static ProcessHeap Instance { get; } = new();

    public long AllocatedBytes => GC.GetTotalAllocatedBytes(precise: false);

    public void Collect()
    {
        if (GC.GetTotalMemory(forceFullCollection: false) < CompactBelowBytes) GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        else GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
    }
}
