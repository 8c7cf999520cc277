using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Kubesharp.Network.Proxy.Nftables;

/// <summary>
/// Turns one service port into chains and map elements. A service without affinity needs a single rule for all its
/// endpoints; with affinity each endpoint has a chain that notes the client in a set with a timeout.
/// </summary>
internal sealed class ServicePortRenderer(NftablesOptions options, AddressFamily family)
{
    private const int NameLimit = 100;
    private readonly string _ip = family == AddressFamily.InterNetwork ? "ip" : "ip6";
    private readonly string _addressType = family == AddressFamily.InterNetwork ? "ipv4_addr" : "ipv6_addr";
    private readonly string? _clusterCidrs = NftablesBase.CidrSet(options.ClusterCidrs, family);

    public RenderedServicePort Render(ServicePortRouting routing)
    {
        var port = routing.Port;
        var protocol = Name(port.Key.Protocol);
        var id = Identifier(port);
        var chains = new Dictionary<string, string[]>();
        var sets = new Dictionary<string, string>();
        var elements = new List<NftElement>();

        var clusterChain = "service-" + id;
        var localChain = "local-" + id;
        var externalChain = "external-" + id;
        if (!routing.ClusterEndpoints.IsEmpty && port.UsesClusterEndpoints)
        {
            chains[clusterChain] = EndpointRules(port, protocol, id, routing.ClusterEndpoints, ClusterIPMasquerade(port, protocol), chains, sets);
        }

        if (!routing.LocalEndpoints.IsEmpty && port.UsesLocalEndpoints)
        {
            chains[localChain] = EndpointRules(port, protocol, id, routing.LocalEndpoints, ClusterIPMasquerade(port, protocol), chains, sets);
        }

        AddClusterIP(routing, protocol, port.InternalTrafficLocal ? localChain : clusterChain, elements);
        if (port.IsExternallyReachable)
        {
            AddExternal(routing, protocol, id, externalChain, clusterChain, localChain, chains, elements);
        }

        foreach (var endpoint in routing.EndpointsOnNode)
        {
            elements.Add(new NftElement(NftablesBase.Hairpin, $"{endpoint.Address} . {endpoint.Address}", null));
        }

        return new RenderedServicePort { Chains = chains, AffinitySets = sets, Elements = elements };
    }

    private void AddClusterIP(ServicePortRouting routing, string protocol, string chain, List<NftElement> elements)
    {
        var port = routing.Port;
        elements.Add(new NftElement(NftablesBase.ClusterIPs, port.ClusterIP.ToString(), null));
        var key = string.Create(CultureInfo.InvariantCulture, $"{port.ClusterIP} . {protocol} . {port.Port}");
        elements.Add(routing.InternalEndpoints.IsEmpty
            ? new NftElement(NftablesBase.NoEndpointServices, key, Refusal(routing))
            : new NftElement(NftablesBase.ServiceIPs, key, "goto " + chain));
    }

    private void AddExternal(ServicePortRouting routing, string protocol, string id, string externalChain, string clusterChain, string localChain,
        Dictionary<string, string[]> chains, List<NftElement> elements)
    {
        var port = routing.Port;
        var hasChain = !routing.ClusterEndpoints.IsEmpty || !routing.LocalEndpoints.IsEmpty;
        if (hasChain) chains[externalChain] = ExternalRules(routing, clusterChain, localChain);

        var firewallChain = "firewall-" + id;
        if (!port.LoadBalancerIPs.IsEmpty && !port.LoadBalancerSourceRanges.IsEmpty)
        {
            var ranges = NftablesBase.CidrSet(port.LoadBalancerSourceRanges, family);
            chains[firewallChain] = [ranges is null ? "drop" : $"{_ip} saddr != {ranges} drop"];
        }

        foreach (var address in port.ExternalIPs.AddRange(port.LoadBalancerIPs).Distinct())
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"{address} . {protocol} . {port.Port}");
            if (hasChain) elements.Add(new NftElement(NftablesBase.ServiceIPs, key, "goto " + externalChain));
            if (routing.ExternalEndpoints.IsEmpty) elements.Add(new NftElement(NftablesBase.NoEndpointServices, key, Refusal(routing)));
            if (chains.ContainsKey(firewallChain) && port.LoadBalancerIPs.Contains(address))
            {
                elements.Add(new NftElement(NftablesBase.FirewallIPs, key, "goto " + firewallChain));
            }
        }

        if (port.NodePort == 0) return;
        var nodeKey = string.Create(CultureInfo.InvariantCulture, $"{protocol} . {port.NodePort}");
        if (hasChain) elements.Add(new NftElement(NftablesBase.ServiceNodePorts, nodeKey, "goto " + externalChain));
        if (routing.ExternalEndpoints.IsEmpty) elements.Add(new NftElement(NftablesBase.NoEndpointNodePorts, nodeKey, Refusal(routing)));
    }

    private string[] ExternalRules(ServicePortRouting routing, string clusterChain, string localChain)
    {
        if (!routing.Port.ExternalTrafficLocal) return ["jump " + NftablesBase.MarkForMasquerade, "goto " + clusterChain];
        var rules = new List<string>();
        if (!routing.ClusterEndpoints.IsEmpty)
        {
            // Pods and the node itself reach every endpoint: what stays local is traffic that really came from outside.
            if (_clusterCidrs is not null) rules.Add($"{_ip} saddr {_clusterCidrs} goto {clusterChain}");
            rules.Add("fib saddr type local jump " + NftablesBase.MarkForMasquerade);
            rules.Add("fib saddr type local goto " + clusterChain);
        }

        if (!routing.LocalEndpoints.IsEmpty) rules.Add("goto " + localChain);
        return [.. rules];
    }

    private string? ClusterIPMasquerade(ProxyServicePort port, string protocol)
    {
        var match = string.Create(CultureInfo.InvariantCulture, $"{_ip} daddr {port.ClusterIP} {protocol} dport {port.Port}");
        if (options.MasqueradeAll) return $"{match} jump {NftablesBase.MarkForMasquerade}";
        return _clusterCidrs is null ? null : $"{match} {_ip} saddr != {_clusterCidrs} jump {NftablesBase.MarkForMasquerade}";
    }

    private string[] EndpointRules(ProxyServicePort port, string protocol, string id, ImmutableArray<ProxyEndpoint> endpoints, string? masquerade,
        Dictionary<string, string[]> chains, Dictionary<string, string> sets)
    {
        var rules = new List<string>(3);
        if (masquerade is not null) rules.Add(masquerade);
        var targets = new string[endpoints.Length];
        if (port.SessionAffinityTimeout is not { } timeout)
        {
            for (var i = 0; i < targets.Length; i++) targets[i] = Target(endpoints[i], " . ");
            Array.Sort(targets, StringComparer.Ordinal);
            // One endpoint needs no choice; more are one lookup in an unnamed map.
            rules.Add(targets.Length == 1
                ? $"meta l4proto {protocol} dnat to {Target(endpoints[0], ":")}"
                : $"meta l4proto {protocol} dnat {_ip} to numgen random mod {targets.Length} map {Numbered(targets, "")}");
            return [.. rules];
        }

        var seconds = (long)timeout.TotalSeconds;
        for (var i = 0; i < endpoints.Length; i++)
        {
            var hash = Hash(Target(endpoints[i], ":"));
            var chain = $"endpoint-{id}-{hash}";
            var set = $"affinity-{id}-{hash}-{seconds}";
            sets[set] = $"{{ type {_addressType}; flags dynamic,timeout; timeout {seconds}s; }}";
            chains[chain] = [$"update @{set} {{ {_ip} saddr }}", $"meta l4proto {protocol} dnat to {Target(endpoints[i], ":")}"];
            rules.Add($"{_ip} saddr @{set} goto {chain}");
            targets[i] = chain;
        }

        Array.Sort(targets, StringComparer.Ordinal);
        rules.Add(targets.Length == 1 ? "goto " + targets[0] : $"numgen random mod {targets.Length} vmap {Numbered(targets, "goto ")}");
        return [.. rules];
    }

    private static string Numbered(string[] targets, string prefix)
    {
        var text = new StringBuilder("{ ");
        for (var i = 0; i < targets.Length; i++)
        {
            if (i > 0) text.Append(", ");
            text.Append(CultureInfo.InvariantCulture, $"{i} : {prefix}{targets[i]}");
        }

        return text.Append(" }").ToString();
    }

    private string Target(ProxyEndpoint endpoint, string separator)
    {
        var address = family == AddressFamily.InterNetworkV6 && separator == ":" ? $"[{endpoint.Address}]" : endpoint.Address.ToString();
        return string.Create(CultureInfo.InvariantCulture, $"{address}{separator}{endpoint.Port}");
    }

    private static string Refusal(ServicePortRouting routing) => routing.HasAnyEndpoints ? "drop" : "goto " + NftablesBase.Reject;

    private static string Name(ProxyProtocol protocol) => protocol switch
    {
        ProxyProtocol.Tcp => "tcp",
        ProxyProtocol.Udp => "udp",
        _ => "sctp",
    };

    /// <summary>Readable, and unique by its hash also when the readable part has to be cut to the kernel's limit.</summary>
    private static string Identifier(ProxyServicePort port)
    {
        var key = port.Key;
        var readable = $"{key.Namespace}/{key.Name}/{Name(key.Protocol)}/{key.PortName}";
        var id = $"{Hash(readable)}-{readable}";
        return id.Length > NameLimit - 40 ? id[..(NameLimit - 40)] : id;
    }

    private static string Hash(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)), 0, 4);
}
