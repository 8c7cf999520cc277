namespace Kubesharp.Api.ApiDiscovery.V2;

/// <summary>Whether objects live in namespaces.</summary>
public static class ResourceScope
{
    public const string Cluster = "Cluster";
    public const string Namespaced = "Namespaced";
}
