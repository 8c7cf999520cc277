using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Tests.Plugins;

namespace Kubesharp.Scheduler.Tests.Engine;

/// <summary>What the engine promises besides the right decisions.</summary>
public sealed class EngineTests
{
    [Fact]
    public void Schedule_ManyEquallyGoodNodes_EachHasTheSameChance()
    {
        const int nodes = 10;
        const int pods = 10_000;
        var cluster = new PluginCluster();
        for (var i = 0; i < nodes; i++) cluster.Node("n" + i);
        var counts = new Dictionary<string, int>();
        for (var i = 0; i < pods; i++)
        {
            var chosen = cluster.Framework.Schedule(cluster.Pod("p"), out _).Node!.Name;
            counts[chosen] = counts.GetValueOrDefault(chosen) + 1;
        }

        // Chi-squared with nine degrees of freedom: beyond 27.9 once in a thousand seeds.
        var expected = (double)pods / nodes;
        Assert.Equal(nodes, counts.Count);
        Assert.InRange(counts.Values.Sum(count => (count - expected) * (count - expected) / expected), 0, 27.9);
    }

    [Fact]
    public void Schedule_SameEventsAndSeed_SamePlacements()
    {
        Assert.Equal(Placements(1), Placements(1));
        Assert.NotEqual(Placements(1), Placements(2));

        static string Placements(int seed)
        {
            var state = new ClusterState();
            var framework = new SchedulingFramework(state, DefaultPlugins.Create(state, new SchedulerOptions(), null, new Random(seed)), 0, new Random(seed));
            var cluster = new PluginCluster();
            for (var i = 0; i < 50; i++) cluster.Node("n" + i, $"\"zone\":\"z{i % 3}\"");
            foreach (var node in cluster.State.Nodes) state.SetNode(node.Node);
            var chosen = new List<string>();
            for (var i = 0; i < 200; i++)
            {
                var pod = state.NewPod(cluster.Pod("p" + i, container: "\"resources\":{\"requests\":{\"cpu\":\"100m\"}}").Pod);
                var node = framework.Schedule(pod, out _).Node!.Name;
                state.SetPod(pod, node);
                chosen.Add(node);
            }

            return string.Join(' ', chosen);
        }
    }

    [Fact]
    public void NewPod_SameTemplateOtherToken_SharesItsClass()
    {
        var cluster = new PluginCluster();
        var one = cluster.Pod("one", """ "volumes":[{"name":"kube-api-access-abcde","projected":{}}] """);
        var other = cluster.Pod("other", """ "volumes":[{"name":"kube-api-access-fghij","projected":{}}] """);
        Assert.Same(one.Class, other.Class);
        Assert.NotSame(one.Class, cluster.Pod("third", container: "\"resources\":{\"requests\":{\"cpu\":\"1\"}}").Class);
        Assert.NotSame(one.Class, cluster.Pod("fourth", labels: "\"app\":\"db\"").Class);
    }

    [Fact]
    public void Schedule_NodesComeAndGo_EngineKeepsUp()
    {
        var cluster = new PluginCluster();
        cluster.Node("n1");
        Assert.Equal("n1", cluster.Feasible(cluster.Pod("p")));
        cluster.Node("n2");
        Assert.Equal("n1 n2", cluster.Feasible(cluster.Pod("p")));
        cluster.State.RemoveNode("n1");
        Assert.Equal("n2", cluster.Feasible(cluster.Pod("p")));
        cluster.Node("n3");
        cluster.Node("n2", spec: "\"unschedulable\":true");
        Assert.Equal("n3", cluster.Feasible(cluster.Pod("p")));
    }

    [Fact]
    public void Schedule_LogRunsOver_StartsAnew()
    {
        var cluster = new PluginCluster();
        cluster.Node("n1");
        cluster.Node("n2");
        Assert.Equal("n1 n2", cluster.Feasible(cluster.Pod("p", container: Cpu)));
        for (var i = 0; i < 20_000; i++)
        {
            cluster.Place("other", "n1", container: Cpu);
            cluster.State.RemovePod("default/other");
        }

        cluster.Place("other", "n1", container: Cpu);
        Assert.Equal("n2", cluster.Feasible(cluster.Pod("p", container: Cpu)));
    }

    private const string Cpu = "\"resources\":{\"requests\":{\"cpu\":\"3\"}}";
}
