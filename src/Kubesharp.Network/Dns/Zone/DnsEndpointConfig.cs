using System.Collections.Immutable;
using System.Net;

namespace Kubesharp.Network.Dns.Zone;

/// <summary>One ready endpoint of a Service.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Hostname">The name it has under the Service; null to be called after its address.</param>
/// <param name="Ports">Its ports.</param>
internal sealed record DnsEndpointConfig(IPAddress Address, string? Hostname, ImmutableArray<DnsServicePort> Ports);
