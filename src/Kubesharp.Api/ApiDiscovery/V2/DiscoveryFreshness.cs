namespace Kubesharp.Api.ApiDiscovery.V2;

/// <summary>Whether what discovery says is current.</summary>
public static class DiscoveryFreshness
{
    public const string Current = "Current";
    public const string Stale = "Stale";
}
