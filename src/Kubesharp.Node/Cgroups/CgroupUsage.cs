namespace Kubesharp.Node.Cgroups;

/// <summary>What the processes of a cgroup and of those below it have used.</summary>
internal sealed record CgroupUsage
{
    /// <summary>Processor time in seconds.</summary>
    public double Cpu { get; init; }

    public double UserCpu { get; init; }

    public double SystemCpu { get; init; }

    public long CpuPeriods { get; init; }

    public long ThrottledPeriods { get; init; }

    public double ThrottledSeconds { get; init; }

    /// <summary>Processor time of each period in microseconds; zero for no limit.</summary>
    public long CpuQuota { get; init; }

    public long CpuPeriod { get; init; }

    public long CpuShares { get; init; }

    public long Memory { get; init; }

    public long MostMemory { get; init; }

    /// <summary>Bytes of memory that are not easily given back.</summary>
    public long WorkingSet { get; init; }

    public long Rss { get; init; }

    public long Cache { get; init; }

    public long MappedFiles { get; init; }

    public long Swap { get; init; }

    /// <summary>Zero for no limit.</summary>
    public long MemoryLimit { get; init; }

    /// <summary>How often memory was asked for that the limit did not allow.</summary>
    public long MemoryFailures { get; init; }

    public long PageFaults { get; init; }

    public long MajorPageFaults { get; init; }

    public long Processes { get; init; }

    public long BytesRead { get; init; }

    public long BytesWritten { get; init; }
}
