using System.Collections.Immutable;
using System.Net;

namespace Kubesharp.Network.Proxy;

/// <summary>What the proxy needs to know of one Service port: the addresses it is reached at and the policies for choosing endpoints.</summary>
public sealed record ProxyServicePort
{
    public required ServicePortKey Key { get; init; }

    public required IPAddress ClusterIP { get; init; }

    /// <summary>Port on the cluster IP, the external IPs and the load balancer IPs.</summary>
    public required int Port { get; init; }

    /// <summary>Port on the nodes' own addresses; 0 when there is none.</summary>
    public int NodePort { get; init; }

    public ImmutableArray<IPAddress> ExternalIPs { get; init; } = [];

    /// <summary>Load balancer addresses whose packets arrive unchanged at the node (ipMode VIP).</summary>
    public ImmutableArray<IPAddress> LoadBalancerIPs { get; init; } = [];

    /// <summary>The only sources that may reach <see cref="LoadBalancerIPs"/>; empty allows every source.</summary>
    public ImmutableArray<IPNetwork> LoadBalancerSourceRanges { get; init; } = [];

    /// <summary>How long a client address sticks to its endpoint (sessionAffinity ClientIP); null without affinity.</summary>
    public TimeSpan? SessionAffinityTimeout { get; init; }

    /// <summary>internalTrafficPolicy: Local.</summary>
    public bool InternalTrafficLocal { get; init; }

    /// <summary>externalTrafficPolicy: Local.</summary>
    public bool ExternalTrafficLocal { get; init; }

    /// <summary>Node port of the health check an outside load balancer asks; 0 when there is none.</summary>
    public int HealthCheckNodePort { get; init; }

    /// <summary>Whether anything but the cluster IP leads here.</summary>
    public bool IsExternallyReachable => NodePort != 0 || ExternalIPs.Length != 0 || LoadBalancerIPs.Length != 0;

    /// <summary>Endpoints anywhere in the cluster are needed, also as the short cut of pods when external traffic stays local.</summary>
    public bool UsesClusterEndpoints => !InternalTrafficLocal || IsExternallyReachable;

    public bool UsesLocalEndpoints => InternalTrafficLocal || (ExternalTrafficLocal && IsExternallyReachable);
}
