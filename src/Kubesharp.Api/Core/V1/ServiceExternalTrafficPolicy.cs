namespace Kubesharp.Api.Core.V1;

/// <summary>Where traffic from outside goes.</summary>
public static class ServiceExternalTrafficPolicy
{
    public const string Cluster = "Cluster";
    public const string Local = "Local";
}
