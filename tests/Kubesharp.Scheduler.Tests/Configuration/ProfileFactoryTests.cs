using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Configuration;
using Kubesharp.Scheduler.Framework;

namespace Kubesharp.Scheduler.Tests.Configuration;

public sealed class ProfileFactoryTests
{
    [Fact]
    public void Create_NothingConfigured_EveryPluginWhereItBelongs()
    {
        var points = new SmallCluster().Profiles[0].Points;

        Assert.Equal(["NodeUnschedulable", "NodeName", "TaintToleration", "NodeAffinity", "NodePorts", "NodeResourcesFit"], Names(points.Filter).Take(6));
        Assert.Equal(["DynamicResources", "DefaultPreemption"], Names(points.PostFilter));
        Assert.Equal(
            [("TaintToleration", 3), ("NodeAffinity", 2), ("NodeResourcesFit", 1), ("PodTopologySpread", 2), ("InterPodAffinity", 2), ("DynamicResources", 2), ("NodeResourcesBalancedAllocation", 1), ("ImageLocality", 1)],
            points.Score.Select(entry => (((SchedulerPlugin)entry.Plugin).Name, entry.Weight)));
        Assert.All(points.All, plugin => Assert.True(plugin.HasDefaultArguments, plugin.Name));
    }

    [Fact]
    public void Create_PluginsOfAPoint_OverriddenFirstThenJoinedThenOthers()
    {
        var cluster = new SmallCluster(
            """
            profiles:
            - plugins:
                score:
                  enabled:
                  - {name: Late, weight: 5}
                  - {name: ImageLocality, weight: 4}
                  disabled:
                  - {name: NodeAffinity}
            """,
            options => options with { MorePlugins = new Dictionary<string, Func<PluginContext, SchedulerPlugin>> { ["Late"] = _ => new LatePlugin() } });
        var points = cluster.Profiles[0].Points;
        var score = points.Score.Select(entry => (((SchedulerPlugin)entry.Plugin).Name, entry.Weight)).ToList();

        Assert.Equal(("ImageLocality", 4), score[0]);
        Assert.Equal(("TaintToleration", 3), score[1]);
        Assert.Equal(("Late", 5), score[^1]);
        Assert.DoesNotContain("NodeAffinity", score.Select(entry => entry.Name));
        Assert.Contains("NodeAffinity", Names(points.Filter));
    }

    [Fact]
    public void Create_DefaultPlugins_CanBeNamedWhereTheyWork()
    {
        var points = new SmallCluster().Profiles[0].Points;
        foreach (var plugin in points.Filter.Cast<SchedulerPlugin>()) Assert.True(PluginPoints.Has(plugin.Name, "FilterPlugin"), plugin.Name);
        foreach (var plugin in points.PreFilter.Cast<SchedulerPlugin>()) Assert.True(PluginPoints.Has(plugin.Name, "PreFilterPlugin"), plugin.Name);
        foreach (var (plugin, _) in points.Score) Assert.True(PluginPoints.Has(((SchedulerPlugin)plugin).Name, "ScorePlugin"), ((SchedulerPlugin)plugin).Name);
        Assert.All(DefaultPlugins.Enabled, entry => Assert.True(PluginPoints.IsBuiltIn(entry.Name), entry.Name));
    }

    [Fact]
    public void Create_AllOfAPointDisabled_OnlyTheNamedRemain()
    {
        var cluster = new SmallCluster("profiles: [{plugins: {score: {enabled: [{name: NodeResourcesFit, weight: 1}], disabled: [{name: \"*\"}]}}}]");
        Assert.Equal(["NodeResourcesFit"], cluster.Profiles[0].Points.Score.Select(entry => ((SchedulerPlugin)entry.Plugin).Name));
    }

    [Fact]
    public void Create_NamedWhereItHasNothingToDoHere_IsNoMistake() =>
        Assert.NotEmpty(new SmallCluster("profiles: [{plugins: {preScore: {enabled: [{name: NodeResourcesFit}]}}}]").Profiles);

    [Fact]
    public void Create_SeveralProfiles_EachHasItsOwn()
    {
        var cluster = new SmallCluster(
            """
            percentageOfNodesToScore: 100
            profiles:
            - schedulerName: default-scheduler
            - schedulerName: few
              percentageOfNodesToScore: 10
              plugins: {multiPoint: {disabled: [{name: ImageLocality}]}}
            """);

        Assert.Equal(["default-scheduler", "few"], cluster.Profiles.Select(profile => profile.SchedulerName));
        Assert.Equal([2000, 200], cluster.Profiles.Select(profile => profile.FeasibleNodesToFind(2000)));
        Assert.Equal([true, false], cluster.Profiles.Select(profile => profile.Plugins.Any(plugin => plugin.Name == "ImageLocality")));
    }

    [Theory]
    [InlineData("{filter: {enabled: [{name: Nothing}]}}", "FilterPlugin \"Nothing\" does not exist")]
    [InlineData("{multiPoint: {enabled: [{name: Nothing}]}}", "PreFilterPlugin \"Nothing\" does not exist")]
    [InlineData("{filter: {enabled: [{name: ImageLocality}]}}", "plugin \"ImageLocality\" does not extend FilterPlugin plugin")]
    [InlineData("{filter: {enabled: [{name: NodeName}, {name: NodeName}]}}", "plugin \"NodeName\" already registered as \"FilterPlugin\"")]
    [InlineData("{multiPoint: {disabled: [{name: PrioritySort}]}}", "only one queue sort plugin required for profile with scheduler name \"default-scheduler\", but got 0")]
    public void Create_Impossible_SaysWhy(string plugins, string expected) => Assert.Equal(
        "initializing profiles: creating profile for scheduler name default-scheduler: " + expected,
        Assert.Throws<ConfigurationException>(() => new SmallCluster($"profiles: [{{plugins: {plugins}}}]")).Message);

    private static IEnumerable<string> Names(IEnumerable<object> plugins) => plugins.Select(plugin => ((SchedulerPlugin)plugin).Name);

    private sealed class LatePlugin : SchedulerPlugin, IScorePlugin
    {
        public override string Name => "Late";

        public long Score(CycleState state, PodInfo pod, NodeInfo node) => 0;

        public void Normalize(CycleState state, PodInfo pod, ReadOnlySpan<NodeInfo> nodes, Span<long> scores) => scores.Clear();
    }
}
