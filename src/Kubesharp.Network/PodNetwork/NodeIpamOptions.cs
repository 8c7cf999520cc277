using System.Collections.Immutable;
using System.Net;

namespace Kubesharp.Network.PodNetwork;

/// <summary>Which pod ranges nodes are given.</summary>
public sealed record NodeIpamOptions
{
    /// <summary>Pod addresses of the whole cluster, one network per address family.</summary>
    public ImmutableArray<IPNetwork> ClusterCidrs { get; init; } = [IPNetwork.Parse("10.244.0.0/16")];

    /// <summary>Prefix length of a node's IPv4 range.</summary>
    public int NodePrefixLengthIPv4 { get; init; } = 24;

    /// <summary>Prefix length of a node's IPv6 range.</summary>
    public int NodePrefixLengthIPv6 { get; init; } = 64;
}
