using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Kubesharp.Network.Dns.Wire;

namespace Kubesharp.Network.Dns.Zone;

/// <summary>The prebuilt answers about one Service; replaced as a whole when the Service or its endpoints change.</summary>
internal sealed record ServiceRecords
{
    /// <summary>Name of the Service in the zone, wire form.</summary>
    public required byte[] Name { get; init; }

    /// <summary>Wire form of the target of an ExternalName Service.</summary>
    public byte[]? ExternalName { get; init; }

    /// <summary>No cluster IP: the name stands for the endpoints.</summary>
    public required bool IsHeadless { get; init; }

    /// <summary>IPv4 addresses of the Service name: its cluster IP, or the endpoints of a headless one.</summary>
    public ImmutableArray<byte[]> IPv4 { get; init; } = [];

    public ImmutableArray<byte[]> IPv6 { get; init; } = [];

    public ImmutableArray<DnsServicePort> Ports { get; init; } = [];

    public ImmutableArray<EndpointRecord> Endpoints { get; init; } = [];

    /// <summary>Endpoints by the label they have under the Service.</summary>
    public FrozenDictionary<string, ImmutableArray<EndpointRecord>> ByHostname { get; init; } = FrozenDictionary<string, ImmutableArray<EndpointRecord>>.Empty;

    public ImmutableArray<byte[]> Addresses(DnsType type) => type == DnsType.Aaaa ? IPv6 : IPv4;

    public static ServiceRecords Build(DnsServiceConfig service, IEnumerable<DnsEndpointConfig> endpoints, string zone)
    {
        var name = DnsName.Encode($"{service.Name}.{service.Namespace}.svc.{zone}");
        if (service.ExternalName is { } external) return new ServiceRecords { Name = name, IsHeadless = false, ExternalName = DnsName.Encode(external) };

        var records = ImmutableArray.CreateBuilder<EndpointRecord>();
        foreach (var endpoint in endpoints)
        {
            var label = endpoint.Hostname?.ToLowerInvariant() ?? AddressLabel(endpoint.Address);
            records.Add(new EndpointRecord(label, DnsName.Encode($"{label}.{service.Name}.{service.Namespace}.svc.{zone}"), endpoint.Address, endpoint.Ports));
        }

        var headless = service.ClusterIPs.IsEmpty;
        var addresses = headless ? records.Select(r => r.Address).Distinct() : service.ClusterIPs;
        return new ServiceRecords
        {
            Name = name,
            IsHeadless = headless,
            IPv4 = [.. addresses.Where(a => a.AddressFamily == AddressFamily.InterNetwork).Select(a => a.GetAddressBytes())],
            IPv6 = [.. addresses.Where(a => a.AddressFamily == AddressFamily.InterNetworkV6).Select(a => a.GetAddressBytes())],
            Ports = service.Ports,
            Endpoints = records.ToImmutable(),
            ByHostname = records.GroupBy(r => r.Label).ToFrozenDictionary(g => g.Key, g => g.ToImmutableArray()),
        };
    }

    /// <summary>An address as one label: 10.1.2.3 is 10-1-2-3.</summary>
    private static string AddressLabel(IPAddress address) => address.ToString().Replace('.', '-').Replace(':', '-');
}
