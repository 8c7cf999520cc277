using System.Collections.Immutable;

namespace Kubesharp.Node.Cgroups;

/// <summary>Where the kernel's cgroups are mounted, and in which version.</summary>
/// <param name="IsUnified">True for cgroup v2, where one tree has all controllers.</param>
/// <param name="Root">Mount point of the one tree of v2; the folder with the trees of v1.</param>
/// <param name="Controllers">Mount point of each controller of v1 by name; the controllers of the root, each at <see cref="Root"/>, in v2.</param>
public sealed record CgroupFileSystem(bool IsUnified, string Root, ImmutableSortedDictionary<string, string> Controllers)
{
    /// <summary>Finds out from the mount table.</summary>
    /// <exception cref="InvalidOperationException">No cgroups are mounted.</exception>
    public static CgroupFileSystem Detect() => FromMounts(File.ReadLines("/proc/self/mountinfo"), File.ReadAllText);

    /// <summary>Reads lines of <c>mountinfo</c>.</summary>
    /// <param name="mounts">The lines.</param>
    /// <param name="read">Reads a file, for the controllers that v2 offers.</param>
    internal static CgroupFileSystem FromMounts(IEnumerable<string> mounts, Func<string, string> read)
    {
        var controllers = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        string? unified = null;
        foreach (var line in mounts)
        {
            var halves = line.Split(" - ", 2);
            if (halves.Length < 2) continue;
            var mountPoint = halves[0].Split(' ')[4];
            var kind = halves[1].Split(' ');
            if (kind[0] == "cgroup2") unified = mountPoint;
            if (kind[0] != "cgroup") continue;
            foreach (var option in kind[^1].Split(','))
            {
                // The super-block options name the controllers, among flags such as rw.
                if (option.StartsWith("name=", StringComparison.Ordinal) || IsController(option)) controllers.TryAdd(option, mountPoint);
            }
        }

        // With both, v1 has the controllers and v2 is empty: the hybrid set-up counts as v1.
        // Runtimes enter the empty one as well, so that pods' folders are made and removed there too.
        if (controllers.Count > 0 && unified is not null) controllers["unified"] = unified;
        if (controllers.Count > 0) return new CgroupFileSystem(false, Path.GetDirectoryName(controllers.Values.First())!, controllers.ToImmutable());
        if (unified is null) throw new InvalidOperationException("no cgroup file system is mounted");
        foreach (var controller in read(Path.Combine(unified, "cgroup.controllers")).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
            controllers[controller] = unified;
        return new CgroupFileSystem(true, unified, controllers.ToImmutable());
    }

    /// <summary>The distinct trees: one for v2, one per mount for v1.</summary>
    public IEnumerable<string> Trees => IsUnified ? [Root] : Controllers.Values.Distinct(StringComparer.Ordinal);

    private static bool IsController(string option) => option is
        "cpu" or "cpuacct" or "cpuset" or "memory" or "devices" or "freezer" or "net_cls" or "blkio" or "perf_event" or "net_prio"
        or "hugetlb" or "pids" or "rdma" or "misc";
}
