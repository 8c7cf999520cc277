namespace Kubesharp.Network.Dns.Zone;

/// <summary>A named port for SRV records.</summary>
/// <param name="Name">Name of the port; empty for an unnamed one, which has no SRV name of its own.</param>
/// <param name="Protocol">tcp, udp or sctp.</param>
/// <param name="Port">Port number.</param>
internal readonly record struct DnsServicePort(string Name, string Protocol, ushort Port);
