namespace Kubesharp.Api.Core.V1;

/// <summary>A port of the machine that a container occupies.</summary>
/// <param name="Ip">Address; <c>0.0.0.0</c> stands for all.</param>
/// <param name="Protocol">TCP, UDP or SCTP.</param>
/// <param name="Port">Number of the port on the machine.</param>
public readonly record struct HostPort(string Ip, string Protocol, int Port)
{
    /// <summary>All addresses of the machine.</summary>
    public const string AnyAddress = "0.0.0.0";

    /// <summary>Whether no machine can have both.</summary>
    public bool ConflictsWith(HostPort other) =>
        Port == other.Port && Protocol == other.Protocol && (Ip == other.Ip || Ip == AnyAddress || other.Ip == AnyAddress);
}
