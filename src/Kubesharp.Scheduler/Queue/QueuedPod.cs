using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;

namespace Kubesharp.Scheduler.Queue;

/// <summary>Where a waiting pod is.</summary>
public enum QueuePlace
{
    None,
    Active,
    Backoff,
    ErrorBackoff,
    Unschedulable,

    /// <summary>Taken from the queue; being scheduled or bound.</summary>
    InFlight,
}

/// <summary>A pod that waits for a node.</summary>
public sealed class QueuedPod(PodInfo info, DateTimeOffset now)
{
    public PodInfo Info { get; internal set; } = info;

    /// <summary>When the pod came to its present place.</summary>
    public DateTimeOffset Timestamp { get; internal set; } = now;

    /// <summary>When the pod came into the queue for the first time.</summary>
    public DateTimeOffset Arrival { get; } = now;

    /// <summary>How often the pod was tried.</summary>
    public int Attempts { get; internal set; }

    /// <summary>Plugins that refused the pod the last time.</summary>
    public HashSet<string> RefusedBy { get; } = new(StringComparer.Ordinal);

    /// <summary>Plugin that keeps the pod from being tried at all, or empty.</summary>
    public string GatedBy { get; internal set; } = "";

    public QueuePlace Place { get; internal set; }

    /// <summary>Whether the pod has gone while it was in flight.</summary>
    public bool IsGone { get; private set; }

    /// <summary>Ends what waits for something before the pod is bound; called when the pod or its node goes meanwhile.</summary>
    internal Action? GiveUp { get; set; }

    /// <summary>How many changes there had been when the pod was taken from the queue.</summary>
    internal long ChangesBefore { get; set; }

    /// <summary>Plugins that say which changes may help the pod while it is unschedulable.</summary>
    internal SchedulerPlugin[] HeldBy { get; set; } = [];

    /// <summary>Whether any change may help, because nobody says which ones.</summary>
    internal bool IsHelpedByAny { get; set; }

    internal DateTimeOffset BackoffUntil { get; set; }

    /// <summary>When the present attempt began, as the clock counts.</summary>
    internal long AttemptStart { get; set; }

    internal int HeapIndex { get; set; } = -1;

    /// <summary>Breaks ties, so that the order never depends on chance.</summary>
    internal long Sequence { get; set; }

    /// <summary>Marks the pod as one that nobody waits for any more.</summary>
    internal void Go()
    {
        IsGone = true;
        GiveUp?.Invoke();
    }
}
