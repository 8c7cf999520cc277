namespace Kubesharp.Scheduler.Cluster;

/// <summary>The order in which nodes are tried when not all of them are: alternating between zones.</summary>
internal static class ZoneOrder
{
    private const string Zone = "topology.kubernetes.io/zone";
    private const string Region = "topology.kubernetes.io/region";

    public static NodeInfo[] Of(IEnumerable<NodeInfo> nodes, int count)
    {
        var zones = new List<List<NodeInfo>>();
        var byName = new Dictionary<(string, string), List<NodeInfo>>();
        foreach (var node in nodes)
        {
            if (!node.Exists) continue;
            var labels = node.Node.Metadata.Labels;
            var key = (labels.Get(Region) ?? "", labels.Get(Zone) ?? "");
            if (!byName.TryGetValue(key, out var zone))
            {
                zone = [];
                byName.Add(key, zone);
                zones.Add(zone);
            }

            zone.Add(node);
        }

        var order = new NodeInfo[count];
        var next = 0;
        for (var round = 0; next < count; round++)
        {
            foreach (var zone in zones)
            {
                if (round < zone.Count) order[next++] = zone[round];
            }
        }

        return order;
    }
}
