using System.Collections.Immutable;

namespace Kubesharp.Network.Proxy;

/// <summary>Chooses, from all endpoints of a service port, the ones this node sends connections to.</summary>
internal static class EndpointSelection
{
    private enum Topology
    {
        None,
        Zone,
        Node,
    }

    /// <param name="port">The service port.</param>
    /// <param name="endpoints">All its endpoints, without duplicates.</param>
    /// <param name="nodeName">This node.</param>
    /// <param name="zone">The zone of this node; null when it has none.</param>
    public static ServicePortRouting Route(ProxyServicePort port, ImmutableArray<ProxyEndpoint> endpoints, string nodeName, string? zone)
    {
        if (endpoints.IsEmpty) return new ServicePortRouting { Port = port };
        ImmutableArray<ProxyEndpoint> cluster = [];
        var any = false;
        if (port.UsesClusterEndpoints)
        {
            var topology = TopologyFromHints(endpoints, nodeName, zone);
            cluster = Filter(endpoints, e => e.Ready && Matches(e, topology, nodeName, zone));
            // While every pod of a service is on its way out, the ones that still answer are better than none.
            if (cluster.IsEmpty) cluster = Filter(endpoints, IsLastResort);
            any = !cluster.IsEmpty;
        }

        ImmutableArray<ProxyEndpoint> local = [];
        if (port.UsesLocalEndpoints)
        {
            local = Filter(endpoints, e => e.Ready && e.NodeName == nodeName);
            if (local.IsEmpty) local = Filter(endpoints, e => IsLastResort(e) && e.NodeName == nodeName);
            foreach (var endpoint in endpoints) any |= endpoint.Ready || IsLastResort(endpoint);
        }

        var onNode = Filter(cluster, e => e.NodeName == nodeName);
        if (!local.IsEmpty)
        {
            var union = onNode.ToBuilder();
            foreach (var endpoint in local)
            {
                if (!onNode.Contains(endpoint)) union.Add(endpoint);
            }

            onNode = union.ToImmutable();
        }

        return new ServicePortRouting { Port = port, ClusterEndpoints = cluster, LocalEndpoints = local, HasAnyEndpoints = any, EndpointsOnNode = onNode };
    }

    private static bool IsLastResort(ProxyEndpoint endpoint) => endpoint is { Serving: true, Terminating: true };

    /// <summary>Hints count only when every ready endpoint has them and at least one names this node or zone.</summary>
    private static Topology TopologyFromHints(ImmutableArray<ProxyEndpoint> endpoints, string nodeName, string? zone)
    {
        bool anyReady = false, allNodeHints = true, thisNode = false, allZoneHints = true, thisZone = false;
        foreach (var endpoint in endpoints)
        {
            if (!endpoint.Ready) continue;
            anyReady = true;
            allNodeHints &= !endpoint.NodeHints.IsEmpty;
            thisNode |= endpoint.NodeHints.Contains(nodeName);
            allZoneHints &= !endpoint.ZoneHints.IsEmpty;
            thisZone |= zone is not null && endpoint.ZoneHints.Contains(zone);
        }

        if (!anyReady) return Topology.None;
        if (allNodeHints && thisNode) return Topology.Node;
        return allZoneHints && thisZone ? Topology.Zone : Topology.None;
    }

    private static bool Matches(ProxyEndpoint endpoint, Topology topology, string nodeName, string? zone) => topology switch
    {
        Topology.Node => endpoint.NodeHints.Contains(nodeName),
        Topology.Zone => endpoint.ZoneHints.Contains(zone!),
        _ => true,
    };

    private static ImmutableArray<ProxyEndpoint> Filter(ImmutableArray<ProxyEndpoint> endpoints, Func<ProxyEndpoint, bool> keep)
    {
        var builder = ImmutableArray.CreateBuilder<ProxyEndpoint>(endpoints.Length);
        foreach (var endpoint in endpoints)
        {
            if (keep(endpoint)) builder.Add(endpoint);
        }

        return builder.DrainToImmutable();
    }
}
