namespace Kubesharp.Scheduler.Framework;

/// <summary>What plugins remember between the extension points of one attempt to schedule one pod.</summary>
public sealed class CycleState
{
    private readonly object?[] _data;

    internal CycleState(int plugins) => _data = new object?[plugins];

    /// <summary>One bit per plugin whose filter is not called.</summary>
    internal ulong SkippedFilters { get; set; }

    /// <summary>One bit per plugin whose score is not asked for.</summary>
    internal ulong SkippedScores { get; set; }

    /// <summary>Whether a PreFilter plugin refused the pod for good, so that later ones never saw it.</summary>
    public bool PreFilterAborted { get; internal set; }

    public void Set(SchedulerPlugin plugin, object? value) => _data[plugin.Slot] = value;

    public T? Get<T>(SchedulerPlugin plugin)
        where T : class => (T?)_data[plugin.Slot];

    internal bool IsFilterSkipped(SchedulerPlugin plugin) => (SkippedFilters & (1UL << plugin.Slot)) != 0;

    internal bool IsScoreSkipped(SchedulerPlugin plugin) => (SkippedScores & (1UL << plugin.Slot)) != 0;
}
