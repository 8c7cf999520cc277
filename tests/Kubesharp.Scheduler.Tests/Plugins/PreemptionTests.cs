using Kubesharp.Api.Policy.V1;
using Kubesharp.Scheduler.Framework;

namespace Kubesharp.Scheduler.Tests.Plugins;

/// <summary>Making room for pods of higher priority.</summary>
public sealed class PreemptionTests
{
    private readonly PluginCluster _cluster = new();

    [Fact]
    public void Preempt_HigherPriority_TakesTheLeastImportant()
    {
        _cluster.Node("n1");
        Place("low", "n1", 1);
        Place("mid", "n1", 5);

        var (node, victims) = Preempt(10);
        Assert.Equal(("n1", "default/low"), (node, victims));
        Assert.Equal(2, _cluster.State.FindNode("n1")!.Pods.Count);
    }

    [Fact]
    public void Preempt_SeveralNodes_WhereTheMostImportantVictimIsLeastSo()
    {
        _cluster.Node("n1");
        _cluster.Node("n2");
        Place("a", "n1", 3);
        Place("b", "n1", 3);
        Place("c", "n2", 2);
        Place("d", "n2", 9);
        Assert.Equal(("n2", "default/c"), Preempt(10));
    }

    [Fact]
    public void Preempt_BudgetAllowsNone_TakesTheNodeWithoutOne()
    {
        _cluster.Node("n1");
        _cluster.Node("n2");
        foreach (var (name, node, label) in new[] { ("a", "n1", "web"), ("b", "n1", "web"), ("c", "n2", "db"), ("d", "n2", "db") }) Place(name, node, 1, label);
        _cluster.State.DisruptionBudgets.Set(PluginCluster.Read<PodDisruptionBudget>(
            """{"metadata":{"namespace":"default","name":"b"},"spec":{"selector":{"matchLabels":{"app":"db"}}},"status":{"disruptionsAllowed":0}}"""));
        Assert.Equal("n1", Preempt(10).Node);
    }

    [Theory]
    [InlineData(5, "", "0/1 nodes are available: 1 No preemption victims found for incoming pod.")]
    [InlineData(10, ",\"preemptionPolicy\":\"Never\"", "not eligible due to preemptionPolicy=Never.")]
    [InlineData(10, ",\"nodeSelector\":{\"zone\":\"a\"}", "0/1 nodes are available: 1 Preemption is not helpful for scheduling.")]
    public void Preempt_CannotHelp_MessageSaysWhy(int priority, string spec, string expected)
    {
        _cluster.Node("n1");
        Place("a", "n1", 5);
        Place("b", "n1", 5);
        var message = _cluster.Message(_cluster.Pod("p", $"\"priority\":{priority}{spec}", """ "resources":{"requests":{"cpu":"2"}} """));
        Assert.EndsWith("no new claims to deallocate, preemption: " + expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Preempt_OnceMore_KnowsWhatHasChanged()
    {
        foreach (var node in new[] { "n1", "n2", "n3" })
        {
            _cluster.Node(node);
            foreach (var name in new[] { "a", "b" }) Place($"{name}-{node}", node, node == "n1" ? 1 : node == "n2" ? 2 : 3, node);
        }

        // 1. Where the least important pods are.
        Assert.Equal("n1", Preempt(10).Node);

        // 2. A budget protects them.
        _cluster.State.DisruptionBudgets.Set(PluginCluster.Read<PodDisruptionBudget>(
            """{"metadata":{"namespace":"default","name":"b"},"spec":{"selector":{"matchLabels":{"app":"n1"}}},"status":{"disruptionsAllowed":0}}"""));
        Assert.Equal("n2", Preempt(10).Node);

        // 3. Pods that came there are more important.
        foreach (var name in new[] { "a", "b" })
        {
            _cluster.State.RemovePod($"default/{name}-n2");
            Place($"{name}-n2", "n2", 4, "n2");
        }

        Assert.Equal(("n3", "default/b-n3"), Preempt(10));

        // 4. One of them turns out to have started long ago, so the other goes.
        Start("b-n3", "2026-01-01T00:00:00Z");
        Assert.Equal(("n3", "default/a-n3"), Preempt(10));

        // 5. The node is gone.
        _cluster.State.RemoveNode("n3");
        Assert.Equal("n2", Preempt(10).Node);
    }

    [Fact]
    public void Nominated_PodGoesFirst_OthersDoNotTakeItsRoom()
    {
        _cluster.Node("n1");
        _cluster.State.Nominate(_cluster.Pod("first", "\"priority\":10", """ "resources":{"requests":{"cpu":"3"}} """), "n1");
        Assert.Equal("", _cluster.Feasible(_cluster.Pod("p", "\"priority\":10", """ "resources":{"requests":{"cpu":"2"}} """)));
        Assert.Equal("n1", _cluster.Feasible(_cluster.Pod("p", "\"priority\":11", """ "resources":{"requests":{"cpu":"2"}} """)));
        Assert.Equal("n1", _cluster.Feasible(_cluster.Pod("first", "\"priority\":10", """ "resources":{"requests":{"cpu":"3"}} """)));
    }

    [Fact]
    public void Preempt_SpreadWithAPodOnItsWayOut_ItCountsWhenItIsTakenAway()
    {
        // Zone a has two pods that count and one that leaves and does not; without all three it is thought to have one less than none.
        _cluster.Node("a1", "\"zone\":\"a\"");
        _cluster.Node("b1", "\"zone\":\"b\"", "\"unschedulable\":true");
        _cluster.Place("one", "a1", "\"priority\":3");
        _cluster.Place("two", "a1", "\"priority\":2");
        var leaving = _cluster.Pod("leaving", "\"priority\":1").Pod;
        leaving = leaving with { Metadata = leaving.Metadata with { DeletionTimestamp = DateTimeOffset.UnixEpoch } };
        _cluster.State.SetPod(_cluster.State.NewPod(leaving), "a1");
        const string spread = """
            "priority":5,"topologySpreadConstraints":[{"topologyKey":"zone","maxSkew":1,"whenUnsatisfiable":"DoNotSchedule","labelSelector":{"matchLabels":{"app":"web"}}}]
            """;
        _cluster.Framework.Schedule(_cluster.Pod("p", spread), out var postFilter);
        Assert.Equal("default/two default/leaving", string.Join(' ', postFilter!.Victims.Select(victim => victim.Key)));
    }

    private void Start(string name, string time)
    {
        var pod = _cluster.State.FindPod("default/" + name)!.Pod;
        pod = pod with { Spec = pod.Spec with { NodeName = "n3" }, Status = pod.Status with { StartTime = DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture) } };
        if (!_cluster.State.Refresh("default/" + name, pod)) _cluster.State.SetPod(_cluster.State.NewPod(pod), "n3");
    }

    private void Place(string name, string node, int priority, string label = "web") =>
        _cluster.Place(name, node, $"\"priority\":{priority}", """ "resources":{"requests":{"cpu":"2"}} """, $"\"app\":\"{label}\"");

    private (string Node, string Victims) Preempt(int priority)
    {
        var result = _cluster.Framework.Schedule(_cluster.Pod("p", $"\"priority\":{priority}", """ "resources":{"requests":{"cpu":"2"}} """), out PostFilterResult? postFilter);
        Assert.Null(result.Node);
        return (postFilter!.NominatedNode!, string.Join(' ', postFilter.Victims.Select(victim => victim.Key)));
    }
}
