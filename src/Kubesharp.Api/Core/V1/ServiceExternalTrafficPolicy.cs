namespace Kubesharp.Api.Core.V1;

public static class ServiceExternalTrafficPolicy
{
    public const string Cluster = "Cluster";
    public const string Local = "Local";
}
