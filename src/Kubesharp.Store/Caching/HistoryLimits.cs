namespace Kubesharp.Store.Caching;

/// <summary>
/// How many recent changes are kept in memory. Changes are let go oldest first, in small groups, as soon as any upper limit is passed or
/// they are older than <see cref="MaxAge"/>; the newest <see cref="MinEvents"/> stay whatever their age. After a burst, what watchers have had
/// time to read is kept in fewer bytes.
/// </summary>
public sealed record HistoryLimits
{
    /// <summary>Changes that stay however old they are.</summary>
    public int MinEvents { get; init; } = 100;

    /// <summary>Most changes that are kept.</summary>
    public int MaxEvents { get; init; } = 102_400;

    /// <summary>Most bytes of stored values that kept changes may refer to; at least the newest group of changes is always kept.</summary>
    public long MaxBytes { get; init; } = 64L << 20;

    /// <summary>Most bytes that are kept once the oldest of them are older than <see cref="SettledAge"/>.</summary>
    public long MaxSettledBytes { get; init; } = 16L << 20;

    /// <summary>How long a watcher that is slow or connects again may take to read a burst.</summary>
    public TimeSpan SettledAge { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Changes younger than this are kept while the upper limits allow it.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromSeconds(75);
}
