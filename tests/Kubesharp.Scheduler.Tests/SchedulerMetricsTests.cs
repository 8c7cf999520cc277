using Kubesharp.Client;
using Kubesharp.Scheduler.Tests.Gangs;

namespace Kubesharp.Scheduler.Tests;

/// <summary>What a scheduler reports.</summary>
public sealed class SchedulerMetricsTests
{
    [Fact]
    public void Scheduler_OnePlacedOneRefused_BothAreCounted()
    {
        using var registry = new PrometheusRegistry();
        var scheduler = new GangHarness(metrics: new SchedulerMetrics(registry));
        scheduler.Core.NodeChanged(null, Build.Node("n1"));
        scheduler.Add("fits", "1");
        scheduler.Add("large", "100");
        scheduler.Core.PodChanged(null, Build.Pod("gated", spec: """{"schedulingGates":[{"name":"example.com/g"}]}"""));
        scheduler.Run();

        var text = registry.Write().Split('\n');
        Assert.Contains("scheduler_schedule_attempts_total{profile=\"default-scheduler\",result=\"scheduled\"} 1", text);
        Assert.Contains("scheduler_schedule_attempts_total{profile=\"default-scheduler\",result=\"unschedulable\"} 1", text);
        Assert.Contains("scheduler_pending_pods{queue=\"active\"} 0", text);
        Assert.Contains("scheduler_pending_pods{queue=\"gated\"} 1", text);
        Assert.Contains("scheduler_pending_pods{queue=\"unschedulable\"} 1", text);
        Assert.Contains("scheduler_unschedulable_pods{plugin=\"NodeResourcesFit\",profile=\"default-scheduler\"} 1", text);
        Assert.Contains("scheduler_pod_scheduling_attempts_bucket{le=\"1\"} 1", text);
        Assert.Contains("scheduler_pod_scheduling_sli_duration_seconds_count{attempts=\"1\"} 1", text);
        Assert.Contains("scheduler_queue_incoming_pods_total{event=\"UnscheduledPodAdd\",queue=\"active\"} 2", text);
        Assert.Contains("scheduler_queue_incoming_pods_total{event=\"ScheduleAttemptFailure\",queue=\"unschedulable\"} 1", text);
        Assert.Contains("scheduler_preemption_attempts_total 1", text);
    }

    [Fact]
    public void Bindings_OneWaitsForItsPermit_BothAreReported()
    {
        using var registry = new PrometheusRegistry();
        var metrics = new SchedulerMetrics(registry);
        metrics.Binds(1);
        metrics.Binds(1);
        metrics.Permitted(agreed: false, TimeSpan.FromSeconds(3));
        metrics.Binds(-1);

        var text = registry.Write().Split('\n');
        Assert.Contains("scheduler_goroutines{operation=\"binding\"} 1", text);
        Assert.Contains("scheduler_permit_wait_duration_seconds_bucket{result=\"Unschedulable\",le=\"2.048\"} 0", text);
        Assert.Contains("scheduler_permit_wait_duration_seconds_bucket{result=\"Unschedulable\",le=\"4.096\"} 1", text);
    }
}
