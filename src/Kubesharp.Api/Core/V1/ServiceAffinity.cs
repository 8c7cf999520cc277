namespace Kubesharp.Api.Core.V1;

/// <summary>Whether a client stays with one pod.</summary>
public static class ServiceAffinity
{
    public const string ClientIP = "ClientIP";
    public const string None = "None";
}
