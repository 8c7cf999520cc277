using Kubesharp.Node.Nodes;

namespace Kubesharp.Node.Eviction;

/// <summary>
/// Compares what the machine has left with what has to stay free. Pressure, once seen, is told of for a while longer, so that a node
/// that is freed by an eviction does not take the next pod at once.
/// </summary>
/// <param name="read">Looks at the machine.</param>
/// <param name="thresholds">What has to stay free, the most urgent first.</param>
/// <param name="hold">How long a pressure is told of after it was last seen.</param>
/// <param name="time">The clock.</param>
internal sealed class PressureMonitor(Func<NodeSupply> read, IReadOnlyList<EvictionThreshold> thresholds, TimeSpan hold, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<EvictionThreshold, DateTimeOffset> _metSince = [];
    private readonly Dictionary<Pressure, DateTimeOffset> _seen = [];

    private enum Pressure
    {
        Memory,
        Disk,
        Pids,
    }

    /// <summary>Looks, and says what the node is short of.</summary>
    public NodePressure Look()
    {
        LookForShortages(out var pressure, out _);
        return pressure;
    }

    /// <summary>Looks, and says what pods are to be ended for, the most urgent first.</summary>
    /// <param name="pressure">What the node is short of.</param>
    /// <param name="supply">What was seen.</param>
    public IReadOnlyList<Shortage> LookForShortages(out NodePressure pressure, out NodeSupply supply)
    {
        supply = read();
        var now = time.GetUtcNow();
        var shortages = new List<Shortage>();
        lock (_gate)
        {
            foreach (var threshold in thresholds)
            {
                if (!supply.Signals.TryGetValue(threshold.Signal, out var has) || !IsMet(threshold, has))
                {
                    _metSince.Remove(threshold);
                    continue;
                }

                _metSince.TryAdd(threshold, now);
                _seen[PressureOf(threshold.Signal)] = now;
                if (now - _metSince[threshold] >= (threshold.Grace ?? TimeSpan.Zero))
                    shortages.Add(new Shortage(threshold.Signal, threshold.Least.Of(has.Capacity), has.Available, threshold.IsHard));
            }

            pressure = new NodePressure(Holds(Pressure.Memory, now), Holds(Pressure.Disk, now), Holds(Pressure.Pids, now));
        }

        return shortages;
    }

    private static Pressure PressureOf(string signal) => signal switch
    {
        EvictionSignals.Memory => Pressure.Memory,
        EvictionSignals.ProcessIds => Pressure.Pids,
        _ => Pressure.Disk,
    };

    /// <summary>A threshold that is met stays so until somewhat more than itself is free.</summary>
    private bool IsMet(EvictionThreshold threshold, Supply has)
    {
        var least = threshold.Least.Of(has.Capacity);
        if (_metSince.ContainsKey(threshold)) least += threshold.MinimumReclaim.Amount is null && threshold.MinimumReclaim.Part == 0 ? default : threshold.MinimumReclaim.Of(has.Capacity);
        return has.Available < least;
    }

    private bool Holds(Pressure pressure, DateTimeOffset now) => _seen.TryGetValue(pressure, out var last) && (now == last || now - last < hold);
}
