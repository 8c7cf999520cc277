using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Discovery.V1;

namespace Kubesharp.Network.Proxy;

/// <summary>From the API's objects to the proxy's own.</summary>
internal static class ProxyModel
{
    private const int DefaultAffinitySeconds = 10800;
    private const string HeadlessIP = "None";

    /// <summary>The ports of a Service in every family asked for; none for Services that have no cluster IP or another proxy.</summary>
    public static ImmutableArray<ProxyServicePort> FromService(Service service, ImmutableArray<AddressFamily> families)
    {
        var spec = service.Spec;
        if (spec.Type == ServiceType.ExternalName || spec.ClusterIP is "" or HeadlessIP) return [];
        if (service.Metadata.Labels.ContainsKey(WellKnownLabels.ServiceProxyName)) return [];
        var ports = ImmutableArray.CreateBuilder<ProxyServicePort>();
        foreach (var text in spec.ClusterIPs.Count > 0 ? spec.ClusterIPs : [spec.ClusterIP])
        {
            if (!IPAddress.TryParse(text, out var clusterIP) || !families.Contains(clusterIP.AddressFamily)) continue;
            foreach (var port in spec.Ports) ports.Add(FromPort(service, port, clusterIP));
        }

        return ports.ToImmutable();
    }

    /// <summary>Null for a slice of no Service, or of names instead of addresses.</summary>
    public static ProxyEndpointSlice? FromSlice(EndpointSlice slice)
    {
        if (ServiceOf(slice) is not { } service || slice.AddressType == AddressType.FQDN) return null;
        var ports = ImmutableArray.CreateBuilder<ProxyEndpointSlicePort>(slice.Ports.Count);
        foreach (var port in slice.Ports)
        {
            if (port.Port is not { } number || Parse(port.Protocol) is not { } protocol) continue;
            var endpoints = ImmutableArray.CreateBuilder<ProxyEndpoint>(slice.Endpoints.Count);
            foreach (var endpoint in slice.Endpoints)
            {
                if (endpoint.Addresses.Count > 0 && IPAddress.TryParse(endpoint.Addresses[0], out var address)) endpoints.Add(FromEndpoint(endpoint, address, number));
            }

            ports.Add(new ProxyEndpointSlicePort(port.Name ?? "", protocol, endpoints.ToImmutable()));
        }

        return new ProxyEndpointSlice { Namespace = slice.Metadata.Namespace, Name = slice.Metadata.Name, ServiceName = service, Ports = ports.ToImmutable() };
    }

    public static string? ServiceOf(EndpointSlice slice) => slice.Metadata.Labels.Get(WellKnownLabels.ServiceName);

    private static ProxyServicePort FromPort(Service service, ServicePort port, IPAddress clusterIP)
    {
        var spec = service.Spec;
        var family = clusterIP.AddressFamily;
        var balanced = spec.Type == ServiceType.LoadBalancer;
        return new ProxyServicePort
        {
            Key = new ServicePortKey(service.Metadata.Namespace, service.Metadata.Name, port.Name, Parse(port.Protocol) ?? ProxyProtocol.Tcp, family),
            ClusterIP = clusterIP,
            Port = port.Port,
            NodePort = port.NodePort,
            ExternalIPs = Addresses(spec.ExternalIPs.AsSpan(), family),
            LoadBalancerIPs = balanced ? LoadBalancerIPs(service.Status, family) : [],
            LoadBalancerSourceRanges = balanced ? Ranges(spec.LoadBalancerSourceRanges.AsSpan()) : [],
            SessionAffinityTimeout = spec.SessionAffinity == ServiceAffinity.ClientIP
                ? TimeSpan.FromSeconds(spec.SessionAffinityConfig?.ClientIP?.TimeoutSeconds ?? DefaultAffinitySeconds)
                : null,
            InternalTrafficLocal = spec.InternalTrafficPolicy == ServiceInternalTrafficPolicy.Local,
            ExternalTrafficLocal = spec.ExternalTrafficPolicy == ServiceExternalTrafficPolicy.Local,
            HealthCheckNodePort = balanced && spec.ExternalTrafficPolicy == ServiceExternalTrafficPolicy.Local ? spec.HealthCheckNodePort : 0,
        };
    }

    private static ProxyEndpoint FromEndpoint(Endpoint endpoint, IPAddress address, int port)
    {
        // Absent conditions mean ready; serving follows ready where a writer does not know it.
        var ready = endpoint.Conditions.Ready ?? true;
        return new ProxyEndpoint
        {
            Address = address,
            Port = port,
            Ready = ready,
            Serving = endpoint.Conditions.Serving ?? ready,
            Terminating = endpoint.Conditions.Terminating ?? false,
            NodeName = endpoint.NodeName,
            ZoneHints = endpoint.Hints is { } zones ? [.. zones.ForZones.Select(z => z.Name)] : [],
            NodeHints = endpoint.Hints is { } nodes ? [.. nodes.ForNodes.Select(n => n.Name)] : [],
        };
    }

    private static ImmutableArray<IPAddress> LoadBalancerIPs(ServiceStatus status, AddressFamily family)
    {
        var addresses = ImmutableArray.CreateBuilder<IPAddress>();
        foreach (var ingress in status.LoadBalancer.Ingress)
        {
            // With ipMode Proxy the balancer itself addresses the node; its own IP must not be caught here.
            if (ingress.IpMode != "Proxy" && IPAddress.TryParse(ingress.Ip, out var address) && address.AddressFamily == family) addresses.Add(address);
        }

        return addresses.ToImmutable();
    }

    private static ImmutableArray<IPAddress> Addresses(ReadOnlySpan<string> texts, AddressFamily family)
    {
        var addresses = ImmutableArray.CreateBuilder<IPAddress>();
        foreach (var text in texts)
        {
            if (IPAddress.TryParse(text, out var address) && address.AddressFamily == family) addresses.Add(address);
        }

        return addresses.ToImmutable();
    }

    private static ImmutableArray<IPNetwork> Ranges(ReadOnlySpan<string> texts)
    {
        var ranges = ImmutableArray.CreateBuilder<IPNetwork>();
        foreach (var text in texts)
        {
            if (IPNetwork.TryParse(text.Trim(), out var range)) ranges.Add(range);
        }

        return ranges.ToImmutable();
    }

    private static ProxyProtocol? Parse(string? protocol) => protocol switch
    {
        null or "" or Protocol.TCP => ProxyProtocol.Tcp,
        Protocol.UDP => ProxyProtocol.Udp,
        Protocol.SCTP => ProxyProtocol.Sctp,
        _ => null,
    };
}
