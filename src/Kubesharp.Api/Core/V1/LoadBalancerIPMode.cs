namespace Kubesharp.Api.Core.V1;

public static class LoadBalancerIPMode
{
    public const string VIP = "VIP";
    public const string Proxy = "Proxy";
}
