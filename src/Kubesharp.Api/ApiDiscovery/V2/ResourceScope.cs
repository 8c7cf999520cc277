namespace Kubesharp.Api.ApiDiscovery.V2;

public static class ResourceScope
{
    public const string Cluster = "Cluster";
    public const string Namespaced = "Namespaced";
}
