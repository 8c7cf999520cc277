using System.Collections.Immutable;

namespace Kubesharp.Network.Proxy;

/// <summary>A service port together with the endpoints this node has to send its connections to.</summary>
public sealed record ServicePortRouting
{
    public required ProxyServicePort Port { get; init; }

    /// <summary>Endpoints for traffic that may leave the node.</summary>
    public ImmutableArray<ProxyEndpoint> ClusterEndpoints { get; init; } = [];

    /// <summary>Endpoints on this node, for the Local traffic policies.</summary>
    public ImmutableArray<ProxyEndpoint> LocalEndpoints { get; init; } = [];

    /// <summary>Some endpoint exists somewhere: a port that is only without local endpoints drops, one without any rejects.</summary>
    public bool HasAnyEndpoints { get; init; }

    /// <summary>Endpoint addresses on this node among both lists; these can connect to themselves through the service.</summary>
    public ImmutableArray<ProxyEndpoint> EndpointsOnNode { get; init; } = [];

    /// <summary>The endpoints that traffic to the cluster IP goes to.</summary>
    public ImmutableArray<ProxyEndpoint> InternalEndpoints => Port.InternalTrafficLocal ? LocalEndpoints : ClusterEndpoints;

    /// <summary>The endpoints that traffic to node ports, external IPs and load balancer IPs goes to.</summary>
    public ImmutableArray<ProxyEndpoint> ExternalEndpoints => Port.ExternalTrafficLocal ? LocalEndpoints : ClusterEndpoints;
}
