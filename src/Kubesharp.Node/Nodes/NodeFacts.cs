using System.Globalization;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Eviction;
using Kubesharp.Node.Machine;

namespace Kubesharp.Node.Nodes;

/// <summary>What is known of the machine: its size and its names. Read once, because none of it changes while it runs.</summary>
public sealed record NodeFacts
{
    public int Processors { get; init; }

    /// <summary>Memory in bytes.</summary>
    public long Memory { get; init; }

    /// <summary>Size of the file system of pods, in bytes.</summary>
    public long Storage { get; init; }

    public string MachineId { get; init; } = "";

    public string SystemUuid { get; init; } = "";

    public string BootId { get; init; } = "";

    public string KernelVersion { get; init; } = "";

    public string OsImage { get; init; } = "";

    public string Architecture { get; init; } = GoArchitecture.Current;

    /// <summary>Reads the machine.</summary>
    /// <param name="root">Folder of pods, made when absent.</param>
    public static NodeFacts Read(string root)
    {
        Directory.CreateDirectory(root);
        return new NodeFacts
        {
            Processors = Environment.ProcessorCount,
            Memory = MemoryInfo("MemTotal:"),
            Storage = new DriveInfo(root).TotalSize,
            MachineId = Text("/etc/machine-id"),
            SystemUuid = Text("/sys/class/dmi/id/product_uuid") is { Length: > 0 } uuid ? uuid : Text("/etc/machine-id"),
            BootId = Text("/proc/sys/kernel/random/boot_id"),
            KernelVersion = Text("/proc/sys/kernel/osrelease"),
            OsImage = OsName(),
        };
    }

    /// <summary>Bytes of one line of <c>/proc/meminfo</c>.</summary>
    public static long MemoryInfo(string key)
    {
        foreach (var line in File.ReadLines("/proc/meminfo"))
        {
            if (!line.StartsWith(key, StringComparison.Ordinal)) continue;
            var number = line.AsSpan(key.Length).Trim();
            return long.Parse(number[..number.IndexOf(' ')], NumberStyles.None, CultureInfo.InvariantCulture) * 1024;
        }

        return 0;
    }

    /// <summary>Seconds that all processors together have worked since the machine started.</summary>
    public static double ProcessorSeconds()
    {
        // The line has ticks of a hundredth: user, nice, system, idle, iowait, irq, softirq, steal; guests are in user already.
        const int FirstIdle = 4;
        const int LastIdle = 5;
        const int Last = 8;
        const double TicksPerSecond = 100;
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var ticks = 0L;
        for (var i = 1; i <= Last; i++)
        {
            if (i is not (FirstIdle or LastIdle)) ticks += long.Parse(fields[i], CultureInfo.InvariantCulture);
        }

        return ticks / TicksPerSecond;
    }

    /// <summary>Everything the machine has.</summary>
    public ValueMap<Quantity> Capacity(int maxPods) => new Dictionary<string, Quantity>
    {
        [ResourceName.Cpu] = Quantity.FromValue(Processors),
        [ResourceName.Memory] = Quantity.FromValue(Memory, QuantityFormat.BinarySI),
        [ResourceName.EphemeralStorage] = Quantity.FromValue(Storage, QuantityFormat.BinarySI),
        [ResourceName.Pods] = Quantity.FromValue(maxPods),
        ["hugepages-1Gi"] = Quantity.Zero,
        ["hugepages-2Mi"] = Quantity.Zero,
    }.ToValueMap();

    /// <summary>What pods may have of it.</summary>
    public ValueMap<Quantity> Allocatable(NodeAgentOptions options)
    {
        var amounts = Capacity(options.MaxPods)
            .Set(ResourceName.Memory, Quantity.FromValue(Memory - KeptFree(options, EvictionSignals.Memory, Memory), QuantityFormat.BinarySI))
            .Set(ResourceName.EphemeralStorage, Quantity.FromValue(Storage - KeptFree(options, EvictionSignals.NodeDisk, Storage)));
        foreach (var (name, reserved) in options.Reserved)
        {
            if (amounts.TryGetValue(name, out var amount)) amounts = amounts.Set(name, Quantity.Max(Quantity.Zero, amount - reserved));
        }

        return amounts;
    }

    private static long KeptFree(NodeAgentOptions options, string signal, long capacity) =>
        EvictionThreshold.Of(options.Eviction).FirstOrDefault(threshold => threshold.IsHard && threshold.Signal == signal)?.Least.Of(capacity).Value ?? 0;

    private static string Text(string file) => File.Exists(file) ? File.ReadAllText(file).Trim() : "";

    private static string OsName()
    {
        const string Key = "PRETTY_NAME=";
        if (!File.Exists("/etc/os-release")) return "Linux";
        foreach (var line in File.ReadLines("/etc/os-release"))
        {
            if (line.StartsWith(Key, StringComparison.Ordinal)) return line[Key.Length..].Trim('"');
        }

        return "Linux";
    }
}
