using Kubesharp.Store.Caching;

namespace Kubesharp.Store.Embedded;

/// <summary>How an embedded store works.</summary>
public sealed record EmbeddedStoreOptions
{
    /// <summary>The data file; it and its folder are created when missing. The store also uses files beside it with the same beginning.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// How long past states stay readable: the store compacts to the revision it had this long ago. <see cref="TimeSpan.Zero"/> leaves
    /// compaction to the caller.
    /// </summary>
    public TimeSpan HistoryRetention { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How much of the history is kept in memory, where reads at past revisions are quick; older states come from the file.</summary>
    public HistoryLimits MemoryHistory { get; init; } = new() { MaxEvents = 16_384, MaxBytes = 32L << 20 };

    /// <summary>Most transactions waiting for the writer; further callers wait for room.</summary>
    public int QueueCapacity { get; init; } = 4096;

    /// <summary>
    /// Most bytes of the data file, 0 for as many as the disk has. Writes beyond fail with <see cref="StoreFullException"/>; deletions and
    /// compaction make room again.
    /// </summary>
    public long MaxFileBytes { get; init; }

    /// <summary>How often keys whose time has come are looked for.</summary>
    public TimeSpan ExpirySweep { get; init; } = TimeSpan.FromSeconds(5);
}
