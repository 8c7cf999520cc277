namespace Kubesharp.Scheduler.Cluster;

/// <summary>Sums of weights by domain of topology keys. Sums that come to zero stay while there is anything that adds up to them.</summary>
internal sealed class TopologySums
{
    private readonly List<(TopologyKey Key, Dictionary<int, Sum> Sums)> _keys = [];
    private long _parts;

    /// <summary>Whether nothing was added, or all of it was taken back.</summary>
    public bool IsEmpty => _parts == 0;

    /// <summary>Adds a weight to a domain, or takes it back.</summary>
    /// <param name="key">The topology key.</param>
    /// <param name="domain">The domain.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="sign">1 to add, -1 to take back.</param>
    public void Add(TopologyKey key, int domain, long weight, int sign)
    {
        var sums = SumsOf(key);
        var sum = sums.GetValueOrDefault(domain);
        sum = new(sum.Weight + (sign * weight), sum.Parts + sign);
        _parts += sign;
        if (sum.Parts == 0) sums.Remove(domain);
        else sums[domain] = sum;
    }

    public long Of(TopologyKey key, int domain)
    {
        foreach (var (known, sums) in _keys)
        {
            if (known == key) return sums.GetValueOrDefault(domain).Weight;
        }

        return 0;
    }

    /// <summary>What the domains of a node add up to.</summary>
    public long Of(NodeInfo node)
    {
        long total = 0;
        foreach (var (key, sums) in _keys)
        {
            var domain = key[node.Index];
            if (domain != TopologyKey.None) total += sums.GetValueOrDefault(domain).Weight;
        }

        return total;
    }

    private Dictionary<int, Sum> SumsOf(TopologyKey key)
    {
        foreach (var (known, sums) in _keys)
        {
            if (known == key) return sums;
        }

        var added = new Dictionary<int, Sum>();
        _keys.Add((key, added));
        return added;
    }

    private readonly record struct Sum(long Weight, long Parts);
}
