using System.Globalization;
using Kubesharp.Node.Nodes;

namespace Kubesharp.Node.Eviction;

/// <summary>What the machine has left at one moment.</summary>
internal readonly record struct NodeSupply
{
    /// <summary>Bytes of memory that can be had without swapping.</summary>
    public long Memory { get; init; }

    /// <summary>Bytes left on the file system of pods.</summary>
    public long Disk { get; init; }

    /// <summary>Size of that file system.</summary>
    public long DiskSize { get; init; }

    public long ProcessIds { get; init; }

    public long MostProcessIds { get; init; }

    /// <summary>Looks at the machine.</summary>
    /// <param name="root">Folder of pods.</param>
    public static NodeSupply Read(string root)
    {
        var drive = new DriveInfo(root);

        // The fourth field is running/all, where all counts threads.
        var load = File.ReadAllText("/proc/loadavg").Split(' ')[3];
        var all = long.Parse(load.AsSpan(load.IndexOf('/', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);
        var most = long.Parse(File.ReadAllText("/proc/sys/kernel/pid_max"), CultureInfo.InvariantCulture);
        return new NodeSupply
        {
            Memory = NodeFacts.MemoryInfo("MemAvailable:"),
            Disk = drive.AvailableFreeSpace,
            DiskSize = drive.TotalSize,
            ProcessIds = most - all,
            MostProcessIds = most,
        };
    }
}
