using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Kubesharp.Node.Cri;
using Kubesharp.Node.Cri.V1;
using Kubesharp.Node.Machine;
using Kubesharp.Node.Nodes;
using Kubesharp.Node.Pods;

namespace Kubesharp.Node.Server;

/// <summary>What the node and its pods use: processor time, memory, disk and process numbers.</summary>
internal sealed class NodeStatistics(ICriRuntime runtime, IPodLookup pods, NodeAgentOptions options, TimeProvider time)
{
    /// <summary>The document of <c>/stats/summary</c>.</summary>
    public async Task<byte[]> SummaryAsync(CancellationToken cancel)
    {
        var byPod = new Dictionary<string, List<ContainerStats>>(StringComparer.Ordinal);
        foreach (var stats in await runtime.ListContainerStatsAsync(null, cancel))
        {
            if (RuntimeLabels.PodUidOf(stats.Attributes.Labels) is not { } uid) continue;
            if (!byPod.TryGetValue(uid, out var list)) byPod[uid] = list = [];
            list.Add(stats);
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("node");
            json.WriteString("nodeName", options.NodeName);
            var available = NodeFacts.MemoryInfo("MemAvailable:");
            var total = NodeFacts.MemoryInfo("MemTotal:");
            json.WriteStartObject("cpu");
            json.WriteString("time", Text(time.GetUtcNow()));
            json.WriteNumber("usageCoreNanoSeconds", (long)(NodeFacts.ProcessorSeconds() * 1e9));
            json.WriteEndObject();
            json.WriteStartObject("memory");
            json.WriteString("time", Text(time.GetUtcNow()));
            json.WriteNumber("availableBytes", available);
            json.WriteNumber("workingSetBytes", total - available);
            json.WriteEndObject();
            WriteFileSystem(json, FileSystemUse.Of(options.RootDirectory));
            WriteProcesses(json);
            json.WriteEndObject();
            json.WriteStartArray("pods");
            foreach (var pod in pods.Pods)
            {
                if (byPod.TryGetValue(pod.Metadata.Uid, out var containers)) WritePod(json, pod, containers);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WritePod(Utf8JsonWriter json, Api.Core.V1.Pod pod, List<ContainerStats> containers)
    {
        json.WriteStartObject();
        json.WriteStartObject("podRef");
        json.WriteString("name", pod.Metadata.Name);
        json.WriteString("namespace", pod.Metadata.Namespace);
        json.WriteString("uid", pod.Metadata.Uid);
        json.WriteEndObject();
        if (pod.Status.StartTime is { } started) json.WriteString("startTime", Text(started));
        json.WriteStartArray("containers");
        foreach (var stats in containers)
        {
            json.WriteStartObject();
            json.WriteString("name", RuntimeLabels.ContainerNameOf(stats.Attributes.Labels) ?? stats.Attributes.Metadata.Name);
            if (stats.Cpu is { } cpu)
            {
                json.WriteStartObject("cpu");
                json.WriteString("time", Text(RuntimeContainer.Instant(cpu.Timestamp)));
                if (cpu.UsageNanoCores is { } cores) json.WriteNumber("usageNanoCores", cores.Value);
                json.WriteNumber("usageCoreNanoSeconds", cpu.UsageCoreNanoSeconds?.Value ?? 0);
                json.WriteEndObject();
            }

            if (stats.Memory is { } memory)
            {
                json.WriteStartObject("memory");
                json.WriteString("time", Text(RuntimeContainer.Instant(memory.Timestamp)));
                json.WriteNumber("workingSetBytes", memory.WorkingSetBytes?.Value ?? 0);
                if (memory.UsageBytes is { } usage) json.WriteNumber("usageBytes", usage.Value);
                if (memory.RssBytes is { } rss) json.WriteNumber("rssBytes", rss.Value);
                json.WriteEndObject();
            }

            if (stats.WritableLayer is { } layer)
            {
                json.WriteStartObject("rootfs");
                json.WriteString("time", Text(RuntimeContainer.Instant(layer.Timestamp)));
                json.WriteNumber("usedBytes", layer.UsedBytes?.Value ?? 0);
                json.WriteNumber("inodesUsed", layer.InodesUsed?.Value ?? 0);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("cpu");
        json.WriteString("time", Text(RuntimeContainer.Instant(containers.Max(stats => stats.Cpu?.Timestamp ?? 0))));
        json.WriteNumber("usageNanoCores", containers.Sum(stats => (long)(stats.Cpu?.UsageNanoCores?.Value ?? 0)));
        json.WriteNumber("usageCoreNanoSeconds", containers.Sum(stats => (long)(stats.Cpu?.UsageCoreNanoSeconds?.Value ?? 0)));
        json.WriteEndObject();
        json.WriteStartObject("memory");
        json.WriteString("time", Text(RuntimeContainer.Instant(containers.Max(stats => stats.Memory?.Timestamp ?? 0))));
        json.WriteNumber("usageBytes", containers.Sum(stats => (long)(stats.Memory?.UsageBytes?.Value ?? 0)));
        json.WriteNumber("workingSetBytes", containers.Sum(stats => (long)(stats.Memory?.WorkingSetBytes?.Value ?? 0)));
        json.WriteNumber("rssBytes", containers.Sum(stats => (long)(stats.Memory?.RssBytes?.Value ?? 0)));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteFileSystem(Utf8JsonWriter json, FileSystemUse use)
    {
        json.WriteStartObject("fs");
        json.WriteString("time", Text(time.GetUtcNow()));
        json.WriteNumber("availableBytes", use.Available);
        json.WriteNumber("capacityBytes", use.Size);
        json.WriteNumber("usedBytes", use.Used);
        json.WriteNumber("inodesFree", use.InodesFree);
        json.WriteNumber("inodes", use.Inodes);
        json.WriteNumber("inodesUsed", use.Inodes - use.InodesFree);
        json.WriteEndObject();
    }

    private void WriteProcesses(Utf8JsonWriter json)
    {
        var (running, most) = Eviction.NodeSupply.Processes();
        json.WriteStartObject("rlimit");
        json.WriteString("time", Text(time.GetUtcNow()));
        json.WriteNumber("maxpid", most);
        json.WriteNumber("curproc", running);
        json.WriteEndObject();
    }

    private static string Text(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
