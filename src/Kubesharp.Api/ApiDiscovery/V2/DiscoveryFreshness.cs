namespace Kubesharp.Api.ApiDiscovery.V2;

public static class DiscoveryFreshness
{
    public const string Current = "Current";
    public const string Stale = "Stale";
}
