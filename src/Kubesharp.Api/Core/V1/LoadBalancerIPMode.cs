namespace Kubesharp.Api.Core.V1;

/// <summary>How traffic from a load balancer arrives.</summary>
public static class LoadBalancerIPMode
{
    public const string VIP = "VIP";
    public const string Proxy = "Proxy";
}
