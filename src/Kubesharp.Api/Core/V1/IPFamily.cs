namespace Kubesharp.Api.Core.V1;

/// <summary>Versions of IP.</summary>
public static class IPFamily
{
    public const string IPv4 = "IPv4";
    public const string IPv6 = "IPv6";
    public const string None = "";
}
