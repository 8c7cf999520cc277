using Kubesharp.Api;

namespace Kubesharp.Node.Eviction;

/// <summary>That the machine has less of something than has to stay free.</summary>
/// <param name="Signal">What.</param>
/// <param name="Threshold">The least that has to stay free.</param>
/// <param name="Available">What is free.</param>
/// <param name="IsHard">It cannot wait.</param>
internal sealed record Shortage(string Signal, Quantity Threshold, Quantity Available, bool IsHard = true)
{
    /// <summary>The resource by the name that pods ask for it with.</summary>
    public string Resource => EvictionSignals.ResourceOf(Signal);
}
