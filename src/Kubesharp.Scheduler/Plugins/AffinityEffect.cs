using Kubesharp.Scheduler.Cluster;

namespace Kubesharp.Scheduler.Plugins;

/// <summary>What is counted about placed pods.</summary>
internal enum AffinityCounter : byte
{
    /// <summary>Required anti-affinity terms of placed pods that the pod matches.</summary>
    Existing,

    /// <summary>Placed pods that match all required affinity terms of the pod.</summary>
    Affinity,

    /// <summary>Placed pods that match a required anti-affinity term of the pod.</summary>
    AntiAffinity,

    /// <summary>Weights of preferred terms on both sides.</summary>
    Preferred,
}

/// <summary>What one placed pod adds to a counter, in the domain of its node.</summary>
/// <param name="Counter">The counter.</param>
/// <param name="Key">The label that makes the domains.</param>
/// <param name="Amount">One, or a weight.</param>
internal readonly record struct AffinityEffect(AffinityCounter Counter, TopologyKey Key, long Amount)
{
    public void ApplyTo(RequiredAffinity required, int domain, int sign)
    {
        if (domain != TopologyKey.None) required.Of(Counter).Add(Key, domain, sign * Amount);
    }

    public void ApplyTo(TopologySums preferred, int domain, int sign)
    {
        if (domain != TopologyKey.None) preferred.Add(Key, domain, Amount, sign);
    }
}

/// <summary>The counters that decide where a pod can go.</summary>
internal sealed class RequiredAffinity
{
    public TopologyCounts Existing { get; } = new();

    public TopologyCounts Affinity { get; } = new();

    public TopologyCounts AntiAffinity { get; } = new();

    public TopologyCounts Of(AffinityCounter counter) => counter switch
    {
        AffinityCounter.Existing => Existing,
        AffinityCounter.Affinity => Affinity,
        _ => AntiAffinity,
    };
}
