namespace Kubesharp.Api.Core.V1;

/// <summary>Where traffic from inside goes.</summary>
public static class ServiceInternalTrafficPolicy
{
    public const string Cluster = "Cluster";
    public const string Local = "Local";
}
