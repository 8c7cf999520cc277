namespace Kubesharp.Api.Core.V1;

public static class ServiceAffinity
{
    public const string ClientIP = "ClientIP";
    public const string None = "None";
}
