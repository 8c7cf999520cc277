using System.Collections.Immutable;
using System.Net;

namespace Kubesharp.Network.Proxy.Nftables;

/// <summary>What the rules depend on besides Services and endpoints.</summary>
public sealed record NftablesOptions
{
    /// <summary>Name of the table, one per address family, that belongs to the proxy alone.</summary>
    public string TableName { get; init; } = "kubesharp";

    /// <summary>Pod addresses of the whole cluster; connections to a cluster IP from elsewhere are masqueraded.</summary>
    public ImmutableArray<IPNetwork> ClusterCidrs { get; init; } = [];

    /// <summary>Ranges of the cluster IPs; packets to an address in them that no Service has are dropped.</summary>
    public ImmutableArray<IPNetwork> ServiceCidrs { get; init; } = [];

    /// <summary>Bit of the packet mark that asks for masquerading; 14 as in kube-proxy.</summary>
    public int MasqueradeBit { get; init; } = 14;

    /// <summary>Masquerade every connection to a cluster IP, from pods too.</summary>
    public bool MasqueradeAll { get; init; }
}
