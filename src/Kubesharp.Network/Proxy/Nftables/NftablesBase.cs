using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Kubesharp.Network.Proxy.Nftables;

/// <summary>
/// The part of the table that is the same whatever Services exist: hooks, lookups and shared targets. Order of a packet:
/// firewall and refusals are filter hooks beside the NAT hooks, because a NAT chain sees only the first packet of a
/// connection and cannot reject.
/// </summary>
internal static class NftablesBase
{
    public const string ClusterIPs = "cluster-ips";
    public const string NodePortIPs = "nodeport-ips";
    public const string ServiceIPs = "service-ips";
    public const string ServiceNodePorts = "service-nodeports";
    public const string NoEndpointServices = "no-endpoint-services";
    public const string NoEndpointNodePorts = "no-endpoint-nodeports";
    public const string FirewallIPs = "firewall-ips";

    /// <summary>Endpoints by service address, port and number; one map for each protocol, its name added.</summary>
    public const string Endpoints = "endpoints-";

    /// <summary>Endpoints by node port and number; one map for each protocol, its name added.</summary>
    public const string NodePortEndpoints = "nodeport-endpoints-";
    public const string Hairpin = "hairpin-connections";
    public const string MarkForMasquerade = "mark-for-masquerade";
    public const string Reject = "reject-chain";

    /// <summary>More endpoints than a Service can have; it only gives the number in a key its type.</summary>
    private const int MaxEndpoints = 65536;

    /// <summary>An nftables set of the networks of one family; null when there are none.</summary>
    public static string? CidrSet(ImmutableArray<IPNetwork> networks, AddressFamily family)
    {
        var chosen = networks.Where(n => n.BaseAddress.AddressFamily == family).Distinct().ToArray();
        return chosen.Length == 0 ? null : $"{{ {string.Join(", ", chosen)} }}";
    }

    public static string Render(NftablesOptions options, AddressFamily family)
    {
        var ip = family == AddressFamily.InterNetwork ? "ip" : "ip6";
        var address = family == AddressFamily.InterNetwork ? "ipv4_addr" : "ipv6_addr";
        var mark = string.Create(CultureInfo.InvariantCulture, $"0x{1u << options.MasqueradeBit:x}");
        var service = $"{ip} daddr . meta l4proto . th dport vmap";
        var nodePort = $"{ip} daddr @{NodePortIPs} meta l4proto . th dport vmap";
        var endpointMaps = new StringBuilder();
        foreach (var protocol in (string[])["tcp", "udp", "sctp"])
        {
            // Types by example: the number is of the type of the generator, and the ports are of one protocol, because the nft of
            // Debian 12 does not find its way between "th dport" in a map and a rule's own protocol.
            var value = $"{protocol} dport . numgen random mod {MaxEndpoints} : {ip} daddr . {protocol} dport";
            endpointMaps.Append($"  map {Endpoints}{protocol} {{ typeof {ip} daddr . {value}; }}\n");
            endpointMaps.Append($"  map {NodePortEndpoints}{protocol} {{ typeof {value}; }}\n");
        }

        var outsideCluster = options.MasqueradeAll ? "" : CidrSet(options.ClusterCidrs, family) is { } pods ? $"{ip} saddr != {pods}" : null;
        var masqueradeOutside = outsideCluster is null ? "" : $"{ip} daddr @{ClusterIPs} {outsideCluster} jump {MarkForMasquerade}";
        var unusedAddresses = CidrSet(options.ServiceCidrs, family) is { } cidrs ? $"{ip} daddr {cidrs} drop" : "";
        return $$"""
            table {{ip}} {{options.TableName}} {
              comment "service rules of kubesharp"
              set {{ClusterIPs}} { type {{address}}; }
              set {{NodePortIPs}} { type {{address}}; }
              set {{Hairpin}} { type {{address}} . {{address}}; }
              map {{ServiceIPs}} { type {{address}} . inet_proto . inet_service : verdict; }
              map {{ServiceNodePorts}} { type inet_proto . inet_service : verdict; }
              map {{NoEndpointServices}} { type {{address}} . inet_proto . inet_service : verdict; }
              map {{NoEndpointNodePorts}} { type inet_proto . inet_service : verdict; }
              map {{FirewallIPs}} { type {{address}} . inet_proto . inet_service : verdict; }
            {{endpointMaps}}

              chain {{Reject}} {
                meta l4proto tcp reject with tcp reset
                reject
              }
              chain {{MarkForMasquerade}} {
                meta mark set meta mark | {{mark}}
              }
              chain firewall-check {
                {{service}} @{{FirewallIPs}}
              }
              chain service-endpoints-check {
                {{service}} @{{NoEndpointServices}}
              }
              chain nodeport-endpoints-check {
                {{nodePort}} @{{NoEndpointNodePorts}}
              }
              chain cluster-ips-check {
                {{ip}} daddr @{{ClusterIPs}} goto {{Reject}}
                {{unusedAddresses}}
              }
              chain services {
                {{masqueradeOutside}}
                {{service}} @{{ServiceIPs}}
                {{nodePort}} @{{ServiceNodePorts}}
              }
              chain filter-prerouting {
                type filter hook prerouting priority -110;
                ct state new jump firewall-check
              }
              chain filter-input {
                type filter hook input priority -110;
                ct state new jump nodeport-endpoints-check
                ct state new jump service-endpoints-check
              }
              chain filter-forward {
                type filter hook forward priority -110;
                ct state new jump service-endpoints-check
                ct state new jump cluster-ips-check
              }
              chain filter-output {
                type filter hook output priority -110;
                ct state new jump firewall-check
              }
              chain filter-output-post-dnat {
                type filter hook output priority -90;
                ct state new jump service-endpoints-check
                ct state new jump nodeport-endpoints-check
                ct state new jump cluster-ips-check
              }
              chain nat-prerouting {
                type nat hook prerouting priority -100;
                jump services
              }
              chain nat-output {
                type nat hook output priority -100;
                jump services
              }
              chain nat-postrouting {
                type nat hook postrouting priority 100;
                ct status dnat {{ip}} saddr . {{ip}} daddr @{{Hairpin}} masquerade fully-random
                meta mark & {{mark}} == 0 return
                meta mark set meta mark ^ {{mark}}
                masquerade fully-random
              }
            }

            """;
    }
}
