using System.Runtime.InteropServices;
using Kubesharp.Api;

namespace Kubesharp.Scheduler.Cluster;

/// <summary>Numbers by pair of node label and value. Pairs that come back to zero are forgotten.</summary>
internal sealed class TopologyCounts
{
    private readonly Dictionary<(string Key, string Value), long> _counts = [];

    public int Count => _counts.Count;

    public long this[string key, string value] => _counts.GetValueOrDefault((key, value));

    /// <summary>Adds to the pair of a label that the node has; does nothing when it has none.</summary>
    public void Add(string key, ValueMap<string> nodeLabels, long amount)
    {
        if (!nodeLabels.TryGetValue(key, out var value)) return;
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, (key, value), out _);
        count += amount;
        if (count == 0) _counts.Remove((key, value));
    }

    /// <summary>Whether one of the labels has a number above zero.</summary>
    public bool AnyIn(ValueMap<string> nodeLabels)
    {
        foreach (var (key, value) in nodeLabels)
        {
            if (this[key, value] > 0) return true;
        }

        return false;
    }
}
