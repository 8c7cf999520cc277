using System.Collections.Immutable;
using System.Net;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Discovery.V1;
using Kubesharp.Network.Dns.Zone;

namespace Kubesharp.Network.Dns;

/// <summary>From the API's objects to the zone's.</summary>
internal static class DnsModel
{
    /// <summary>Null for a Service that has no name in the zone yet, or that gives a name that is none.</summary>
    public static DnsServiceConfig? FromService(Service service)
    {
        var spec = service.Spec;
        var config = new DnsServiceConfig { Namespace = service.Metadata.Namespace, Name = service.Metadata.Name };
        if (spec.Type == ServiceType.ExternalName) return IsName(spec.ExternalName) ? config with { ExternalName = spec.ExternalName } : null;
        if (spec.ClusterIP.Length == 0) return null;
        var addresses = ImmutableArray.CreateBuilder<IPAddress>();
        foreach (var text in spec.ClusterIPs.Count > 0 ? spec.ClusterIPs : [spec.ClusterIP])
        {
            if (IPAddress.TryParse(text, out var address)) addresses.Add(address);
        }

        var ports = ImmutableArray.CreateBuilder<DnsServicePort>(spec.Ports.Count);
        foreach (var port in spec.Ports) ports.Add(new DnsServicePort(port.Name, Protocol(port.Protocol), (ushort)port.Port));
        return config with { ClusterIPs = addresses.ToImmutable(), Ports = ports.ToImmutable() };
    }

    /// <summary>The ready endpoints; the writer of the slice has already counted unready ones in where the Service publishes them.</summary>
    public static ImmutableArray<DnsEndpointConfig> FromSlice(EndpointSlice slice)
    {
        if (slice.AddressType == AddressType.FQDN) return [];
        var ports = ImmutableArray.CreateBuilder<DnsServicePort>(slice.Ports.Count);
        foreach (var port in slice.Ports)
        {
            if (port.Port is { } number) ports.Add(new DnsServicePort(port.Name ?? "", Protocol(port.Protocol), (ushort)number));
        }

        var all = ports.ToImmutable();
        var endpoints = ImmutableArray.CreateBuilder<DnsEndpointConfig>(slice.Endpoints.Count);
        foreach (var endpoint in slice.Endpoints)
        {
            if (endpoint.Conditions.Ready is false) continue;
            foreach (var text in endpoint.Addresses)
            {
                if (IPAddress.TryParse(text, out var address)) endpoints.Add(new DnsEndpointConfig(address, string.IsNullOrEmpty(endpoint.Hostname) ? null : endpoint.Hostname, all));
            }
        }

        return endpoints.ToImmutable();
    }

    private static string Protocol(string? protocol) => string.IsNullOrEmpty(protocol) ? "tcp" : protocol.ToLowerInvariant();

    private static bool IsName(string name)
    {
        try
        {
            return Wire.DnsName.Encode(name).Length > 1;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
