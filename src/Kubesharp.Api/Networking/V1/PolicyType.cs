namespace Kubesharp.Api.Networking.V1;

/// <summary>Directions of traffic.</summary>
public static class PolicyType
{
    public const string Ingress = "Ingress";
    public const string Egress = "Egress";
}
