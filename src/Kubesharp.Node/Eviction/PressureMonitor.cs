using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Nodes;

namespace Kubesharp.Node.Eviction;

/// <summary>
/// Compares what the machine has left with what has to stay free. Pressure, once seen, is told of for a while longer, so that a node
/// that is freed by an eviction does not take the next pod at once.
/// </summary>
internal sealed class PressureMonitor(Func<NodeSupply> read, long leastMemory, TimeProvider time)
{
    private const double LeastDiskPart = 0.10;
    private const double LeastProcessIdPart = 0.05;
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private DateTimeOffset? _memory;
    private DateTimeOffset? _disk;
    private DateTimeOffset? _processIds;

    /// <summary>Looks, and says what pods are to be ended for, the most urgent first.</summary>
    public IReadOnlyList<Shortage> Look(out NodePressure pressure)
    {
        var supply = read();
        var leastDisk = (long)(LeastDiskPart * supply.DiskSize);
        var shortages = new List<Shortage>();
        if (supply.Memory < leastMemory) shortages.Add(new Shortage(ResourceName.Memory, leastMemory, supply.Memory));
        if (supply.Disk < leastDisk) shortages.Add(new Shortage(ResourceName.EphemeralStorage, leastDisk, supply.Disk));
        lock (_gate)
        {
            pressure = new NodePressure(
                Holds(ref _memory, supply.Memory < leastMemory),
                Holds(ref _disk, supply.Disk < leastDisk),
                Holds(ref _processIds, supply.ProcessIds < LeastProcessIdPart * supply.MostProcessIds));
        }

        return shortages;
    }

    private bool Holds(ref DateTimeOffset? seen, bool now)
    {
        if (now) seen = time.GetUtcNow();
        else if (seen is { } last && time.GetUtcNow() - last >= Hold) seen = null;
        return seen is not null;
    }
}
