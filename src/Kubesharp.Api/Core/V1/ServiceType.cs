namespace Kubesharp.Api.Core.V1;

/// <summary>How a Service is reached.</summary>
public static class ServiceType
{
    public const string ClusterIP = "ClusterIP";
    public const string NodePort = "NodePort";
    public const string LoadBalancer = "LoadBalancer";
    public const string ExternalName = "ExternalName";
}
