using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;

namespace Kubesharp.Scheduler.Tests.Framework;

/// <summary>Plugins that name the only nodes that come into question.</summary>
public sealed class PreFilterTests
{
    private readonly ClusterState _cluster = new();

    public PreFilterTests()
    {
        foreach (var name in new[] { "n1", "n2", "n3" }) _cluster.SetNode(Build.Node(name));
    }

    [Theory]
    [InlineData("n1 n2", "n2 n3", "n2")]
    [InlineData("n1 n2", "n1 n2 n4", "n1 n2")]
    public void NodeNames_OfSeveralPlugins_AllMustNameTheNode(string first, string second, string expected)
    {
        var result = Framework(new Names("A", first), new Names("B", second)).Schedule(_cluster.NewPod(Build.Pod("p")), out _);
        Assert.Equal(expected, string.Join(' ', result.Feasible.Select(node => node.Name).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void NodeNames_NothingInCommon_MessageNamesThePlugins()
    {
        var result = Framework(new Names("B", "n1"), new Names("A", "n2")).Schedule(_cluster.NewPod(Build.Pod("p")), out _);
        Assert.Equal("0/3 nodes are available: node(s) didn't satisfy plugin(s) [A B] simultaneously.", result.Diagnosis!.ToMessage());
        Assert.Equal(["A", "B"], result.Diagnosis.Plugins.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void NodeNames_NodeRefusedByAFilter_OthersAreNotAsked()
    {
        var filter = new Refuses();
        var result = Framework(new Names("A", "n1 n4"), filter).Schedule(_cluster.NewPod(Build.Pod("p")), out _);
        Assert.Equal("0/3 nodes are available: 1 no, 2 node(s) didn't satisfy plugin(s) [A].", result.Diagnosis!.ToMessage());
        Assert.Equal(["n1"], filter.Asked);
    }

    private SchedulingFramework Framework(params SchedulerPlugin[] plugins) =>
        new(_cluster, [.. plugins.Select(plugin => new WeightedPlugin(plugin, 1))], 100, new Random(1)) { KeepScores = true };

    private sealed class Names(string name, string nodes) : SchedulerPlugin, IPreFilterPlugin
    {
        public override string Name => name;

        public PreFilterResult PreFilter(CycleState state, PodInfo pod) => PreFilterResult.Only([.. nodes.Split(' ')]);
    }

    private sealed class Refuses : SchedulerPlugin, IFilterPlugin
    {
        public override string Name => "Refuses";

        public List<string> Asked { get; } = [];

        public Verdict? Filter(CycleState state, PodInfo pod, NodeInfo node)
        {
            Asked.Add(node.Name);
            return Verdict.Unschedulable(Name, "no");
        }
    }
}
