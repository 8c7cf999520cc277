using System.Globalization;
using Kubesharp.Api;
using Kubesharp.Node.Machine;
using Kubesharp.Node.Nodes;

namespace Kubesharp.Node.Eviction;

/// <summary>What the machine has at one moment, by signal.</summary>
/// <param name="Signals">What there is of each.</param>
/// <param name="HasImageDisk">Images and the layers of containers lie on a file system of their own.</param>
internal sealed record NodeSupply(IReadOnlyDictionary<string, Supply> Signals, bool HasImageDisk)
{
    /// <summary>Looks at the machine.</summary>
    /// <param name="root">Folder of pods.</param>
    /// <param name="images">Folder of images; null where it is not known.</param>
    public static NodeSupply Read(string root, string? images)
    {
        var node = FileSystemUse.Of(root);
        var image = images is not null && Directory.Exists(images) ? FileSystemUse.Of(images) : node;
        var signals = new Dictionary<string, Supply>(StringComparer.Ordinal)
        {
            [EvictionSignals.Memory] = Bytes(NodeFacts.MemoryInfo("MemAvailable:"), NodeFacts.MemoryInfo("MemTotal:")),
            [EvictionSignals.NodeDisk] = Bytes(node.Available, node.Size),
            [EvictionSignals.ImageDisk] = Bytes(image.Available, image.Size),
        };

        // A file system without a limit of its own has none to run short of.
        if (node.Inodes > 0) signals[EvictionSignals.NodeInodes] = Pieces(node.InodesFree, node.Inodes);
        if (image.Inodes > 0) signals[EvictionSignals.ImageInodes] = Pieces(image.InodesFree, image.Inodes);
        var (running, most) = Processes();
        signals[EvictionSignals.ProcessIds] = Pieces(most - running, most);
        return new NodeSupply(signals, image.Id != node.Id);
    }

    /// <summary>How many threads there are, and how many there can be.</summary>
    public static (long Running, long Most) Processes()
    {
        // The fourth field is running/all, where all counts threads.
        var load = File.ReadAllText("/proc/loadavg").Split(' ')[3];
        var all = long.Parse(load.AsSpan(load.IndexOf('/', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);
        return (all, long.Parse(File.ReadAllText("/proc/sys/kernel/pid_max"), CultureInfo.InvariantCulture));
    }

    private static Supply Bytes(long available, long capacity) => new(Quantity.FromValue(available, QuantityFormat.BinarySI), capacity);

    private static Supply Pieces(long available, long capacity) => new(Quantity.FromValue(available), capacity);
}

/// <summary>What there is of something.</summary>
/// <param name="Available">What is left.</param>
/// <param name="Capacity">What there is in all.</param>
internal readonly record struct Supply(Quantity Available, long Capacity);
