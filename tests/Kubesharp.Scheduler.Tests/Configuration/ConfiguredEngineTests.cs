using Kubesharp.Scheduler.Configuration;
using Kubesharp.Scheduler.Framework;

namespace Kubesharp.Scheduler.Tests.Configuration;

/// <summary>With arguments and weights of all kinds, what the engine keeps must lead to the nodes that asking everyone leads to.</summary>
public sealed class ConfiguredEngineTests
{
    private const int Nodes = 30;
    private const int Pods = 120;
    private const string Gpu = "example.com/gpu";

    public static TheoryData<string> Profiles =>
    [
        "{}",
        "{plugins: {score: {disabled: [{name: \"*\"}]}}}",
        "{plugins: {multiPoint: {disabled: [{name: ImageLocality}, {name: PodTopologySpread}], enabled: [{name: NodeAffinity, weight: 7}]}}}",
        "{plugins: {filter: {disabled: [{name: TaintToleration}]}}}",
        Args("NodeResourcesFit", "{scoringStrategy: {type: MostAllocated, resources: [{name: cpu, weight: 1}, {name: example.com/gpu, weight: 5}]}}"),
        Args("NodeResourcesFit", "{ignoredResourceGroups: [example.com], scoringStrategy: {type: RequestedToCapacityRatio, requestedToCapacityRatio: {shape: [{utilization: 0, score: 0}, {utilization: 60, score: 10}, {utilization: 100, score: 3}]}}}"),
        Args("NodeResourcesBalancedAllocation", "{resources: [{name: cpu}, {name: memory}, {name: example.com/gpu}]}"),
        Args("InterPodAffinity", "{hardPodAffinityWeight: 50, ignorePreferredTermsOfExistingPods: true}"),
        Args("PodTopologySpread", "{defaultingType: List, defaultConstraints: [{maxSkew: 2, topologyKey: zone, whenUnsatisfiable: DoNotSchedule}, {maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: ScheduleAnyway}]}"),
        Args("PodTopologySpread", "{defaultingType: List}"),
        Args("NodeAffinity", "{addedAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: zone, operator: NotIn, values: [c]}]}]}, preferredDuringSchedulingIgnoredDuringExecution: [{weight: 5, preference: {matchExpressions: [{key: disk, operator: Exists}]}}]}}"),
    ];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Engine_ConfiguredProfile_AgreesWithAskingEverybody(string profile)
    {
        for (var seed = 1; seed <= 5; seed++) Compare($"profiles: [{profile}]", seed);
    }

    private static string Args(string plugin, string args) => $"{{pluginConfig: [{{name: {plugin}, args: {args}}}]}}";

    private static void Compare(string configuration, int seed)
    {
        var random = new Random(seed);
        var cluster = new SmallCluster(configuration);
        var points = ProfileFactory.Create(new PluginContext { Cluster = cluster.State, Options = cluster.Options, Random = new Random(seed) })[0].Points;
        var exhaustive = new SchedulingFramework(cluster.State, points, 100, new Random(seed)) { IsExhaustive = true, KeepScores = true };
        for (var i = 0; i < Nodes; i++)
        {
            var labels = $"\"zone\":\"{"abc"[random.Next(3)]}\"" + (random.Next(2) == 0 ? ",\"disk\":\"ssd\"" : "");
            cluster.AddNode($"n{i}", cpu: $"{random.Next(2, 9)}", memory: $"{random.Next(2, 17)}Gi", labels: labels, more: random.Next(2) == 0 ? $"\"{Gpu}\":\"{random.Next(1, 5)}\"" : "");
        }

        cluster.State.Services.Set(new Api.Core.V1.Service
        {
            Metadata = Api.Meta.V1.ObjectMeta.Empty with { Namespace = "default", Name = "web" },
            Spec = Api.Core.V1.ServiceSpec.Empty with { Selector = Api.ValueMap.Of("app", "web") },
        });
        for (var i = 0; i < Pods; i++)
        {
            var pod = cluster.State.NewPod(SmallCluster.NewPod($"p{i}", Spec(random), random.Next(2) == 0 ? "\"app\":\"web\"" : "\"app\":\"job\""));
            var expected = exhaustive.Schedule(pod, out _);
            var actual = cluster.Schedule(pod, 0, out _);
            Assert.True((expected.Node is null) == (actual.Node is null), $"seed {seed} pod {i}: {expected.Node?.Name} and {actual.Node?.Name}");
            if (actual.Node is not { } node) continue;
            cluster.State.SetPod(pod, node.Name);
            // Without scores the first node that will do is taken, so the others are not known.
            if (points.Score.Length == 0) continue;
            var index = expected.Feasible.ToList().FindIndex(feasible => feasible == node);
            Assert.True(index >= 0, $"seed {seed} pod {i}: {node.Name} is not feasible");
            if (expected.Totals.Count > 0) Assert.True(expected.Totals[index] == expected.Totals.Max(), $"seed {seed} pod {i}: {node.Name} has {expected.Totals[index]} of {expected.Totals.Max()}");
            if (i > 10 && random.Next(6) == 0) cluster.State.RemovePod($"default/p{random.Next(i)}");
        }
    }

    private static string Spec(Random random)
    {
        var spec = random.Next(4) switch
        {
            0 => SmallCluster.Resource(Gpu),
            1 => SmallCluster.Cpu("500m"),
            2 => SmallCluster.Cpu("1"),
            _ => "\"containers\":[{\"name\":\"c\",\"image\":\"i\",\"resources\":{\"requests\":{\"cpu\":\"200m\",\"memory\":\"1Gi\"}}}]",
        };
        var preferred = "\"preferredDuringSchedulingIgnoredDuringExecution\":[{\"weight\":10,\"podAffinityTerm\":{\"topologyKey\":\"zone\",\"labelSelector\":{\"matchLabels\":{\"app\":\"web\"}}}}]";
        return random.Next(5) switch
        {
            0 => spec + ",\"affinity\":{\"podAffinity\":{" + preferred + "}}",
            1 => spec + ",\"affinity\":{\"podAntiAffinity\":{" + preferred + "}}",
            2 => spec + ",\"affinity\":{\"podAffinity\":{\"requiredDuringSchedulingIgnoredDuringExecution\":[{\"topologyKey\":\"zone\",\"labelSelector\":{\"matchLabels\":{\"app\":\"web\"}}}]}}",
            3 => spec + ",\"nodeSelector\":{\"disk\":\"ssd\"}",
            _ => spec,
        };
    }
}
