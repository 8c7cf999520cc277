using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Kubesharp.Network.Proxy.Nftables;

namespace Kubesharp.Network.PodNetwork;

/// <summary>The packet rules pods need besides Services: an address of the node for what they send out of the cluster.</summary>
internal static class PodNetworkRules
{
    /// <param name="table">Name of the table, one per address family.</param>
    /// <param name="podCidrs">Pod addresses of this node.</param>
    /// <param name="clusterCidrs">Pod addresses of all nodes.</param>
    /// <param name="bridgedPacketsAreSeen">
    /// Whether packets between two pods on the bridge pass the node's rules. Where they do not, the answer to a connection
    /// through a Service would come from the wrong address, unless the client's address is the node's.
    /// </param>
    public static string Render(string table, ImmutableArray<IPNetwork> podCidrs, ImmutableArray<IPNetwork> clusterCidrs, bool bridgedPacketsAreSeen)
    {
        var script = new StringBuilder();
        foreach (var family in (AddressFamily[])[AddressFamily.InterNetwork, AddressFamily.InterNetworkV6])
        {
            if (NftablesBase.CidrSet(podCidrs, family) is not { } pods) continue;
            var ip = family == AddressFamily.InterNetwork ? "ip" : "ip6";
            var cluster = NftablesBase.CidrSet(clusterCidrs, family) ?? pods;
            var multicast = family == AddressFamily.InterNetwork ? "224.0.0.0/4" : "ff00::/8";
            script.Append($"add table {ip} {table}\ndelete table {ip} {table}\n");
            script.Append($"table {ip} {table} {{\n  comment \"pod network of kubesharp\"\n  chain postrouting {{\n    type nat hook postrouting priority 100;\n");
            if (!bridgedPacketsAreSeen) script.Append($"    ct status dnat {ip} saddr {pods} {ip} daddr {pods} masquerade\n");
            script.Append($"    {ip} saddr {pods} {ip} daddr != {cluster} {ip} daddr != {multicast} masquerade fully-random\n  }}\n}}\n");
        }

        return script.ToString();
    }

    public static string RenderRemoval(string table) =>
        $"add table ip {table}\ndelete table ip {table}\nadd table ip6 {table}\ndelete table ip6 {table}\n";
}
