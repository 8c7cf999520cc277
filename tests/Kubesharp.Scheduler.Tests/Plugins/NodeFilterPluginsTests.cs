using Kubesharp.Scheduler.Plugins;

namespace Kubesharp.Scheduler.Tests.Plugins;

/// <summary>Plugins that look at nothing but the node object.</summary>
public sealed class NodeFilterPluginsTests
{
    private const string ToleratesAll = "\"tolerations\":[{\"operator\":\"Exists\"}]";
    private readonly PluginCluster _cluster = new();

    public NodeFilterPluginsTests()
    {
        _cluster.Node("n1", "\"zone\":\"a\",\"cores\":\"8\"");
        _cluster.Node("n2", "\"zone\":\"b\",\"cores\":\"16\"", """ "taints":[{"key":"k","value":"v","effect":"NoSchedule"}] """);
        _cluster.Node("n3", "\"zone\":\"b\"", """ "unschedulable":true """);
    }

    [Theory]
    [InlineData("", "n1")]
    [InlineData(""" "tolerations":[{"key":"k","operator":"Equal","value":"v","effect":"NoSchedule"}] """, "n1 n2")]
    [InlineData(""" "tolerations":[{"key":"k","value":"v","effect":"NoExecute"}] """, "n1")]
    [InlineData(""" "tolerations":[{"key":"k","operator":"Exists"}] """, "n1 n2")]
    [InlineData(""" "tolerations":[{"key":"k","value":"other"}] """, "n1")]
    [InlineData(""" "tolerations":[{"key":"node.kubernetes.io/unschedulable","operator":"Exists"}] """, "n1 n3")]
    [InlineData(ToleratesAll, "n1 n2 n3")]
    [InlineData(ToleratesAll + ",\"nodeSelector\":{\"zone\":\"b\"}", "n2 n3")]
    [InlineData(ToleratesAll + ",\"nodeName\":\"n3\"", "n3")]
    public void Filter_TolerationsSelectorsAndNames_FeasibleNodes(string spec, string expected) => Assert.Equal(expected, _cluster.Feasible(_cluster.Pod("p", spec)));

    [Theory]
    [InlineData("In", "[\"8\"]", "n1")]
    [InlineData("NotIn", "[\"8\"]", "n2 n3")]
    [InlineData("Exists", "[]", "n1 n2")]
    [InlineData("DoesNotExist", "[]", "n3")]
    [InlineData("Gt", "[\"8\"]", "n2")]
    [InlineData("Lt", "[\"16\"]", "n1")]
    public void NodeAffinity_RequiredExpression_SixOperators(string @operator, string values, string expected) =>
        Assert.Equal(expected, _cluster.Feasible(_cluster.Pod("p", ToleratesAll + "," + Required($$"""{"matchExpressions":[{"key":"cores","operator":"{{@operator}}","values":{{values}}}]}"""))));

    [Theory]
    [InlineData("""{"matchFields":[{"key":"metadata.name","operator":"In","values":["n2"]}]}""", "n2")]
    [InlineData("""{"matchFields":[{"key":"metadata.name","operator":"NotIn","values":["n2"]}]}""", "n1 n3")]
    [InlineData("""{"matchExpressions":[{"key":"zone","operator":"In","values":["a"]}]},{"matchFields":[{"key":"metadata.name","operator":"In","values":["n3"]}]}""", "n1 n3")]
    [InlineData("""{"matchExpressions":[{"key":"zone","operator":"In","values":["a"]},{"key":"cores","operator":"In","values":["16"]}]}""", "")]
    public void NodeAffinity_SeveralTerms_AnyOfThemAllOfTheirParts(string terms, string expected) =>
        Assert.Equal(expected, _cluster.Feasible(_cluster.Pod("p", ToleratesAll + "," + Required(terms))));

    [Fact]
    public void NodeAffinity_NoNodeOfTheNames_MessageNamesThePlugin() => Assert.StartsWith(
        "0/3 nodes are available: 3 node(s) didn't satisfy plugin(s) [NodeAffinity].",
        _cluster.Message(_cluster.Pod("p", Required("""{"matchFields":[{"key":"metadata.name","operator":"In","values":["n9"]}]}"""))),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"weight":10,"preference":{"matchExpressions":[{"key":"zone","operator":"In","values":["b"]}]}}""", "0 200 200")]
    [InlineData("""{"weight":10,"preference":{"matchExpressions":[{"key":"zone","operator":"In","values":["b"]}]}},{"weight":30,"preference":{"matchExpressions":[{"key":"cores","operator":"Exists"}]}}""", "150 200 50")]
    [InlineData("""{"weight":10,"preference":{"matchExpressions":[{"key":"zone","operator":"In","values":["c"]}]}}""", "0 0 0")]
    [InlineData("", "-")]
    public void NodeAffinity_Preferred_ScoresInProportion(string terms, string expected)
    {
        var spec = $$$"""{{{ToleratesAll}}},"affinity":{"nodeAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{{{terms}}}]}}""";
        Assert.Equal(expected, _cluster.Scores(_cluster.Pod("p", spec), PluginNames.NodeAffinity));
    }

    [Theory]
    [InlineData("", "300 150 0")]
    [InlineData("""{"key":"a","operator":"Exists"}""", "300 300 0")]
    [InlineData("""{"key":"a","operator":"Exists","effect":"NoSchedule"}""", "300 150 0")]
    [InlineData("""{"operator":"Exists"}""", "300 300 300")]
    public void TaintToleration_PreferNoSchedule_ScoresByCount(string tolerations, string expected)
    {
        var cluster = new PluginCluster();
        cluster.Node("n1");
        cluster.Node("n2", "", """ "taints":[{"key":"a","effect":"PreferNoSchedule"}] """);
        cluster.Node("n3", "", """ "taints":[{"key":"b","effect":"PreferNoSchedule"},{"key":"c","effect":"PreferNoSchedule"}] """);
        Assert.Equal(expected, cluster.Scores(cluster.Pod("p", $"\"tolerations\":[{tolerations}]"), PluginNames.TaintToleration));
    }

    [Theory]
    [InlineData("", "n1 n2")]
    [InlineData(""" "restartPolicyRules":[{"action":"RestartAllContainers","exitCodes":{"operator":"In","values":[1]}}] """, "n2")]
    public void NodeDeclaredFeatures_PodNeedsOne_OnlyNodesThatDeclareIt(string container, string expected)
    {
        var cluster = new PluginCluster();
        cluster.Node("n1");
        cluster.Node("n2", status: """ "declaredFeatures":["RestartAllContainersOnContainerExits"] """);
        Assert.Equal(expected, cluster.Feasible(cluster.Pod("p", container: container)));
    }

    private static string Required(string terms) =>
        $$$$"""
        "affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[{{{{terms}}}}]}}}
        """;
}
