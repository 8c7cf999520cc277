using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Scheduler;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;

namespace Kubesharp.Bench.Scheduler;

/// <summary>How good placements are: nodes and pods of different sizes until some pods do not fit any more, by the engine and the long way.</summary>
internal static class QualityRun
{
    private const int Nodes = 400;
    private const int Pods = 12_000;
    private static readonly string[] Cpus = ["100m", "250m", "500m", "1", "2"];
    private static readonly string[] Memories = ["128Mi", "512Mi", "1Gi", "4Gi"];

    public static void Run()
    {
        Console.WriteLine($"{"placements, 400 nodes",-28}{"placed",8}{"cpu %",8}{"memory %",10}{"cpu spread",12}{"zone skew",11}{"host skew",11}");
        Run("engine", false, 0);
        Run("every node, every plugin", true, 100);
        Run("as many nodes as upstream", true, 0);
    }

    private static void Run(string name, bool exhaustive, int percentage)
    {
        var random = new Random(7);
        var cluster = new ClusterState();
        var framework = new SchedulingFramework(cluster, DefaultPlugins.Create(cluster, new SchedulerOptions(), null, random), percentage, new Random(1)) { IsExhaustive = exhaustive };
        for (var i = 0; i < Nodes; i++) cluster.SetNode(NewNode(i));
        for (var app = 0; app < 20; app++)
        {
            cluster.Services.Set(new Service
            {
                Metadata = ObjectMeta.Empty with { Namespace = "default", Name = "app" + app },
                Spec = ServiceSpec.Empty with { Selector = ValueMap.Of("app", "app" + app) },
            });
        }

        var placed = new List<(string App, NodeInfo Node)>();
        for (var i = 0; i < Pods; i++)
        {
            var app = random.Next(20);
            var pod = cluster.NewPod(NewPod(i, app));
            if (framework.Schedule(pod, out _).Node is not { } node) continue;
            cluster.SetPod(pod, node.Name);
            placed.Add(("app" + app, node));
        }

        Report(name, cluster, placed);
    }

    private static void Report(string name, ClusterState cluster, List<(string App, NodeInfo Node)> placed)
    {
        var cpu = new List<double>();
        var memory = new List<double>();
        foreach (var node in cluster.Nodes)
        {
            cpu.Add((double)cluster.Requested.Get(ResourceNames.Cpu, node.Index) / cluster.Allocatable.Get(ResourceNames.Cpu, node.Index));
            memory.Add((double)cluster.Requested.Get(ResourceNames.Memory, node.Index) / cluster.Allocatable.Get(ResourceNames.Memory, node.Index));
        }

        var spread = Math.Sqrt(cpu.Sum(share => Math.Pow(share - cpu.Average(), 2)) / cpu.Count);
        var zoneSkew = placed.GroupBy(one => one.App).Average(app => Skew(app.GroupBy(one => one.Node.Node.Metadata.Labels["topology.kubernetes.io/zone"]).Select(zone => zone.Count())));
        var hostSkew = placed.GroupBy(one => one.App).Average(app => Skew(app.GroupBy(one => one.Node.Name).Select(host => host.Count())));
        Console.WriteLine($"{name,-28}{placed.Count,8}{cpu.Average() * 100,8:n1}{memory.Average() * 100,10:n1}{spread,12:n3}{zoneSkew,11:n1}{hostSkew,11:n1}");
    }

    private static int Skew(IEnumerable<int> counts)
    {
        var all = counts.ToArray();
        return all.Max() - all.Min();
    }

    private static Node NewNode(int index)
    {
        var isLarge = index % 4 == 0;
        var node = NodeShape.ThreeZones.Make(index);
        return node with
        {
            Metadata = node.Metadata with { Labels = node.Metadata.Labels.Set("kubernetes.io/hostname", node.Metadata.Name) },
            Status = node.Status with
            {
                Allocatable = [new("cpu", Quantity.Parse(isLarge ? "32" : "8")), new("memory", Quantity.Parse(isLarge ? "128Gi" : "16Gi")), new("pods", Quantity.Parse("110"))],
            },
        };
    }

    /// <summary>Pods of an application are all of one size.</summary>
    private static Pod NewPod(int index, int app) => new()
    {
        Metadata = ObjectMeta.Empty with { Namespace = "default", Name = "p" + index, Labels = ValueMap.Of("app", "app" + app) },
        Spec = PodSpec.Empty with
        {
            Containers =
            [
                Container.Empty with
                {
                    Name = "c",
                    Image = "i",
                    Resources = ResourceRequirements.Empty with { Requests = [new("cpu", Quantity.Parse(Cpus[app % Cpus.Length])), new("memory", Quantity.Parse(Memories[app % Memories.Length]))] },
                },
            ],
        },
    };
}
