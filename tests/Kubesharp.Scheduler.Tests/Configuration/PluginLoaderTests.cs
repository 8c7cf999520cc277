using Kubesharp.Scheduler.Configuration;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Queue;

namespace Kubesharp.Scheduler.Tests.Configuration;

/// <summary>Plugins from assemblies, with the sample.</summary>
public sealed class PluginLoaderTests
{
    private static readonly string Sample = Path.Combine(
        Repository.Root, "samples/PricePlugin/bin", Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/'))!), "net10.0/Kubesharp.Samples.PricePlugin.dll");

    [Fact]
    public void Sample_Enabled_PrefersTheCheapestAndKeepsOffTheExpensive()
    {
        var cluster = Cluster($"{{assembly: {Sample}}}")
            .AddNode("dear", labels: "\"example.com/price\":\"9\"").AddNode("fair", labels: "\"example.com/price\":\"4\"").AddNode("cheap", cpu: "1", labels: "\"example.com/price\":\"2\"");
        Assert.Equal("cheap", cluster.Schedule().Node!.Name);
        Assert.Equal("fair", cluster.Schedule(SmallCluster.Cpu("2")).Node!.Name);

        var poor = cluster.State.NewPod(WithLimit("1"));
        var result = cluster.Schedule(poor, 0, out _);
        Assert.StartsWith("0/3 nodes are available: 3 node(s) were too expensive.", result.Diagnosis!.ToMessage());
        Assert.Equal(["Price"], result.Diagnosis.Plugins);
    }

    [Fact]
    public void Sample_Argument_NamesTheLabel()
    {
        var cluster = Cluster($"{{assembly: {Sample}, label: cost}}").AddNode("dear", labels: "\"cost\":\"9\"").AddNode("cheap", labels: "\"cost\":\"1\"");
        Assert.Equal("cheap", cluster.Schedule().Node!.Name);
    }

    [Fact]
    public void Sample_NodeBecomesCheaper_HelpsPodsItRefused()
    {
        var cluster = Cluster($"{{assembly: {Sample}}}").AddNode("a", labels: "\"example.com/price\":\"9\"");
        var before = cluster.State.FindNode("a")!.Node;
        cluster.AddNode("a", labels: "\"example.com/price\":\"1\"");
        var after = cluster.State.FindNode("a")!.Node;
        var hint = (IQueueingHintPlugin)cluster.Profiles[0].Plugins.Single(plugin => plugin.Name == "Price");
        var pod = cluster.State.NewPod(WithLimit("3"));

        Assert.True(hint.MayHelp(pod, new ClusterChange(ChangeTarget.Node, ChangeAction.Updated, before, after)));
        Assert.False(hint.MayHelp(pod, new ClusterChange(ChangeTarget.Node, ChangeAction.Updated, after, before)));
    }

    [Fact]
    public void Assembly_RelativePath_StartsFromTheFolderOfTheConfiguration()
    {
        var cluster = new SmallCluster(Profile($"{{assembly: {Path.GetFileName(Sample)}}}"), options => options with { PluginFolder = Path.GetDirectoryName(Sample)! });
        Assert.Contains("Price", cluster.Profiles[0].Plugins.Select(plugin => plugin.Name));
    }

    [Fact]
    public void Assembly_ProfilesMadeAgain_IsLoadedOnce()
    {
        var cluster = Cluster($"{{assembly: {Sample}}}");
        var again = ProfileFactory.Create(new PluginContext { Cluster = cluster.State, Options = cluster.Options with { PercentageOfNodesToScore = 50 }, Random = new Random(1) });
        Assert.Same(PriceOf(cluster.Profiles).GetType(), PriceOf(again).GetType());
        Assert.NotSame(PriceOf(cluster.Profiles), PriceOf(again));

        static SchedulerPlugin PriceOf(IReadOnlyList<SchedulingFramework> profiles) => profiles[0].Plugins.Single(plugin => plugin.Name == "Price");
    }

    [Theory]
    [InlineData("{assembly: /nowhere/Price.dll}", "initializing plugin \"Price\": cannot load /nowhere/Price.dll: ")]
    [InlineData("{assembly: /etc/hostname}", "initializing plugin \"Price\": cannot load /etc/hostname: ")]
    [InlineData("{assembly: SAMPLE, type: Kubesharp.Samples.Other}", "initializing plugin \"Price\": SAMPLE has no public class Kubesharp.Samples.Other that is a SchedulerPlugin")]
    [InlineData("{assembly: SAMPLE, label: [1]}", "initializing plugin \"Price\": label must be text")]
    [InlineData("{label: cost}", "PreFilterPlugin \"Price\" does not exist")]
    public void Assembly_Wrong_SaysWhy(string args, string expected) => Assert.StartsWith(
        "initializing profiles: creating profile for scheduler name default-scheduler: " + expected.Replace("SAMPLE", Sample),
        Assert.Throws<ConfigurationException>(() => Cluster(args.Replace("SAMPLE", Sample))).Message);

    [Fact]
    public void Assembly_PluginOfAnotherName_IsRefused() => Assert.EndsWith(
        $"initializing plugin \"Cost\": Kubesharp.Samples.PricePlugin of {Sample} calls itself \"Price\"",
        Assert.Throws<ConfigurationException>(() => new SmallCluster(Profile($"{{assembly: {Sample}}}").Replace("Price,", "Cost,"))).Message);

    private static SmallCluster Cluster(string args) => new(Profile(args));

    private static string Profile(string args) => $"profiles: [{{plugins: {{multiPoint: {{enabled: [{{name: Price, weight: 5}}]}}}}, pluginConfig: [{{name: Price, args: {args}}}]}}]";

    private static Api.Core.V1.Pod WithLimit(string limit)
    {
        var pod = SmallCluster.NewPod("poor");
        return pod with { Metadata = pod.Metadata with { Annotations = Api.ValueMap.Of("example.com/price", limit) } };
    }
}
