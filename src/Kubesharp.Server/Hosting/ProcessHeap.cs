using System.Runtime.InteropServices;

namespace Kubesharp.Server.Hosting;

/// <summary>The memory of this process.</summary>
public sealed class ProcessHeap : IHeap
{
    // Compacting stops the process, for some tenths of a second at this size; a larger heap is collected beside the running threads instead.
    private const long CompactBelowBytes = 512L << 20;

    private ProcessHeap()
    {
    }

    public static ProcessHeap Instance { get; } = new();

    public long AllocatedBytes => GC.GetTotalAllocatedBytes(precise: false);

    public void Collect()
    {
        if (GC.GetTotalMemory(forceFullCollection: false) < CompactBelowBytes) GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        else GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
        if (NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "malloc_trim", out _)) MallocTrim(0);
    }

    /// <summary>Gives back what the C library keeps of freed memory, such as that of TLS connections that were closed.</summary>
    [DllImport("libc", EntryPoint = "malloc_trim")]
    private static extern int MallocTrim(nuint keep);
}
