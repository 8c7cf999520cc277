using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Kubesharp.Network.Proxy.Nftables;

/// <summary>
/// Turns one service port into map elements and, for the rarer kinds, chains. Plain Services share chains that choose an
/// endpoint by number (<see cref="PickChain"/>). Session affinity and externalTrafficPolicy Local need chains of their own: with
/// affinity each endpoint has one that notes the client in a set with a timeout.
/// </summary>
internal sealed class ServicePortRenderer(AddressFamily family, NftablesOptions options)
{
    /// <summary>The kernel allows 127 characters; what names add before and after the identifier fits into the rest.</summary>
    private const int IdentifierLimit = 60;
    private readonly string _ip = family == AddressFamily.InterNetwork ? "ip" : "ip6";
    private readonly string _addressType = family == AddressFamily.InterNetwork ? "ipv4_addr" : "ipv6_addr";
    private readonly string? _clusterCidrs = NftablesBase.CidrSet(options.ClusterCidrs, family);

    /// <param name="routing">What is wanted.</param>
    /// <param name="old">What the port has now; decides which numbers its endpoints keep.</param>
    public RenderedServicePort Render(ServicePortRouting routing, RenderedServicePort old)
    {
        var port = routing.Port;
        var elements = new List<NftElement> { new(NftablesBase.ClusterIPs, port.ClusterIP.ToString(), null) };
        foreach (var endpoint in routing.EndpointsOnNode)
        {
            elements.Add(new NftElement(NftablesBase.Hairpin, $"{endpoint.Address} . {endpoint.Address}", null));
        }

        var needsChains = port.SessionAffinityTimeout is not null || (port.ExternalTrafficLocal && port.IsExternallyReachable);
        return needsChains ? RenderChains(routing, elements) : RenderPlain(routing, old, elements);
    }

    private RenderedServicePort RenderPlain(ServicePortRouting routing, RenderedServicePort old, List<NftElement> elements)
    {
        var port = routing.Port;
        var protocol = Name(port.Key.Protocol);
        var picks = new List<PickChain>(3);
        var internalSlots = EndpointSlots.Assign(old.InternalSlots, Targets(routing.InternalEndpoints));
        Front(PickKind.Internal, port.ClusterIP, internalSlots);
        string[] externalSlots = [];
        if (port.IsExternallyReachable)
        {
            externalSlots = EndpointSlots.Assign(old.ExternalSlots, Targets(routing.ExternalEndpoints));
            foreach (var external in ExternalAddresses(port)) Front(PickKind.External, external, externalSlots);
            if (port.NodePort != 0) Front(PickKind.NodePort, null, externalSlots);
        }

        var chains = new Dictionary<string, string[]>();
        AddFirewall(port, protocol, chains, elements);
        return new RenderedServicePort { Chains = chains, Elements = elements, Picks = picks, InternalSlots = internalSlots, ExternalSlots = externalSlots };

        void Front(PickKind kind, IPAddress? address, string[] slots)
        {
            var key = address is null ? NodePortKey(port, protocol) : AddressKey(address, port, protocol);
            if (slots.Length == 0)
            {
                elements.Add(new NftElement(address is null ? NftablesBase.NoEndpointNodePorts : NftablesBase.NoEndpointServices, key, Refusal(routing)));
                return;
            }

            var pick = new PickChain(kind, protocol, slots.Length);
            picks.Add(pick);
            elements.Add(new NftElement(address is null ? NftablesBase.ServiceNodePorts : NftablesBase.ServiceIPs, key, "goto " + pick.Name));
            var map = (kind == PickKind.NodePort ? NftablesBase.NodePortEndpoints : NftablesBase.Endpoints) + protocol;
            var prefix = address is null ? "" : $"{address} . ";
            for (var i = 0; i < slots.Length; i++)
            {
                elements.Add(new NftElement(map, string.Create(CultureInfo.InvariantCulture, $"{prefix}{(address is null ? port.NodePort : port.Port)} . {i}"), slots[i]));
            }
        }
    }

    private RenderedServicePort RenderChains(ServicePortRouting routing, List<NftElement> elements)
    {
        var port = routing.Port;
        var protocol = Name(port.Key.Protocol);
        var id = Identifier(port);
        var chains = new Dictionary<string, string[]>();
        var sets = new Dictionary<string, string>();
        var clusterChain = "service-" + id;
        var localChain = "local-" + id;
        if (!routing.ClusterEndpoints.IsEmpty) chains[clusterChain] = EndpointRules(port, protocol, id, routing.ClusterEndpoints, chains, sets);
        if (!routing.LocalEndpoints.IsEmpty) chains[localChain] = EndpointRules(port, protocol, id, routing.LocalEndpoints, chains, sets);
        var key = AddressKey(port.ClusterIP, port, protocol);
        elements.Add(routing.InternalEndpoints.IsEmpty
            ? new NftElement(NftablesBase.NoEndpointServices, key, Refusal(routing))
            : new NftElement(NftablesBase.ServiceIPs, key, "goto " + (port.InternalTrafficLocal ? localChain : clusterChain)));
        if (port.IsExternallyReachable) AddExternal(routing, protocol, "external-" + id, clusterChain, localChain, chains, elements);
        AddFirewall(port, protocol, chains, elements);
        return new RenderedServicePort { Chains = chains, AffinitySets = sets, Elements = elements };
    }

    private void AddExternal(ServicePortRouting routing, string protocol, string externalChain, string clusterChain, string localChain,
        Dictionary<string, string[]> chains, List<NftElement> elements)
    {
        var port = routing.Port;
        var hasChain = !routing.ClusterEndpoints.IsEmpty || !routing.LocalEndpoints.IsEmpty;
        if (hasChain) chains[externalChain] = ExternalRules(routing, clusterChain, localChain);
        foreach (var address in ExternalAddresses(port)) Front(NftablesBase.ServiceIPs, NftablesBase.NoEndpointServices, AddressKey(address, port, protocol));
        if (port.NodePort != 0) Front(NftablesBase.ServiceNodePorts, NftablesBase.NoEndpointNodePorts, NodePortKey(port, protocol));

        void Front(string verdicts, string refusals, string key)
        {
            if (hasChain) elements.Add(new NftElement(verdicts, key, "goto " + externalChain));
            if (routing.ExternalEndpoints.IsEmpty) elements.Add(new NftElement(refusals, key, Refusal(routing)));
        }
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

    private void AddFirewall(ProxyServicePort port, string protocol, Dictionary<string, string[]> chains, List<NftElement> elements)
    {
        if (port.LoadBalancerIPs.IsEmpty || port.LoadBalancerSourceRanges.IsEmpty) return;
        var chain = "firewall-" + Identifier(port);
        var ranges = NftablesBase.CidrSet(port.LoadBalancerSourceRanges, family);
        chains[chain] = [ranges is null ? "drop" : $"{_ip} saddr != {ranges} drop"];
        foreach (var address in port.LoadBalancerIPs) elements.Add(new NftElement(NftablesBase.FirewallIPs, AddressKey(address, port, protocol), "goto " + chain));
    }

    private string[] EndpointRules(ProxyServicePort port, string protocol, string id, ImmutableArray<ProxyEndpoint> endpoints,
        Dictionary<string, string[]> chains, Dictionary<string, string> sets)
    {
        if (port.SessionAffinityTimeout is not { } timeout)
        {
            var numbered = Numbered(Targets(endpoints), "");
            return [$"meta l4proto {protocol} dnat {_ip} to numgen random mod {endpoints.Length} map {numbered}"];
        }

        var rules = new List<string>(endpoints.Length + 1);
        var endpointChains = new string[endpoints.Length];
        var seconds = (long)timeout.TotalSeconds;
        for (var i = 0; i < endpoints.Length; i++)
        {
            var target = Target(endpoints[i], ":");
            var hash = Hash(target);
            var chain = $"endpoint-{id}-{hash}";
            var set = $"affinity-{id}-{hash}-{seconds}";
            sets[set] = $"{{ type {_addressType}; flags dynamic,timeout; timeout {seconds}s; }}";
            chains[chain] = [$"update @{set} {{ {_ip} saddr }}", $"meta l4proto {protocol} dnat to {target}"];
            rules.Add($"{_ip} saddr @{set} goto {chain}");
            endpointChains[i] = chain;
        }

        rules.Add($"numgen random mod {endpointChains.Length} vmap {Numbered(endpointChains, "goto ")}");
        return [.. rules];
    }

    private static string Numbered(string[] targets, string prefix)
    {
        Array.Sort(targets, StringComparer.Ordinal);
        var text = new StringBuilder("{ ");
        for (var i = 0; i < targets.Length; i++)
        {
            if (i > 0) text.Append(", ");
            text.Append(CultureInfo.InvariantCulture, $"{i} : {prefix}{targets[i]}");
        }

        return text.Append(" }").ToString();
    }

    private string[] Targets(ImmutableArray<ProxyEndpoint> endpoints)
    {
        var targets = new string[endpoints.Length];
        for (var i = 0; i < targets.Length; i++) targets[i] = Target(endpoints[i], " . ");
        return targets;
    }

    private string Target(ProxyEndpoint endpoint, string separator)
    {
        var address = family == AddressFamily.InterNetworkV6 && separator == ":" ? $"[{endpoint.Address}]" : endpoint.Address.ToString();
        return string.Create(CultureInfo.InvariantCulture, $"{address}{separator}{endpoint.Port}");
    }

    private static IEnumerable<IPAddress> ExternalAddresses(ProxyServicePort port) => port.ExternalIPs.AddRange(port.LoadBalancerIPs).Distinct();

    private static string AddressKey(IPAddress address, ProxyServicePort port, string protocol) =>
        string.Create(CultureInfo.InvariantCulture, $"{address} . {protocol} . {port.Port}");

    private static string NodePortKey(ProxyServicePort port, string protocol) => string.Create(CultureInfo.InvariantCulture, $"{protocol} . {port.NodePort}");

    private static string Refusal(ServicePortRouting routing) => routing.HasAnyEndpoints ? "drop" : "goto " + NftablesBase.Reject;

    private static string Name(ProxyProtocol protocol) => protocol switch
    {
        ProxyProtocol.Tcp => "tcp",
        ProxyProtocol.Udp => "udp",
        _ => "sctp",
    };

    /// <summary>Readable, and unique by its hash also when the readable part has to be cut.</summary>
    private static string Identifier(ProxyServicePort port)
    {
        var key = port.Key;
        var readable = $"{key.Namespace}/{key.Name}/{Name(key.Protocol)}/{key.PortName}";
        var id = $"{Hash(readable)}-{readable}";
        return id.Length > IdentifierLimit ? id[..IdentifierLimit] : id;
    }

    private static string Hash(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)), 0, 4);
}
