namespace Kubesharp.Node.Eviction;

/// <summary>That the machine has less of a resource than has to stay free.</summary>
/// <param name="Resource">The resource, by the name that pods ask for it with.</param>
/// <param name="Threshold">The least that has to stay free, in bytes.</param>
/// <param name="Available">What is free.</param>
internal sealed record Shortage(string Resource, long Threshold, long Available);
