using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Extenders;
using Kubesharp.Scheduler.Framework;

namespace Kubesharp.Scheduler.Queue;

/// <summary>
/// Pods that wait for a node: those to be tried next (active), those that must wait a while after a failed try (backoff), and those
/// that fit nowhere until something changes (unschedulable). Belongs to the scheduling loop's thread.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="compare">Order of the active pods.</param>
/// <param name="frameworkOf">Profile of a pod.</param>
/// <param name="options">Delays.</param>
public sealed class SchedulingQueue(
    TimeProvider time, Comparison<QueuedPod> compare, Func<PodInfo, SchedulingFramework> frameworkOf, SchedulerOptions options)
{
    private const string Failure = "ScheduleAttemptFailure";

    private readonly Dictionary<string, QueuedPod> _pods = new(StringComparer.Ordinal);
    private readonly Dictionary<string, QueuedPod> _unschedulable = new(StringComparer.Ordinal);
    private readonly PodHeap _active = new(compare);
    private readonly PodHeap _backoff = new(static (left, right) => left.BackoffUntil.CompareTo(right.BackoffUntil));
    private readonly PodHeap _errors = new(static (left, right) => left.BackoffUntil.CompareTo(right.BackoffUntil));
    private readonly List<QueuedPod> _moving = [];
    private long _sequence;
    private long _changes;
    private readonly SchedulerMetrics? _metrics = options.Metrics;
    private DateTimeOffset _nextSweep;

    public int ActiveCount => _active.Count;

    public int BackoffCount => _backoff.Count + _errors.Count;

    public int UnschedulableCount => _unschedulable.Count;

    /// <summary>How many pods are kept from being tried at all; they are among the unschedulable ones.</summary>
    public int GatedCount { get; private set; }

    /// <summary>All pods that wait, in flight ones included.</summary>
    public int Count => _pods.Count;

    public QueuedPod? Find(string key) => _pods.GetValueOrDefault(key);

    /// <summary>Adds a pod that needs a node. Returns the refusal of a PreEnqueue plugin that keeps it waiting, or null.</summary>
    public Verdict? Add(PodInfo info)
    {
        Remove(info.Key);
        var pod = new QueuedPod(info, time.GetUtcNow()) { Sequence = ++_sequence };
        _pods[info.Key] = pod;
        return Activate(pod, "UnscheduledPodAdd");
    }

    /// <summary>Takes note of a changed pod. Returns the refusal of a PreEnqueue plugin that keeps it waiting, or null.</summary>
    public Verdict? Update(PodInfo info, in ClusterChange change)
    {
        if (!_pods.TryGetValue(info.Key, out var pod)) return Add(info);
        pod.Info = info;
        switch (pod.Place)
        {
            case QueuePlace.Active:
                _active.Fix(pod);
                return null;
            case QueuePlace.Unschedulable when pod.GatedBy.Length > 0 || Helps(pod, change) || pod.RefusedBy.Count == 0:
                return Move(pod, NameOf(change));
            default:
                return null;
        }
    }

    /// <summary>Forgets a pod. One in flight is only marked, for those who have it.</summary>
    public void Remove(string key)
    {
        if (!_pods.Remove(key, out var pod)) return;
        pod.Go();
        TakeOut(pod);
    }

    /// <summary>The pod to try next, or null when none is due.</summary>
    public QueuedPod? Pop()
    {
        Flush();
        // With nothing else to do there is no reason to make pods wait, except after errors.
        var pod = _active.Pop() ?? _backoff.Pop();
        if (pod is null) return null;
        pod.Place = QueuePlace.InFlight;
        Start(pod);
        pod.ChangesBefore = _changes;
        return pod;
    }

    /// <summary>Takes a waiting pod out of turn, as its group is tried; false when it is gated or has been taken already.</summary>
    public bool Take(QueuedPod pod)
    {
        if (pod.GatedBy.Length > 0 || pod.Place is QueuePlace.None or QueuePlace.InFlight) return false;
        TakeOut(pod);
        pod.Place = QueuePlace.InFlight;
        Start(pod);
        pod.ChangesBefore = _changes;
        return true;
    }

    /// <summary>Ends the way of a pod that got its node.</summary>
    public void Done(QueuedPod pod)
    {
        if (_pods.TryGetValue(pod.Info.Key, out var known) && known == pod) _pods.Remove(pod.Info.Key);
        pod.Place = QueuePlace.None;
    }

    /// <summary>Puts a pod back that was refused by plugins, until a change may help it.</summary>
    public void PutBackRefused(QueuedPod pod, IEnumerable<string> plugins)
    {
        if (pod.IsGone) return;
        pod.RefusedBy.UnionWith(plugins);
        pod.Timestamp = time.GetUtcNow();
        SetBackoff(pod);
        if (pod.ChangesBefore != _changes)
        {
            // Something happened while the pod was being bound, which it was not there to hear of.
            Defer(pod, Failure);
            return;
        }

        Hold(pod, Failure);
    }

    /// <summary>Asks once more whether a pod may be tried at all, and puts one back that may not; null when it may.</summary>
    public Verdict? PutBackGated(QueuedPod pod) => Gate(pod, Failure);

    /// <summary>Puts a pod back after an error; it is tried again after its backoff.</summary>
    public void PutBackFailed(QueuedPod pod)
    {
        if (pod.IsGone) return;
        pod.Timestamp = time.GetUtcNow();
        SetBackoff(pod);
        pod.Place = QueuePlace.ErrorBackoff;
        _errors.Push(pod);
        _metrics?.Queued(Failure, "backoff");
    }

    /// <summary>Moves the pods that a change may help, of those that it concerns. Returns how many moved.</summary>
    public int Apply(in ClusterChange change, Func<PodInfo, bool>? concerns = null)
    {
        _changes++;
        if (_unschedulable.Count == 0) return 0;
        _moving.Clear();
        foreach (var pod in _unschedulable.Values)
        {
            if (concerns?.Invoke(pod.Info) != false && Helps(pod, change)) _moving.Add(pod);
        }

        foreach (var pod in _moving) Move(pod, NameOf(change));
        return _moving.Count;
    }

    /// <summary>Moves the pods whose time has come.</summary>
    public void Flush()
    {
        var now = time.GetUtcNow();
        FlushHeap(_backoff, now);
        FlushHeap(_errors, now);
        if (_unschedulable.Count == 0 || now < _nextSweep) return;
        _nextSweep = now + options.UnschedulableSweep;
        _moving.Clear();
        foreach (var pod in _unschedulable.Values)
        {
            if (pod.GatedBy.Length == 0 && now - pod.Timestamp >= options.MaxUnschedulable) _moving.Add(pod);
        }

        foreach (var pod in _moving) Move(pod, "UnschedulableTimeout");
    }

    /// <summary>When <see cref="Pop"/> may have something without anything else happening; null when it has something now.</summary>
    public TimeSpan? TimeToNext()
    {
        if (_active.Count > 0 || _backoff.Count > 0) return null;
        var now = time.GetUtcNow();
        var wait = TimeSpan.MaxValue;
        if (_errors.Peek() is { } error) wait = error.BackoffUntil - now;
        if (_unschedulable.Count > 0 && options.UnschedulableSweep < wait) wait = options.UnschedulableSweep;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static bool Hint(SchedulerPlugin plugin, PodInfo pod, in ClusterChange change) =>
        plugin is not IQueueingHintPlugin hint || hint.MayHelp(pod, change);

    /// <summary>There may be many such pods, and each is asked about every change.</summary>
    private static bool Helps(QueuedPod pod, in ClusterChange change)
    {
        if (pod.IsHelpedByAny) return true;
        foreach (var plugin in pod.HeldBy)
        {
            if (Hint(plugin, pod.Info, change)) return true;
        }

        return false;
    }

    private void FlushHeap(PodHeap heap, DateTimeOffset now)
    {
        while (heap.Peek() is { } pod && pod.BackoffUntil <= now)
        {
            heap.Pop();
            pod.Place = QueuePlace.None;
            Activate(pod, "BackoffComplete");
        }
    }

    private Verdict? Move(QueuedPod pod, string why)
    {
        TakeOut(pod);
        if (pod.BackoffUntil <= time.GetUtcNow()) return Activate(pod, why);
        if (Gate(pod, why) is { } verdict) return verdict;
        Defer(pod, why);
        return null;
    }

    private Verdict? Activate(QueuedPod pod, string why)
    {
        if (Gate(pod, why) is { } verdict) return verdict;
        pod.Place = QueuePlace.Active;
        _active.Push(pod);
        _metrics?.Queued(why, "active");
        return null;
    }

    private Verdict? Gate(QueuedPod pod, string why)
    {
        var verdict = frameworkOf(pod.Info).PreEnqueue(pod.Info);
        pod.GatedBy = verdict?.Plugin ?? "";
        if (verdict is not null) Hold(pod, why);
        return verdict;
    }

    private void Defer(QueuedPod pod, string why)
    {
        pod.Place = QueuePlace.Backoff;
        _backoff.Push(pod);
        _metrics?.Queued(why, "backoff");
    }

    private void Hold(QueuedPod pod, string why)
    {
        pod.Place = QueuePlace.Unschedulable;
        _unschedulable[pod.Info.Key] = pod;
        pod.HeldBy = frameworkOf(pod.Info).Plugins.Where(plugin => plugin.Name == pod.GatedBy || pod.RefusedBy.Contains(plugin.Name)).ToArray();
        // Extenders do not say what would help.
        pod.IsHelpedByAny = (pod.GatedBy.Length == 0 && pod.RefusedBy.Count == 0) || pod.RefusedBy.Contains(ExtenderChain.PluginName);
        if (pod.GatedBy.Length > 0) GatedCount++;
        _metrics?.Waits(pod, 1);
        _metrics?.Queued(why, pod.GatedBy.Length > 0 ? "gated" : "unschedulable");
    }

    private void Start(QueuedPod pod)
    {
        pod.Attempts++;
        pod.RefusedBy.Clear();
        pod.AttemptStart = time.GetTimestamp();
    }

    private static string NameOf(in ClusterChange change) => change.Target + change.Action switch
    {
        ChangeAction.Added => "Add",
        ChangeAction.Updated => "Update",
        _ => "Delete",
    };

    private void TakeOut(QueuedPod pod)
    {
        switch (pod.Place)
        {
            case QueuePlace.Active:
                _active.Remove(pod);
                break;
            case QueuePlace.Backoff:
                _backoff.Remove(pod);
                break;
            case QueuePlace.ErrorBackoff:
                _errors.Remove(pod);
                break;
            case QueuePlace.Unschedulable:
                _unschedulable.Remove(pod.Info.Key);
                if (pod.GatedBy.Length > 0) GatedCount--;
                _metrics?.Waits(pod, -1);
                break;
        }

        pod.Place = QueuePlace.None;
    }

    private void SetBackoff(QueuedPod pod)
    {
        var delay = options.InitialBackoff;
        for (var i = 1; i < pod.Attempts && delay < options.MaxBackoff; i++) delay *= 2;
        pod.BackoffUntil = pod.Timestamp + (delay < options.MaxBackoff ? delay : options.MaxBackoff);
    }
}
