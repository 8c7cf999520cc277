namespace Kubesharp.Api.Core.V1;

/// <summary>Finalizers of namespaces.</summary>
public static class FinalizerName
{
    public const string Kubernetes = "kubernetes";
}
