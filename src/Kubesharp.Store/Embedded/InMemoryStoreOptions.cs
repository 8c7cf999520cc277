using Kubesharp.Store.Caching;

namespace Kubesharp.Store.Embedded;

/// <summary>How an in-memory store works.</summary>
public sealed record InMemoryStoreOptions
{
    /// <summary>How long past states stay readable; <see cref="TimeSpan.Zero"/> leaves compaction to the caller.</summary>
    public TimeSpan HistoryRetention { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Upper limits of the history, whatever its age.</summary>
    public HistoryLimits History { get; init; } = new() { MaxAge = TimeSpan.FromMinutes(5), SettledAge = TimeSpan.FromMinutes(5) };

    /// <summary>How often keys whose time has come are looked for.</summary>
    public TimeSpan ExpirySweep { get; init; } = TimeSpan.FromSeconds(5);
}
