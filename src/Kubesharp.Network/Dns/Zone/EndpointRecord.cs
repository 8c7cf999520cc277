using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Kubesharp.Network.Dns.Wire;

namespace Kubesharp.Network.Dns.Zone;

/// <summary>One endpoint under the name of its Service.</summary>
/// <param name="Label">First label of its name.</param>
/// <param name="Name">Its whole name, wire form.</param>
/// <param name="Address">Its address.</param>
/// <param name="Ports">Its ports.</param>
internal sealed record EndpointRecord(string Label, byte[] Name, IPAddress Address, ImmutableArray<DnsServicePort> Ports)
{
    public byte[] AddressBytes { get; } = Address.GetAddressBytes();

    public DnsType Type => Address.AddressFamily == AddressFamily.InterNetworkV6 ? DnsType.Aaaa : DnsType.A;
}
