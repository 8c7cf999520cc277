using System.Net;

namespace Kubesharp.Network.Dns;

/// <summary>The cluster's name server.</summary>
public sealed record ClusterDnsOptions
{
    /// <summary>
    /// Where this server listens, UDP and TCP: one address that pods reach, usually the node's own; not a wildcard, whose
    /// answers could leave from another address than they were asked at. The port need not be 53; the Service translates.
    /// </summary>
    public required IPEndPoint Listen { get; init; }

    /// <summary>Address in the EndpointSlice of the DNS Service; null for the one listened at.</summary>
    public IPAddress? Advertise { get; init; }

    /// <summary>Name of the Node this machine is.</summary>
    public required string NodeName { get; init; }

    /// <summary>Cluster IP of the DNS Service, which the node agents put into the pods' resolv.conf.</summary>
    public IPAddress ServiceIP { get; init; } = IPAddress.Parse("10.96.0.10");

    public string ClusterDomain { get; init; } = "cluster.local";

    /// <summary>Names the servers that know the rest of the world.</summary>
    public string ResolvConf { get; init; } = "/etc/resolv.conf";

    /// <summary>Life of the cluster's records.</summary>
    public TimeSpan Ttl { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Keeps the Service kube-system/kube-dns and an EndpointSlice that leads to this server.</summary>
    public bool PublishService { get; init; } = true;
}
