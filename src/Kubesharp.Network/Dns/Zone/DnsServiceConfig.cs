using System.Collections.Immutable;
using System.Net;

namespace Kubesharp.Network.Dns.Zone;

/// <summary>What the zone needs of a Service.</summary>
internal sealed record DnsServiceConfig
{
    public required string Namespace { get; init; }

    public required string Name { get; init; }

    /// <summary>Cluster IPs of all families; empty for a headless Service.</summary>
    public ImmutableArray<IPAddress> ClusterIPs { get; init; } = [];

    public ImmutableArray<DnsServicePort> Ports { get; init; } = [];

    /// <summary>Target of an ExternalName Service; null for the others.</summary>
    public string? ExternalName { get; init; }
}
