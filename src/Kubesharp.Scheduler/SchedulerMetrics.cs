using System.Diagnostics.Metrics;
using System.Globalization;
using Kubesharp.Scheduler.Queue;

namespace Kubesharp.Scheduler;

/// <summary>What a scheduler reports, under the names that dashboards for kube-scheduler expect.</summary>
public sealed class SchedulerMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Kubesharp.Scheduler";

    private const int MaxAttempts = 15;
    private readonly Counter<long> _attempts;
    private readonly Histogram<double> _attemptDuration;
    private readonly Histogram<double> _podAttempts;
    private readonly Histogram<double> _podDuration;
    private readonly Histogram<double> _extensionPoints;
    private readonly Histogram<double> _permitWait;
    private readonly UpDownCounter<int> _tasks;
    private readonly Counter<long> _preemptions;
    private readonly Histogram<double> _victims;
    private readonly Counter<long> _incoming;
    private readonly UpDownCounter<int> _unschedulable;
    private volatile SchedulingQueue? _queue;

    public SchedulerMetrics(IMeterFactory factory)
    {
        var meter = factory.Create(MeterName);
        _attempts = meter.CreateCounter<long>("scheduler_schedule_attempts_total", description: "Number of attempts to schedule pods, by the result.");
        _attemptDuration = Histogram("scheduler_scheduling_attempt_duration_seconds", "Scheduling attempt latency in seconds (scheduling algorithm + binding)", Doubling(0.001, 15));
        _podAttempts = Histogram("scheduler_pod_scheduling_attempts", "Number of attempts to successfully schedule a pod.", Doubling(1, 5));
        _podDuration = Histogram(
            "scheduler_pod_scheduling_sli_duration_seconds",
            "E2e latency for a pod being scheduled, from the time the pod enters the scheduling queue, which might involve multiple scheduling attempts.",
            Doubling(0.01, 20));
        _extensionPoints = Histogram("scheduler_framework_extension_point_duration_seconds", "Latency for running all plugins of a specific extension point.", Doubling(0.0001, 12));
        _permitWait = Histogram("scheduler_permit_wait_duration_seconds", "Duration of waiting on permit.", Doubling(0.001, 15));
        _tasks = meter.CreateUpDownCounter<int>("scheduler_goroutines", description: "Number of running goroutines split by the work they do such as binding.");
        _preemptions = meter.CreateCounter<long>("scheduler_preemption_attempts_total", description: "Total preemption attempts in the cluster till now");
        _victims = Histogram("scheduler_preemption_victims", "Number of selected preemption victims", Doubling(1, 7));
        _incoming = meter.CreateCounter<long>("scheduler_queue_incoming_pods_total", description: "Number of pods added to scheduling queues by event and queue type.");
        _unschedulable = meter.CreateUpDownCounter<int>("scheduler_unschedulable_pods", description: "The number of unschedulable pods broken down by plugin name.");
        meter.CreateObservableGauge("scheduler_pending_pods", Pending, description: "Number of pending pods, by the queue type.");

        Histogram<double> Histogram(string name, string description, double[] bounds) =>
            meter.CreateHistogram(name, description: description, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });
    }

    /// <summary>Reports how many pods wait in a queue.</summary>
    internal void Watch(SchedulingQueue queue) => _queue = queue;

    /// <summary>An attempt to give a pod a node is over.</summary>
    /// <param name="profile">Profile of the pod.</param>
    /// <param name="result">How it went: scheduled, unschedulable or error.</param>
    /// <param name="duration">How long it took.</param>
    internal void Attempted(string profile, string result, TimeSpan duration)
    {
        _attempts.Add(1, new("profile", profile), new KeyValuePair<string, object?>("result", result));
        _attemptDuration.Record(duration.TotalSeconds, new("profile", profile), new KeyValuePair<string, object?>("result", result));
    }

    /// <summary>A pod has its node.</summary>
    /// <param name="attempts">How many attempts it took.</param>
    /// <param name="duration">How long since it came into the queue.</param>
    internal void Bound(int attempts, TimeSpan duration)
    {
        _podAttempts.Record(attempts);
        _podDuration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("attempts", attempts >= MaxAttempts ? $"{MaxAttempts}+" : attempts.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>The plugins of an extension point have been asked one by one.</summary>
    internal void Asked(string extensionPoint, string profile, bool agreed, TimeSpan duration) => _extensionPoints.Record(
        duration.TotalSeconds, new("extension_point", extensionPoint), new("profile", profile), new KeyValuePair<string, object?>("status", agreed ? "Success" : "Unschedulable"));

    /// <summary>A pod has waited for the plugins that had to permit it.</summary>
    internal void Permitted(bool agreed, TimeSpan duration) => _permitWait.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("result", agreed ? "Success" : "Unschedulable"));

    /// <summary>A binding begins, or ends.</summary>
    internal void Binds(int sign) => _tasks.Add(sign, new KeyValuePair<string, object?>("operation", "binding"));

    /// <summary>It was looked for pods that could be removed.</summary>
    internal void Preempted(int victims)
    {
        _preemptions.Add(1);
        if (victims > 0) _victims.Record(victims);
    }

    /// <summary>A pod came into a part of the queue.</summary>
    internal void Queued(string @event, string queue) => _incoming.Add(1, new("event", @event), new KeyValuePair<string, object?>("queue", queue));

    /// <summary>A pod begins, or ends, to wait because of the plugins that refused it.</summary>
    internal void Waits(QueuedPod pod, int sign)
    {
        foreach (var plugin in pod.RefusedBy) _unschedulable.Add(sign, new("plugin", plugin), new KeyValuePair<string, object?>("profile", pod.Info.Pod.Spec.SchedulerName));
    }

    private static double[] Doubling(double first, int count)
    {
        var bounds = new double[count];
        for (var i = 0; i < count; i++) bounds[i] = first * (1L << i);
        return bounds;
    }

    private IEnumerable<Measurement<int>> Pending()
    {
        if (_queue is not { } queue) return [];
        var gated = queue.GatedCount;
        return
        [
            Of("active", queue.ActiveCount),
            Of("backoff", queue.BackoffCount),
            Of("gated", gated),
            Of("unschedulable", Math.Max(queue.UnschedulableCount - gated, 0)),
        ];

        static Measurement<int> Of(string queue, int count) => new(count, new KeyValuePair<string, object?>("queue", queue));
    }
}
