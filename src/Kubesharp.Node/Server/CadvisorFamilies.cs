using System.Collections.Immutable;
using Subject = Kubesharp.Node.Server.CadvisorMetrics.Subject;

namespace Kubesharp.Node.Server;

/// <summary>The families of metrics that cAdvisor has of cgroups.</summary>
internal static class CadvisorFamilies
{
    private const string Counter = "counter";
    private const string Gauge = "gauge";

    public static ImmutableArray<Family> All { get; } =
    [
        Limited("container_cpu_cfs_periods_total", Counter, "Number of elapsed enforcement period intervals.", subject => subject.Usage.CpuPeriods),
        Limited("container_cpu_cfs_throttled_periods_total", Counter, "Number of throttled period intervals.", subject => subject.Usage.ThrottledPeriods),
        Limited("container_cpu_cfs_throttled_seconds_total", Counter, "Total time duration the container has been throttled.", subject => subject.Usage.ThrottledSeconds),
        Plain("container_cpu_system_seconds_total", Counter, "Cumulative system cpu time consumed in seconds.", subject => subject.Usage.SystemCpu),
        new("container_cpu_usage_seconds_total", Counter, "Cumulative cpu time consumed in seconds.", subject => [("cpu=\"total\"", subject.Usage.Cpu)]),
        Plain("container_cpu_user_seconds_total", Counter, "Cumulative user cpu time consumed in seconds.", subject => subject.Usage.UserCpu),
        new("container_fs_inodes_free", Gauge, "Number of available Inodes", subject => OfDisk(subject, subject.Disk?.InodesFree)),
        new("container_fs_inodes_total", Gauge, "Number of Inodes", subject => OfDisk(subject, subject.Disk?.Inodes)),
        new("container_fs_limit_bytes", Gauge, "Number of bytes that can be consumed by the container on this filesystem.", subject => OfDisk(subject, subject.Disk?.Size)),
        new("container_fs_reads_bytes_total", Counter, "Cumulative count of bytes read", subject => OfDisk(subject, subject.Usage.BytesRead)),
        new("container_fs_usage_bytes", Gauge, "Number of bytes that are consumed by the container on this filesystem.", subject => OfDisk(subject, subject.Disk?.Used ?? (long?)subject.Layer?.UsedBytes?.Value)),
        new("container_fs_writes_bytes_total", Counter, "Cumulative count of bytes written", subject => OfDisk(subject, subject.Usage.BytesWritten)),
        Plain("container_last_seen", Gauge, "Last time a container was seen by the exporter", subject => subject.SeenAt),
        Plain("container_memory_cache", Gauge, "Number of bytes of page cache memory.", subject => subject.Usage.Cache),
        Plain("container_memory_failcnt", Counter, "Number of memory usage hits limits", subject => subject.Usage.MemoryFailures),
        new("container_memory_failures_total", Counter, "Cumulative count of memory allocation failures.", subject =>
        [
            ("failure_type=\"pgfault\",scope=\"hierarchy\"", subject.Usage.PageFaults),
            ("failure_type=\"pgmajfault\",scope=\"hierarchy\"", subject.Usage.MajorPageFaults),
        ]),
        Plain("container_memory_mapped_file", Gauge, "Size of memory mapped files in bytes.", subject => subject.Usage.MappedFiles),
        Plain("container_memory_max_usage_bytes", Gauge, "Maximum memory usage recorded in bytes", subject => subject.Usage.MostMemory),
        Plain("container_memory_rss", Gauge, "Size of RSS in bytes.", subject => subject.Usage.Rss),
        Plain("container_memory_swap", Gauge, "Container swap usage in bytes.", subject => subject.Usage.Swap),
        Plain("container_memory_usage_bytes", Gauge, "Current memory usage in bytes, including all memory regardless of when it was accessed", subject => subject.Usage.Memory),
        Plain("container_memory_working_set_bytes", Gauge, "Current working set in bytes.", subject => subject.Usage.WorkingSet),
        Network("container_network_receive_bytes_total", "Cumulative count of bytes received", use => use.ReceivedBytes),
        Network("container_network_receive_errors_total", "Cumulative count of errors encountered while receiving", use => use.ReceiveErrors),
        Network("container_network_receive_packets_dropped_total", "Cumulative count of packets dropped while receiving", use => use.ReceivedDropped),
        Network("container_network_receive_packets_total", "Cumulative count of packets received", use => use.ReceivedPackets),
        Network("container_network_transmit_bytes_total", "Cumulative count of bytes transmitted", use => use.SentBytes),
        Network("container_network_transmit_errors_total", "Cumulative count of errors encountered while transmitting", use => use.SendErrors),
        Network("container_network_transmit_packets_dropped_total", "Cumulative count of packets dropped while transmitting", use => use.SentDropped),
        Network("container_network_transmit_packets_total", "Cumulative count of packets transmitted", use => use.SentPackets),
        Plain("container_processes", Gauge, "Number of processes running inside the container.", subject => subject.Usage.Processes),
        Plain("container_spec_cpu_period", Gauge, "CPU period of the container.", subject => subject.Usage.CpuPeriod),
        Limited("container_spec_cpu_quota", Gauge, "CPU quota of the container.", subject => subject.Usage.CpuQuota),
        Plain("container_spec_cpu_shares", Gauge, "CPU share of the container.", subject => subject.Usage.CpuShares),
        Plain("container_spec_memory_limit_bytes", Gauge, "Memory limit for the container.", subject => subject.Usage.MemoryLimit),
        new("container_start_time_seconds", Gauge, "Start time of the container since unix epoch in seconds.", subject => subject.StartedAt is { } at ? [("", at.ToUnixTimeSeconds())] : []),
    ];

    private static Family Plain(string name, string type, string help, Func<Subject, double> value) => new(name, type, help, subject => [("", value(subject))]);

    /// <summary>A family of those whose processor time has a limit.</summary>
    private static Family Limited(string name, string type, string help, Func<Subject, double> value) =>
        new(name, type, help, subject => subject.Usage.CpuQuota > 0 ? [("", value(subject))] : []);

    private static Family Network(string name, string help, Func<InterfaceUse, double> value) =>
        new(name, Counter, help, subject => subject.Interfaces.Select(use => ($"interface=\"{use.Name}\"", value(use))));

    private static IEnumerable<(string, double)> OfDisk(Subject subject, long? value) => value is { } number ? [($"device=\"{subject.Device}\"", number)] : [];

    /// <summary>A family of metrics.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Type">Counter or gauge.</param>
    /// <param name="Help">What it is.</param>
    /// <param name="Read">The values of a cgroup, each with the labels it has beside those of the cgroup.</param>
    internal sealed record Family(string Name, string Type, string Help, Func<Subject, IEnumerable<(string Labels, double Value)>> Read);
}
