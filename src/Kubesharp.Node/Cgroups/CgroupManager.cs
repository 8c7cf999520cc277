using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Node.Cgroups;

/// <summary>
/// Makes, sizes and removes the cgroups of pods: <c>kubepods</c>, one per quality-of-service class below it, one per pod below that.
/// All operations are idempotent, and an agent that starts anew continues with what it finds.
/// </summary>
public sealed partial class CgroupManager(CgroupFileSystem fileSystem, CgroupDriver driver, ILogger<CgroupManager> logger)
{
    private static readonly string[] UnifiedControllers = ["cpuset", "cpu", "io", "memory", "hugetlb", "pids"];

    public CgroupDriver Driver => driver;

    /// <summary>Makes a cgroup in every tree, with its parents, and applies limits to it.</summary>
    public void Ensure(CgroupName name, CgroupResources resources)
    {
        var path = name.ToPath(driver);
        foreach (var tree in fileSystem.Trees) EnsureFolder(tree, path);
        Apply(path, resources);
    }

    /// <summary>Changes the limits of a cgroup that exists.</summary>
    public void Update(CgroupName name, CgroupResources resources) => Apply(name.ToPath(driver), resources);

    /// <summary>True when the cgroup exists in every tree.</summary>
    public bool Exists(CgroupName name)
    {
        var path = name.ToPath(driver);
        return fileSystem.Trees.All(tree => Directory.Exists(tree + path));
    }

    /// <summary>How many processes and threads a cgroup has, with those below it.</summary>
    public long ProcessesOf(CgroupName name) => new CgroupReader(fileSystem).Read(name.ToPath(driver))?.Processes ?? 0;

    /// <summary>Removes a cgroup and what is below it; processes still inside are killed.</summary>
    /// <returns>False when the kernel still holds a part of it, because a process has not ended yet; ask again later.</returns>
    public bool Remove(CgroupName name)
    {
        var path = name.ToPath(driver);
        var removed = true;
        foreach (var tree in fileSystem.Trees)
        {
            if (Directory.Exists(tree + path)) removed &= RemoveFolder(tree + path);
        }

        return removed;
    }

    /// <summary>The UIDs of the pods that have a cgroup, with the class whose cgroup it is in.</summary>
    /// <param name="top">The cgroup above all pods.</param>
    public IReadOnlyDictionary<string, PodQosClass> ListPods(CgroupName top)
    {
        var found = new Dictionary<string, PodQosClass>(StringComparer.Ordinal);
        foreach (var qos in Enum.GetValues<PodQosClass>())
        {
            var parent = top.OfClass(qos).ToPath(driver);
            foreach (var tree in fileSystem.Trees)
            {
                if (!Directory.Exists(tree + parent)) continue;
                foreach (var folder in Directory.EnumerateDirectories(tree + parent))
                {
                    if (UidOf(Path.GetFileName(folder)) is { } uid) found[uid] = qos;
                }
            }
        }

        return found;
    }

    private static string? UidOf(string folder)
    {
        const string Prefix = "pod";
        if (folder.StartsWith(Prefix, StringComparison.Ordinal) && !folder.EndsWith(".slice", StringComparison.Ordinal)) return folder[Prefix.Length..];
        if (!folder.EndsWith(".slice", StringComparison.Ordinal)) return null;
        var start = folder.LastIndexOf("-pod", StringComparison.Ordinal);
        return start < 0 ? null : folder[(start + 4)..^".slice".Length].Replace('_', '-');
    }

    private static void Write(string folder, string file, long value) =>
        File.WriteAllText(Path.Combine(folder, file), value.ToString(CultureInfo.InvariantCulture));

    private static void WriteUnified(string folder, string file, long value) =>
        File.WriteAllText(Path.Combine(folder, file), value < 0 ? "max" : value.ToString(CultureInfo.InvariantCulture));

    private void EnsureFolder(string tree, string path)
    {
        var current = tree;
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var parent = current;
            current = Path.Combine(current, part);
            if (fileSystem.IsUnified) EnableControllers(parent);
            if (Directory.Exists(current)) continue;
            Directory.CreateDirectory(current);
            if (!fileSystem.IsUnified && fileSystem.Controllers.TryGetValue("cpuset", out var cpuset) && cpuset == tree) InheritCpuset(parent, current);
        }
    }

    /// <summary>In v2 a child gets only the controllers that its parent hands down.</summary>
    private void EnableControllers(string folder)
    {
        var control = Path.Combine(folder, "cgroup.subtree_control");
        var enabled = File.Exists(control) ? File.ReadAllText(control).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries) : [];
        foreach (var controller in UnifiedControllers)
        {
            if (!fileSystem.Controllers.ContainsKey(controller) || enabled.Contains(controller)) continue;
            File.WriteAllText(control, "+" + controller);
        }
    }

    /// <summary>In v1 a new cpuset is empty, and no process can enter it before it has CPUs and memory nodes.</summary>
    private static void InheritCpuset(string parent, string child)
    {
        foreach (var file in (string[])["cpuset.cpus", "cpuset.mems"])
        {
            var source = Path.Combine(parent, file);
            if (File.Exists(source)) File.WriteAllText(Path.Combine(child, file), File.ReadAllText(source).Trim());
        }
    }

    private void Apply(string path, CgroupResources resources)
    {
        if (fileSystem.IsUnified) ApplyUnified(fileSystem.Root + path, resources);
        else ApplyLegacy(path, resources);
    }

    private void ApplyUnified(string folder, CgroupResources resources)
    {
        if (resources.CpuShares is { } shares) Write(folder, "cpu.weight", CpuMath.WeightOf(shares));
        if (resources.CpuQuota is { } quota)
        {
            var first = quota < 0 ? "max" : quota.ToString(CultureInfo.InvariantCulture);
            File.WriteAllText(Path.Combine(folder, "cpu.max"), string.Create(CultureInfo.InvariantCulture, $"{first} {resources.CpuPeriod}"));
        }

        if (resources.MemoryLimit is { } memory) WriteUnified(folder, "memory.max", memory);
        if (resources.PidsLimit is { } pids) WriteUnified(folder, "pids.max", pids);
    }

    private void ApplyLegacy(string path, CgroupResources resources)
    {
        if (Folder("cpu") is { } cpu)
        {
            if (resources.CpuShares is { } shares) Write(cpu, "cpu.shares", shares);
            if (resources.CpuQuota is { } quota)
            {
                // A kernel without bandwidth control has no such file; limits then do not apply, as in the kubelet.
                if (quota > 0) Write(cpu, "cpu.cfs_period_us", resources.CpuPeriod);
                Write(cpu, "cpu.cfs_quota_us", quota);
            }
        }

        if (resources.MemoryLimit is { } memory && Folder("memory") is { } memoryFolder) Write(memoryFolder, "memory.limit_in_bytes", memory);
        if (resources.PidsLimit is { } pids && Folder("pids") is { } pidsFolder) WriteUnified(pidsFolder, "pids.max", pids);
        return;

        string? Folder(string controller) => fileSystem.Controllers.TryGetValue(controller, out var tree) ? tree + path : null;
    }

    private bool RemoveFolder(string folder)
    {
        var removed = true;
        foreach (var child in Directory.EnumerateDirectories(folder)) removed &= RemoveFolder(child);
        KillProcesses(folder);
        try
        {
            // The kernel removes a cgroup as a whole: its files are not deleted one by one.
            Directory.Delete(folder, recursive: false);
            return removed;
        }
        catch (IOException e)
        {
            Log.CgroupBusy(logger, folder, e);
            return false;
        }
    }

    private static void KillProcesses(string folder)
    {
        var list = Path.Combine(folder, "cgroup.procs");
        if (!File.Exists(list)) return;
        foreach (var line in File.ReadLines(list))
        {
            if (int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
                Machine.LinuxProcess.Signal(pid, Machine.LinuxProcess.SigKill);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Cgroup {folder} is still in use", EventName = "CgroupBusy")]
        public static partial void CgroupBusy(ILogger logger, string folder, Exception e);
    }
}
