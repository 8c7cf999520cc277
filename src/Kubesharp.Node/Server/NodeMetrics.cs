using Kubesharp.Node.Cri;
using Kubesharp.Node.Cri.V1;
using Kubesharp.Node.Nodes;
using Kubesharp.Node.Pods;

namespace Kubesharp.Node.Server;

/// <summary>What Prometheus and the metrics server read from a node, in the text format of Prometheus and under the kubelet's names.</summary>
internal sealed class NodeMetrics(ICriRuntime runtime, IPodLookup pods, NodeAgentOptions options, TimeProvider time)
{
    private const double NanosecondsPerSecond = 1e9;

    /// <summary>The document of <c>/metrics/resource</c>: processor time and memory of the node, its pods and their containers.</summary>
    public async Task<byte[]> ResourcesAsync(CancellationToken cancel)
    {
        var known = pods.Pods.ToDictionary(pod => pod.Metadata.Uid, StringComparer.Ordinal);
        var containers = new List<Sample>();
        foreach (var stats in await runtime.ListContainerStatsAsync(null, cancel))
        {
            var labels = stats.Attributes.Labels;
            if (RuntimeLabels.PodUidOf(labels) is { } uid && RuntimeLabels.ContainerNameOf(labels) is { } name && known.TryGetValue(uid, out var pod))
                containers.Add(Sample.Of(pod, name, stats));
        }

        containers.Sort((left, right) => string.CompareOrdinal(left.Labels, right.Labels));
        var whole = containers.GroupBy(sample => sample.Pod).Select(group => new Sample(
            group.Key, group.Key, group.Sum(sample => sample.Cpu), group.Sum(sample => sample.Memory), null, group.Max(sample => sample.At))).ToList();
        var node = new Sample(
            "", "", NodeFacts.ProcessorSeconds(), NodeFacts.MemoryInfo("MemTotal:") - NodeFacts.MemoryInfo("MemAvailable:"), null, time.GetUtcNow().ToUnixTimeMilliseconds());
        var text = new MetricText();
        Family(text, "container_cpu_usage_seconds_total", "counter", "[STABLE] Cumulative cpu time consumed by the container in core-seconds", containers, sample => sample.Cpu);
        Family(text, "container_memory_working_set_bytes", "gauge", "[STABLE] Current working set of the container in bytes", containers, sample => sample.Memory);
        Family(
            text, "container_start_time_seconds", "gauge", "[STABLE] Start time of the container since unix epoch in seconds",
            containers.Where(sample => sample.StartedAt is not null), sample => sample.StartedAt!.Value, timed: false);
        Family(text, "node_cpu_usage_seconds_total", "counter", "[STABLE] Cumulative cpu time consumed by the node in core-seconds", [node], sample => sample.Cpu);
        Family(text, "node_memory_working_set_bytes", "gauge", "[STABLE] Current working set of the node in bytes", [node], sample => sample.Memory);
        Family(text, "pod_cpu_usage_seconds_total", "counter", "[STABLE] Cumulative cpu time consumed by the pod in core-seconds", whole, sample => sample.Cpu);
        Family(text, "pod_memory_working_set_bytes", "gauge", "[STABLE] Current working set of the pod in bytes", whole, sample => sample.Memory);
        Family(text, "resource_scrape_error", "gauge", "[STABLE] 1 if there was an error while getting container metrics, 0 otherwise", [node], _ => 0, timed: false);
        return text.ToBytes();
    }

    /// <summary>The document of <c>/metrics</c>: what the agent has to do with.</summary>
    public async Task<byte[]> AgentAsync(CancellationToken cancel)
    {
        var states = (await runtime.ListContainersAsync(null, cancel)).CountBy(container => container.State switch
        {
            ContainerState.ContainerCreated => "created",
            ContainerState.ContainerRunning => "running",
            ContainerState.ContainerExited => "exited",
            _ => "unknown",
        });
        var ready = (await runtime.ListPodSandboxAsync(null, cancel)).Count(sandbox => sandbox.State == PodSandboxState.SandboxReady);
        var text = new MetricText();
        Family(text, "kubelet_node_name", "gauge", "[ALPHA] The node's name. The count is always 1.", [Sample.Plain($"node=\"{options.NodeName}\"", 1)], sample => sample.Cpu, timed: false);
        Family(
            text, "kubelet_running_containers", "gauge", "[ALPHA] Number of containers currently running",
            states.OrderBy(state => state.Key, StringComparer.Ordinal).Select(state => Sample.Plain($"container_state=\"{state.Key}\"", state.Value)), sample => sample.Cpu, timed: false);
        Family(text, "kubelet_running_pods", "gauge", "[ALPHA] Number of pods that have a running pod sandbox", [Sample.Plain("", ready)], sample => sample.Cpu, timed: false);
        Family(text, "process_cpu_seconds_total", "counter", "Total user and system CPU time spent in seconds.", [Sample.Plain("", Environment.CpuUsage.TotalTime.TotalSeconds)], sample => sample.Cpu, timed: false);
        Family(text, "process_resident_memory_bytes", "gauge", "Resident memory size in bytes.", [Sample.Plain("", Environment.WorkingSet)], sample => sample.Cpu, timed: false);
        return text.ToBytes();
    }

    private static void Family(MetricText text, string name, string type, string help, IEnumerable<Sample> samples, Func<Sample, double> value, bool timed = true)
    {
        text.Family(name, type, help);
        foreach (var sample in samples) text.Sample(name, sample.Labels, value(sample), timed ? sample.At : null);
    }

    /// <summary>What was read of one container, pod or node.</summary>
    /// <param name="Labels">All labels as they are written.</param>
    /// <param name="Pod">Those of them that name the pod.</param>
    /// <param name="Cpu">Processor time in seconds; the value itself where there is only one.</param>
    /// <param name="Memory">Bytes in use that cannot be given back.</param>
    /// <param name="StartedAt">Start in seconds since 1970, where it is known.</param>
    /// <param name="At">When it was read, in milliseconds since 1970.</param>
    private sealed record Sample(string Labels, string Pod, double Cpu, double Memory, double? StartedAt, long At)
    {
        public static Sample Plain(string labels, double value) => new(labels, "", value, 0, null, 0);

        public static Sample Of(Api.Core.V1.Pod pod, string container, ContainerStats stats)
        {
            var name = $"namespace=\"{pod.Metadata.Namespace}\",pod=\"{pod.Metadata.Name}\"";
            double? started = null;
            foreach (var status in (IEnumerable<Api.Core.V1.ContainerStatus>)[.. pod.Status.InitContainerStatuses, .. pod.Status.ContainerStatuses, .. pod.Status.EphemeralContainerStatuses])
            {
                if (status.Name == container) started = status.State.Running?.StartedAt.ToUnixTimeMilliseconds() / 1000.0;
            }

            return new Sample(
                $"container=\"{container}\",{name}",
                name,
                (stats.Cpu?.UsageCoreNanoSeconds?.Value ?? 0) / NanosecondsPerSecond,
                stats.Memory?.WorkingSetBytes?.Value ?? 0,
                started,
                RuntimeContainer.Instant(stats.Cpu?.Timestamp ?? 0).ToUnixTimeMilliseconds());
        }
    }
}
