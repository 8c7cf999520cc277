using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Bench.Scheduler;

/// <summary>How the nodes of a workload look.</summary>
/// <param name="Zones">Values that the zone label takes in turn; none for nodes without zones.</param>
/// <param name="HasHostname">Whether nodes have their own name as a label.</param>
internal sealed record NodeShape(string[] Zones, bool HasHostname = false)
{
    public static NodeShape Plain { get; } = new([]);

    public static NodeShape OneZone { get; } = new(["zone1"]);

    public static NodeShape ThreeZones { get; } = new(["moon-1", "moon-2", "moon-3"]);

    public static NodeShape Hosts { get; } = new([], true);

    /// <summary>A node with four processors, 32 GiB and room for 110 pods.</summary>
    public Node Make(int index)
    {
        var name = $"scheduler-perf-{index:00000}";
        var labels = new List<KeyValuePair<string, string>>();
        if (HasHostname) labels.Add(new("kubernetes.io/hostname", name));
        if (Zones.Length > 0) labels.Add(new("topology.kubernetes.io/zone", Zones[index % Zones.Length]));
        return Make(name, labels.ToValueMap(), "110");
    }

    /// <summary>The one node that pods of the workload Daemonset go to.</summary>
    public static Node MakeNamed(string name) => Make(name, ValueMap.Of("kubernetes.io/hostname", name), "90000");

    private static Node Make(string name, ValueMap<string> labels, string pods)
    {
        ValueMap<Quantity> resources = [new("cpu", Quantity.Parse("4")), new("memory", Quantity.Parse("32Gi")), new("pods", Quantity.Parse(pods))];
        return new Node
        {
            Metadata = ObjectMeta.Empty with { Name = name, Labels = labels },
            Status = NodeStatus.Empty with
            {
                Capacity = resources,
                Allocatable = resources,
                Conditions = [NodeCondition.Empty with { Type = NodeConditionType.Ready, Status = Api.Core.V1.ConditionStatus.True }],
            },
        };
    }
}
