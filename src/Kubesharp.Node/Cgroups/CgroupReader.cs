using System.Globalization;

namespace Kubesharp.Node.Cgroups;

/// <summary>Reads what cgroups have used, in either version.</summary>
internal sealed class CgroupReader(CgroupFileSystem fileSystem)
{
    private const double MicrosecondsPerSecond = 1e6;
    private const double NanosecondsPerSecond = 1e9;
    private const double TicksPerSecond = 100;

    /// <summary>A limit beyond this is the kernel's way to say that there is none.</summary>
    private const long Boundless = 1L << 62;

    /// <summary>What a cgroup has used; null when there is no such cgroup.</summary>
    /// <param name="path">The path below the mount point, with a leading slash.</param>
    public CgroupUsage? Read(string path)
    {
        try
        {
            return fileSystem.IsUnified ? ReadUnified(fileSystem.Root + path) : ReadLegacy(path);
        }
        catch (Exception e) when (e is DirectoryNotFoundException or FileNotFoundException || IsGone(e))
        {
            // It ended while it was looked at.
            return null;
        }
    }

    /// <summary>One of the processes of a cgroup itself, or null when it has none.</summary>
    public int? ProcessOf(string path)
    {
        var tree = fileSystem.IsUnified ? fileSystem.Root : fileSystem.Controllers.GetValueOrDefault("memory");
        if (tree is null) return null;
        try
        {
            var first = File.ReadLines(Path.Combine(tree + path, "cgroup.procs")).FirstOrDefault();
            return int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        }
        catch (Exception e) when (e is DirectoryNotFoundException or FileNotFoundException || IsGone(e))
        {
            return null;
        }
    }

    /// <summary>A file of a cgroup that is removed while it is read says that there is no such device.</summary>
    private static bool IsGone(Exception e)
    {
        const int NoSuchDevice = 19;
        return e is IOException && (e.HResult & 0xffff) == NoSuchDevice;
    }

    private static CgroupUsage? ReadUnified(string folder)
    {
        if (!Directory.Exists(folder)) return null;
        var cpu = Table(folder, "cpu.stat");
        var memory = Table(folder, "memory.stat");
        var used = Number(folder, "memory.current");
        var (read, written) = UnifiedInput(folder);
        var quota = Words(folder, "cpu.max");
        return new CgroupUsage
        {
            Cpu = cpu.GetValueOrDefault("usage_usec") / MicrosecondsPerSecond,
            UserCpu = cpu.GetValueOrDefault("user_usec") / MicrosecondsPerSecond,
            SystemCpu = cpu.GetValueOrDefault("system_usec") / MicrosecondsPerSecond,
            CpuPeriods = cpu.GetValueOrDefault("nr_periods"),
            ThrottledPeriods = cpu.GetValueOrDefault("nr_throttled"),
            ThrottledSeconds = cpu.GetValueOrDefault("throttled_usec") / MicrosecondsPerSecond,
            CpuQuota = quota is [var most, ..] && long.TryParse(most, CultureInfo.InvariantCulture, out var limit) ? limit : 0,
            CpuPeriod = quota is [_, var period, ..] ? long.Parse(period, CultureInfo.InvariantCulture) : 0,
            CpuShares = CpuMath.SharesOfWeight(Number(folder, "cpu.weight")),
            Memory = used,
            MostMemory = Number(folder, "memory.peak"),
            WorkingSet = Math.Max(0, used - memory.GetValueOrDefault("inactive_file")),
            Rss = memory.GetValueOrDefault("anon"),
            Cache = memory.GetValueOrDefault("file"),
            MappedFiles = memory.GetValueOrDefault("file_mapped"),
            Swap = Number(folder, "memory.swap.current"),
            MemoryLimit = Number(folder, "memory.max"),
            MemoryFailures = Table(folder, "memory.events").GetValueOrDefault("max"),
            PageFaults = memory.GetValueOrDefault("pgfault"),
            MajorPageFaults = memory.GetValueOrDefault("pgmajfault"),
            Processes = Number(folder, "pids.current"),
            BytesRead = read,
            BytesWritten = written,
        };
    }

    private CgroupUsage? ReadLegacy(string path)
    {
        if (Folder("memory") is not { } memoryFolder || !Directory.Exists(memoryFolder)) return null;
        var cpuFolder = Folder("cpu");
        var accountFolder = Folder("cpuacct");
        var cpu = Table(cpuFolder, "cpu.stat");
        var account = Table(accountFolder, "cpuacct.stat");
        var memory = Table(memoryFolder, "memory.stat");
        var used = Number(memoryFolder, "memory.usage_in_bytes");
        var (read, written) = LegacyInput(Folder("blkio"));
        return new CgroupUsage
        {
            Cpu = Number(accountFolder, "cpuacct.usage") / NanosecondsPerSecond,
            UserCpu = account.GetValueOrDefault("user") / TicksPerSecond,
            SystemCpu = account.GetValueOrDefault("system") / TicksPerSecond,
            CpuPeriods = cpu.GetValueOrDefault("nr_periods"),
            ThrottledPeriods = cpu.GetValueOrDefault("nr_throttled"),
            ThrottledSeconds = cpu.GetValueOrDefault("throttled_time") / NanosecondsPerSecond,
            CpuQuota = Math.Max(0, Number(cpuFolder, "cpu.cfs_quota_us")),
            CpuPeriod = Number(cpuFolder, "cpu.cfs_period_us"),
            CpuShares = Number(cpuFolder, "cpu.shares"),
            Memory = used,
            MostMemory = Number(memoryFolder, "memory.max_usage_in_bytes"),
            WorkingSet = Math.Max(0, used - memory.GetValueOrDefault("total_inactive_file")),
            Rss = memory.GetValueOrDefault("total_rss"),
            Cache = memory.GetValueOrDefault("total_cache"),
            MappedFiles = memory.GetValueOrDefault("total_mapped_file"),
            Swap = memory.GetValueOrDefault("total_swap"),
            MemoryLimit = Number(memoryFolder, "memory.limit_in_bytes"),
            MemoryFailures = Number(memoryFolder, "memory.failcnt"),
            PageFaults = memory.GetValueOrDefault("total_pgfault"),
            MajorPageFaults = memory.GetValueOrDefault("total_pgmajfault"),
            Processes = Number(Folder("pids"), "pids.current"),
            BytesRead = read,
            BytesWritten = written,
        };

        string? Folder(string controller) => fileSystem.Controllers.TryGetValue(controller, out var tree) ? tree + path : null;
    }

    /// <summary>Lines such as <c>8:0 rbytes=90 wbytes=12 rios=3</c>, one per device.</summary>
    private static (long Read, long Written) UnifiedInput(string folder)
    {
        var sums = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var word in Words(folder, "io.stat"))
        {
            if (word.Split('=') is [var key, var number] && long.TryParse(number, CultureInfo.InvariantCulture, out var value)) sums[key] = sums.GetValueOrDefault(key) + value;
        }

        return (sums.GetValueOrDefault("rbytes"), sums.GetValueOrDefault("wbytes"));
    }

    /// <summary>Lines such as <c>8:0 Read 90</c>, several per device.</summary>
    private static (long Read, long Written) LegacyInput(string? folder)
    {
        var sums = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var line in Lines(folder, "blkio.throttle.io_service_bytes_recursive"))
        {
            if (line.Split(' ') is [_, var kind, var number]) sums[kind] = sums.GetValueOrDefault(kind) + long.Parse(number, CultureInfo.InvariantCulture);
        }

        return (sums.GetValueOrDefault("Read"), sums.GetValueOrDefault("Write"));
    }

    private static Dictionary<string, long> Table(string? folder, string file)
    {
        var table = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var line in Lines(folder, file))
        {
            if (line.Split(' ') is [var key, var number] && long.TryParse(number, CultureInfo.InvariantCulture, out var value)) table[key] = value;
        }

        return table;
    }

    /// <summary>The only number in a file; zero where there is no such file or it says that there is no limit.</summary>
    private static long Number(string? folder, string file) =>
        Words(folder, file) is [var text] && long.TryParse(text, CultureInfo.InvariantCulture, out var value) && value < Boundless ? value : 0;

    private static string[] Words(string? folder, string file) => Lines(folder, file).SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();

    /// <summary>Not every kernel has every file.</summary>
    private static string[] Lines(string? folder, string file) => folder is not null && Path.Combine(folder, file) is var path && File.Exists(path) ? File.ReadAllLines(path) : [];
}
