namespace Kubesharp.Node.Cgroups;

/// <summary>Limits of one cgroup; null leaves the kernel's value alone.</summary>
public sealed record CgroupResources
{
    /// <summary>Share of CPU time against siblings, on the scale of cgroup v1 (1024 is one CPU).</summary>
    public long? CpuShares { get; init; }

    /// <summary>CPU time per period in microseconds; -1 for no limit.</summary>
    public long? CpuQuota { get; init; }

    /// <summary>Length of the period in microseconds.</summary>
    public long CpuPeriod { get; init; } = CpuMath.Period;

    /// <summary>Memory in bytes; -1 for no limit.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>Number of processes and threads; -1 for no limit.</summary>
    public long? PidsLimit { get; init; }
}
