namespace Kubesharp.Api.Core.V1;

/// <summary>Protocols of ports.</summary>
public static class Protocol
{
    public const string TCP = "TCP";
    public const string UDP = "UDP";
    public const string SCTP = "SCTP";
}
