using System.Collections.Immutable;
using System.Net;

namespace Kubesharp.Network.PodNetwork;

/// <summary>How a node's pods are connected.</summary>
public sealed record PodNetworkOptions
{
    /// <summary>Name of the Node this machine is.</summary>
    public required string NodeName { get; init; }

    /// <summary>Pod addresses of the whole cluster: traffic among them keeps its addresses, what leaves them is masqueraded.</summary>
    public ImmutableArray<IPNetwork> ClusterCidrs { get; init; } = [IPNetwork.Parse("10.244.0.0/16")];

    /// <summary>The runtime's CNI configuration folder.</summary>
    public string CniFolder { get; init; } = "/etc/cni/net.d";

    /// <summary>Name of the bridge.</summary>
    public string Bridge { get; init; } = "cni0";

    /// <summary>Name of the CNI network.</summary>
    public string NetworkName { get; init; } = "kubesharp";

    /// <summary>Folder of host-local's notes; null for the plugin's own.</summary>
    public string? IpamDataFolder { get; init; }

    /// <summary>Largest packet in bytes; 0 takes the one of the interface of the default route.</summary>
    public int Mtu { get; init; }

    /// <summary>Name of the nftables table of the pod network.</summary>
    public string TableName { get; init; } = "kubesharp-pods";

    /// <summary>File of the network namespace the node lives in; null for the one of the process.</summary>
    public string? NetworkNamespace { get; init; }
}
