using Kubesharp.Scheduler.Plugins;

namespace Kubesharp.Scheduler.Tests.Plugins;

/// <summary>Plugins about other pods near by.</summary>
public sealed class TopologyPluginsTests
{
    private readonly PluginCluster _cluster = new();

    public TopologyPluginsTests()
    {
        _cluster.Node("a1", "\"zone\":\"a\"");
        _cluster.Node("a2", "\"zone\":\"a\"");
        _cluster.Node("b1", "\"zone\":\"b\"");
        _cluster.Node("x1");
    }

    [Theory]
    [InlineData("podAffinity", "zone", "\"app\":\"web\"", "a1 a2")]
    [InlineData("podAffinity", "kubernetes.io/hostname", "\"app\":\"web\"", "a1")]
    [InlineData("podAffinity", "zone", "\"app\":\"none\"", "")]
    [InlineData("podAntiAffinity", "zone", "\"app\":\"web\"", "b1 x1")]
    [InlineData("podAntiAffinity", "kubernetes.io/hostname", "\"app\":\"web\"", "a2 b1 x1")]
    [InlineData("podAntiAffinity", "zone", "\"app\":\"none\"", "a1 a2 b1 x1")]
    public void InterPod_Required_ByDomain(string kind, string key, string labels, string expected)
    {
        _cluster.Place("other", "a1");
        Assert.Equal(expected, _cluster.Feasible(_cluster.Pod("p", Required(kind, key, labels), labels: "\"app\":\"db\"")));
    }

    [Theory]
    [InlineData("\"app\":\"db\"", "a1 a2 b1")]
    [InlineData("\"app\":\"other\"", "")]
    public void InterPod_FirstOfAGroup_MayGoWhereTheLabelIs(string selector, string expected) =>
        Assert.Equal(expected, _cluster.Feasible(_cluster.Pod("p", Required("podAffinity", "zone", selector), labels: "\"app\":\"db\"")));

    [Theory]
    [InlineData("\"app\":\"db\"", "b1 x1")]
    [InlineData("\"app\":\"cache\"", "a1 a2 b1 x1")]
    public void InterPod_PlacedPodWantsToBeAlone_OthersStayAway(string labels, string expected)
    {
        _cluster.Place("other", "a1", Required("podAntiAffinity", "zone", "\"app\":\"db\""));
        Assert.Equal(expected, _cluster.Feasible(_cluster.Pod("p", labels: labels)));
    }

    [Fact]
    public void InterPod_OtherNamespace_OnlyWhenSelected()
    {
        _cluster.State.SetNamespace("default", Kubesharp.Api.ValueMap.Of("team", "one"));
        _cluster.Place("other", "a1");
        var term = Required("podAntiAffinity", "zone", "\"app\":\"web\"");
        Assert.Equal("a1 a2 b1 x1", FeasibleElsewhere(term));
        Assert.Equal("b1 x1", FeasibleElsewhere(term.Replace("\"topologyKey\"", "\"namespaces\":[\"default\"],\"topologyKey\"", StringComparison.Ordinal)));
        Assert.Equal("b1 x1", FeasibleElsewhere(term.Replace("\"topologyKey\"", "\"namespaceSelector\":{\"matchLabels\":{\"team\":\"one\"}},\"topologyKey\"", StringComparison.Ordinal)));

        string FeasibleElsewhere(string spec)
        {
            var pod = _cluster.Pod("p", spec).Pod;
            return _cluster.Feasible(_cluster.State.NewPod(pod with { Metadata = pod.Metadata with { Namespace = "elsewhere" } }));
        }
    }

    [Theory]
    [InlineData("podAffinity", 10, "200 200 0 0")]
    [InlineData("podAntiAffinity", 10, "0 0 200 200")]
    public void InterPod_Preferred_ScoresByDomain(string kind, int weight, string expected)
    {
        _cluster.Place("other", "a1");
        var spec = $$$$$"""
            "affinity":{"{{{{{kind}}}}}":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":{{{{{weight}}}}},"podAffinityTerm":{"topologyKey":"zone","labelSelector":{"matchLabels":{"app":"web"}}}}]}}
            """;
        Assert.Equal(expected, _cluster.Scores(_cluster.Pod("p", spec), PluginNames.InterPodAffinity));
    }

    [Fact]
    public void InterPod_PlacedPodRequiresPodsLikeThis_ScoresThere()
    {
        _cluster.Place("other", "a1", Required("podAffinity", "zone", "\"app\":\"db\""));
        Assert.Equal("200 200 0 0", _cluster.Scores(_cluster.Pod("p", labels: "\"app\":\"db\""), PluginNames.InterPodAffinity));
        Assert.Equal("-", _cluster.Scores(_cluster.Pod("p", labels: "\"app\":\"cache\""), PluginNames.InterPodAffinity));
    }

    [Theory]
    [InlineData("\"maxSkew\":1", "b1")]
    [InlineData("\"maxSkew\":2", "a1 a2 b1")]
    [InlineData("\"maxSkew\":1,\"minDomains\":3", "b1")]
    [InlineData("\"maxSkew\":1,\"matchLabelKeys\":[\"version\"]", "a1 a2 b1")]
    public void Spread_Hard_SkewDecides(string fields, string expected)
    {
        _cluster.Place("one", "a1", labels: "\"app\":\"web\",\"version\":\"1\"");
        Assert.Equal(expected, _cluster.Feasible(_cluster.Pod("p", Spread("DoNotSchedule", fields), labels: "\"app\":\"web\",\"version\":\"2\"")));
    }

    [Fact]
    public void Spread_NothingFits_MessageTellsNodesWithoutTheLabelApart()
    {
        _cluster.Place("one", "a1");
        Assert.StartsWith(
            "0/4 nodes are available: 1 node(s) didn't match pod topology spread constraints (missing required label), "
            + "1 node(s) were unschedulable, 2 node(s) didn't match pod topology spread constraints.",
            MessageWithoutB(),
            StringComparison.Ordinal);

        string MessageWithoutB()
        {
            _cluster.Node("b1", "\"zone\":\"b\"", "\"unschedulable\":true");
            return _cluster.Message(_cluster.Pod("p", Spread("DoNotSchedule", "\"maxSkew\":1")));
        }
    }

    [Theory]
    [InlineData("", "")]
    [InlineData(",\"nodeTaintsPolicy\":\"Honor\"", "a1 a2")]
    public void Spread_NodeThatThePodCannotUse_CountsUnlessTaintsAreHonoured(string fields, string expected)
    {
        _cluster.Place("one", "a1");
        _cluster.Node("b1", "\"zone\":\"b\"", """ "taints":[{"key":"k","effect":"NoSchedule"}] """);
        Assert.Equal(expected, _cluster.Feasible(_cluster.Pod("p", Spread("DoNotSchedule", "\"maxSkew\":1" + fields))));
    }

    [Fact]
    public void Spread_Soft_FewerPodsScoreMore()
    {
        _cluster.Place("one", "a1");
        _cluster.Place("two", "a2");
        Assert.Equal("0 0 200 0", _cluster.Scores(_cluster.Pod("p", Spread("ScheduleAnyway", "\"maxSkew\":1")), PluginNames.PodTopologySpread));
    }

    [Fact]
    public void Spread_PodsOfAService_DefaultsSpreadThem()
    {
        _cluster.Place("one", "a1");
        var pod = _cluster.Pod("p");
        Assert.Equal("-", _cluster.Scores(pod, PluginNames.PodTopologySpread));
        _cluster.State.Services.Set(PluginCluster.Read<Api.Core.V1.Service>("""{"metadata":{"namespace":"default","name":"s"},"spec":{"selector":{"app":"web"}}}"""));
        Assert.NotEqual("-", _cluster.Scores(pod, PluginNames.PodTopologySpread));
        Assert.NotEqual("a1", _cluster.Framework.Schedule(pod, out _).Node!.Name);
    }

    private static string Required(string kind, string key, string labels) =>
        $$$$"""
        "affinity":{"{{{{kind}}}}":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"{{{{key}}}}","labelSelector":{"matchLabels":{ {{{{labels}}}} }}}]}}
        """;

    private static string Spread(string action, string fields) =>
        $$$"""
        "topologySpreadConstraints":[{"topologyKey":"zone","whenUnsatisfiable":"{{{action}}}","labelSelector":{"matchLabels":{"app":"web"}},{{{fields}}}}]
        """;
}
