namespace Kubesharp.Scheduler.Cluster;

/// <summary>Numbers by domain of topology keys.</summary>
internal sealed class TopologyCounts
{
    private readonly List<(TopologyKey Key, Dictionary<int, long> Counts)> _keys = [];

    /// <summary>How many domains have a number other than zero.</summary>
    public int Count { get; private set; }

    public long this[TopologyKey key, int domain]
    {
        get
        {
            foreach (var (known, counts) in _keys)
            {
                if (known == key) return counts.GetValueOrDefault(domain);
            }

            return 0;
        }
    }

    public void Add(TopologyKey key, int domain, long amount)
    {
        var counts = CountsOf(key);
        var before = counts.GetValueOrDefault(domain);
        var after = before + amount;
        if (before == 0 && after != 0) Count++;
        if (after != 0)
        {
            counts[domain] = after;
            return;
        }

        counts.Remove(domain);
        if (before != 0) Count--;
    }

    /// <summary>Whether one of the domains of a node has a number above zero.</summary>
    public bool AnyIn(NodeInfo node)
    {
        foreach (var (key, counts) in _keys)
        {
            var domain = key[node.Index];
            if (domain != TopologyKey.None && counts.GetValueOrDefault(domain) > 0) return true;
        }

        return false;
    }

    private Dictionary<int, long> CountsOf(TopologyKey key)
    {
        foreach (var (known, counts) in _keys)
        {
            if (known == key) return counts;
        }

        var added = new Dictionary<int, long>();
        _keys.Add((key, added));
        return added;
    }
}
