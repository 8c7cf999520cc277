using System.Diagnostics.Metrics;

namespace Kubesharp.Client;

/// <summary>What all work queues of a process report, under the names that dashboards for Kubernetes expect.</summary>
public sealed class WorkQueueMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Kubesharp.Client.WorkQueue";

    private readonly List<WeakReference<IWorkQueueState>> _queues = [];

    public WorkQueueMetrics(IMeterFactory factory)
    {
        var meter = factory.Create(MeterName);
        Depth = meter.CreateUpDownCounter<int>("workqueue_depth", description: "Current depth of workqueue");
        Adds = meter.CreateCounter<long>("workqueue_adds_total", description: "Total number of adds handled by workqueue");
        Retries = meter.CreateCounter<long>("workqueue_retries_total", description: "Total number of retries handled by workqueue");
        QueueDuration = meter.CreateHistogram<double>("workqueue_queue_duration_seconds", "s", "How long in seconds an item stays in workqueue before being requested.");
        WorkDuration = meter.CreateHistogram<double>("workqueue_work_duration_seconds", "s", "How long in seconds processing an item from workqueue takes.");
        meter.CreateObservableGauge(
            "workqueue_unfinished_work_seconds",
            () => Measure(static state => state.UnfinishedSeconds),
            "s",
            "How many seconds of work has been done that is in progress and hasn't been observed by work_duration.");
        meter.CreateObservableGauge(
            "workqueue_longest_running_processor_seconds",
            () => Measure(static state => state.LongestRunningSeconds),
            "s",
            "How many seconds has the longest running processor for workqueue been running.");
    }

    internal UpDownCounter<int> Depth { get; }

    internal Counter<long> Adds { get; }

    internal Counter<long> Retries { get; }

    internal Histogram<double> QueueDuration { get; }

    internal Histogram<double> WorkDuration { get; }

    /// <summary>Watches a queue's work in hand for as long as the queue lives.</summary>
    internal void Observe(IWorkQueueState queue)
    {
        lock (_queues)
        {
            _queues.RemoveAll(static known => !known.TryGetTarget(out _));
            _queues.Add(new WeakReference<IWorkQueueState>(queue));
        }
    }

    private List<Measurement<double>> Measure(Func<IWorkQueueState, double> value)
    {
        lock (_queues)
        {
            var measurements = new List<Measurement<double>>(_queues.Count);
            foreach (var reference in _queues)
            {
                if (reference.TryGetTarget(out var queue)) measurements.Add(new(value(queue), queue.NameTag));
            }

            return measurements;
        }
    }
}

/// <summary>What is measured of a queue by looking at it.</summary>
internal interface IWorkQueueState
{
    KeyValuePair<string, object?> NameTag { get; }

    /// <summary>Sum over the keys in work of the time since they were taken.</summary>
    double UnfinishedSeconds { get; }

    double LongestRunningSeconds { get; }
}
