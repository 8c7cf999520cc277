namespace Kubesharp.Api.Core.V1;

public static class FinalizerName
{
    public const string Kubernetes = "kubernetes";
}
