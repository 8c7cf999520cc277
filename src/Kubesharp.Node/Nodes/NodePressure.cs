namespace Kubesharp.Node.Nodes;

/// <summary>What the machine is short of now.</summary>
public readonly record struct NodePressure(bool Memory, bool Disk, bool Pids)
{
    private const double LeastDiskPart = 0.10;
    private const double LeastPidPart = 0.05;

    /// <summary>Looks at the machine.</summary>
    /// <param name="root">Folder of pods.</param>
    /// <param name="evictionMemory">Memory that must stay free, in bytes.</param>
    public static NodePressure Read(string root, long evictionMemory)
    {
        var drive = new DriveInfo(root);
        return new NodePressure(
            NodeFacts.MemoryInfo("MemAvailable:") < evictionMemory,
            drive.AvailableFreeSpace < LeastDiskPart * drive.TotalSize,
            Pressed());
    }

    private static bool Pressed()
    {
        // The fourth field is running/all, where all counts threads.
        var load = File.ReadAllText("/proc/loadavg").Split(' ')[3];
        var all = long.Parse(load.AsSpan(load.IndexOf('/', StringComparison.Ordinal) + 1), System.Globalization.CultureInfo.InvariantCulture);
        var max = long.Parse(File.ReadAllText("/proc/sys/kernel/pid_max"), System.Globalization.CultureInfo.InvariantCulture);
        return max - all < LeastPidPart * max;
    }
}
