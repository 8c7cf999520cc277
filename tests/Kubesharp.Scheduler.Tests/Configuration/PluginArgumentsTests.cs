using Kubesharp.Scheduler.Framework;

namespace Kubesharp.Scheduler.Tests.Configuration;

/// <summary>What the arguments of plugins change about decisions.</summary>
public sealed class PluginArgumentsTests
{
    [Theory]
    [InlineData("LeastAllocated", "empty")]
    [InlineData("MostAllocated", "full")]
    public void Fit_Strategy_ChoosesTheNode(string strategy, string expected)
    {
        var cluster = OnlyFit($"{{scoringStrategy: {{type: {strategy}}}}}").AddNode("empty").AddNode("full");
        cluster.Place("other", "full", SmallCluster.Cpu("2"));
        Assert.Equal(expected, cluster.Schedule().Node!.Name);
    }

    [Theory]
    [InlineData(0, 30)]
    [InlineData(1000, 50)]
    [InlineData(2000, 75)]
    [InlineData(3000, 100)]
    public void Fit_RequestedToCapacityRatio_FollowsTheLine(int used, long expected)
    {
        // With the pod's own processor a quarter of the node is in use: 20 + (25 - 0) * (60 - 20) / 50 = 40 without anything else.
        var cluster = OnlyFit("{scoringStrategy: {type: RequestedToCapacityRatio, resources: [{name: cpu, weight: 1}], requestedToCapacityRatio: {shape: [{utilization: 0, score: 1}, {utilization: 50, score: 5}, {utilization: 100, score: 10}]}}}")
            .AddNode("a");
        if (used > 0) cluster.Place("other", "a", SmallCluster.Cpu($"{used}m"));
        Assert.Equal(expected, Score(cluster, "a", SmallCluster.Cpu("1")));
    }

    [Fact]
    public void Fit_WeightedResources_CountAsMuch()
    {
        var cluster = OnlyFit("{scoringStrategy: {type: MostAllocated, resources: [{name: cpu, weight: 1}, {name: example.com/gpu, weight: 3}]}}")
            .AddNode("a", more: "\"example.com/gpu\":\"4\"");
        cluster.Place("other", "a", SmallCluster.Resource("example.com/gpu", "2"));

        // A pod without cards: 25 % of the processors, with what pods without requests are taken to use. One with: 3 of 4 cards count three times.
        Assert.Equal(27, Score(cluster, "a", SmallCluster.Cpu("1")));
        Assert.Equal((5 + (75 * 3)) / 4, Score(cluster, "a", SmallCluster.Resource("example.com/gpu")));
    }

    [Theory]
    [InlineData("{}", false)]
    [InlineData("{ignoredResources: [example.com/gpu]}", true)]
    [InlineData("{ignoredResourceGroups: [example.com]}", true)]
    [InlineData("{ignoredResources: [cpu], ignoredResourceGroups: [other.com]}", false)]
    public void Fit_IgnoredResources_NeedNotBeFree(string args, bool fits)
    {
        var cluster = OnlyFit(args).AddNode("a");
        Assert.Equal(fits, cluster.Schedule(SmallCluster.Resource("example.com/gpu")).Node is not null);
    }

    [Fact]
    public void Extender_ManagesAResourceItself_SchedulerLeavesItOut()
    {
        var cluster = new SmallCluster("extenders: [{urlPrefix: \"http://127.0.0.1:9\", managedResources: [{name: example.com/gpu, ignoredByScheduler: true}]}]").AddNode("a");
        Assert.NotNull(cluster.Schedule(SmallCluster.Resource("example.com/gpu")).Node);
    }

    [Fact]
    public void Balance_ThreeResources_PrefersTheNodeThatBecomesEven()
    {
        const string Gpu = "\"example.com/gpu\":\"4\"";
        var cluster = new SmallCluster(
            "profiles: [{plugins: {score: {enabled: [{name: NodeResourcesBalancedAllocation}], disabled: [{name: \"*\"}]}}, pluginConfig: [{name: NodeResourcesBalancedAllocation, args: {resources: [{name: cpu}, {name: memory}, {name: example.com/gpu}]}}]}]")
            .AddNode("cards-used", more: Gpu).AddNode("cards-free", more: Gpu);
        cluster.Place("x", "cards-used", SmallCluster.Resource("example.com/gpu", "3"));
        cluster.Place("y", "cards-free", SmallCluster.Resource("cpu", "3"));

        Assert.False(cluster.Profiles[0].Plugins.Single(plugin => plugin.Name == "NodeResourcesBalancedAllocation").HasDefaultArguments);
        Assert.Equal("cards-free", cluster.Schedule(SmallCluster.Resource("example.com/gpu")).Node!.Name);
    }

    [Fact]
    public void NodeAffinity_Added_HoldsForEveryPod()
    {
        var cluster = new SmallCluster(
            """
            profiles:
            - pluginConfig:
              - name: NodeAffinity
                args:
                  addedAffinity:
                    requiredDuringSchedulingIgnoredDuringExecution:
                      nodeSelectorTerms:
                      - matchExpressions: [{key: pool, operator: In, values: [a, b]}]
                    preferredDuringSchedulingIgnoredDuringExecution:
                    - weight: 10
                      preference: {matchExpressions: [{key: pool, operator: In, values: [b]}]}
            """).AddNode("other").AddNode("a", labels: "\"pool\":\"a\"").AddNode("b", labels: "\"pool\":\"b\"");

        Assert.Equal("b", cluster.Schedule().Node!.Name);
        var lost = cluster.Schedule(SmallCluster.Cpu("1") + ",\"nodeSelector\":{\"disk\":\"ssd\"}");
        Assert.Equal(
            "0/3 nodes are available: 1 node(s) didn't match scheduler-enforced node affinity, 2 node(s) didn't match Pod's node affinity/selector.",
            lost.Diagnosis!.ToMessage().Split(" no new claims")[0]);
    }

    [Fact]
    public void PodTopologySpread_ListOfDefaults_CanForbid()
    {
        var cluster = new SmallCluster(
            """
            profiles:
            - pluginConfig:
              - name: PodTopologySpread
                args: {defaultingType: List, defaultConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule}]}
            """).AddNode("a", labels: "\"zone\":\"a\"").AddNode("b", cpu: "0", labels: "\"zone\":\"b\"");
        cluster.State.Services.Set(new Api.Core.V1.Service
        {
            Metadata = Api.Meta.V1.ObjectMeta.Empty with { Namespace = "default", Name = "web" },
            Spec = Api.Core.V1.ServiceSpec.Empty with { Selector = Api.ValueMap.Of("app", "web") },
        });
        cluster.Place("first", "a", labels: "\"app\":\"web\"");

        Assert.NotNull(cluster.Schedule().Node);
        var second = cluster.Schedule(labels: "\"app\":\"web\"");
        Assert.Null(second.Node);
        Assert.Contains("1 node(s) didn't match pod topology spread constraints", second.Diagnosis!.ToMessage());
    }

    [Theory]
    [InlineData("{}", "near")]
    [InlineData("{ignorePreferredTermsOfExistingPods: true}", "far")]
    public void InterPodAffinity_PreferencesOfPlacedPods_CountUnlessIgnored(string args, string expected)
    {
        var cluster = new SmallCluster(
            $"profiles: [{{plugins: {{score: {{enabled: [{{name: InterPodAffinity, weight: 100}}, {{name: NodeResourcesFit}}], disabled: [{{name: \"*\"}}]}}}}, pluginConfig: [{{name: InterPodAffinity, args: {args}}}]}}]")
            .AddNode("near").AddNode("far");
        cluster.Place("friend", "near", SmallCluster.Cpu("1") + ",\"affinity\":{\"podAffinity\":{\"preferredDuringSchedulingIgnoredDuringExecution\":[{\"weight\":100,\"podAffinityTerm\":{\"topologyKey\":\"kubernetes.io/hostname\",\"labelSelector\":{\"matchLabels\":{\"app\":\"web\"}}}}]}}");
        Assert.Equal(expected, cluster.Schedule(labels: "\"app\":\"web\"").Node!.Name);
    }

    private static SmallCluster OnlyFit(string args) =>
        new($"profiles: [{{plugins: {{score: {{enabled: [{{name: NodeResourcesFit}}], disabled: [{{name: \"*\"}}]}}}}, pluginConfig: [{{name: NodeResourcesFit, args: {args}}}]}}]");

    private static long Score(SmallCluster cluster, string node, string spec)
    {
        var framework = cluster.Profiles[0];
        var pod = cluster.State.NewPod(SmallCluster.NewPod("pod", spec));
        return framework.Points.Score.Single().Plugin.Score(new CycleState(framework.Plugins.Count), pod, cluster.State.FindNode(node)!);
    }
}
