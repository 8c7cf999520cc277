namespace Kubesharp.EndToEnd.Tests;

/// <summary>Pods that are placed together, on a cluster where that is switched on.</summary>
public sealed class GangTests : IAsyncLifetime
{
    private readonly GangCluster _cluster = new();

    private Kubectl Kubectl => _cluster.Kubectl;

    public Task InitializeAsync() => _cluster.InitializeAsync();

    public Task DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Gang_AllOrNothing_WaitsUntilTheLastPodFits()
    {
        var ns = await _cluster.NamespaceAsync();
        Assert.Contains("podgroups", await Kubectl.RunAsync("api-resources", "--api-group=scheduling.k8s.io"));
        await CreateAsync(ns, """{"apiVersion":"scheduling.k8s.io/v1alpha2","kind":"PodGroup","metadata":{"name":"train"},"spec":{"schedulingPolicy":{"gang":{"minCount":3}}}}""");

        // 1. Two of three: nobody is tried.
        await CreateAsync(ns, PodJson("worker-0", "sim-0"));
        await CreateAsync(ns, PodJson("worker-1", "sim-1"));
        await Kubectl.RunAsync("-n", ns, "wait", "pod/worker-1", "--for=jsonpath={.status.conditions[0].message}=waiting for minCount pods from a gang to appear in scheduling queue", "--timeout=60s");

        // 2. Three, of which one fits nowhere: none is placed.
        await Kubectl.RunAsync("cordon", "sim-2");
        await CreateAsync(ns, PodJson("worker-2", "sim-2"));
        await Kubectl.RunAsync("-n", ns, "wait", "podgroup/train", "--for=jsonpath={.status.conditions[0].status}=False", "--timeout=60s");
        await Kubectl.RunAsync("-n", ns, "wait", "pod/worker-0", "--for=jsonpath={.status.conditions[0].message}=pod group \"train\" needs 3 pods to be placed at once, 2 fit", "--timeout=60s");
        Assert.Equal("", await Kubectl.RunAsync("-n", ns, "get", "pods", "-o", "jsonpath={.items[*].spec.nodeName}"));

        // 3. All of them fit.
        await Kubectl.RunAsync("uncordon", "sim-2");
        await Kubectl.RunAsync("-n", ns, "wait", "pod", "--all", "--for=condition=Ready", "--timeout=60s");
        await Kubectl.RunAsync("-n", ns, "wait", "podgroup/train", "--for=condition=PodGroupScheduled", "--timeout=60s");
    }

    private static string PodJson(string name, string node) =>
        $$$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{{name}}}"},"spec":{"schedulingGroup":{"podGroupName":"train"},"nodeSelector":{"kubernetes.io/hostname":"{{{node}}}"},"containers":[{"name":"c","image":"example.test/c:1"}]}}""";

    private Task CreateAsync(string ns, string json) => Kubectl.PipeAsync(json, "-n", ns, "create", "-f", "-");

    private sealed class GangCluster : SimulatedCluster
    {
        protected override IReadOnlyList<string> MoreArguments => ["--feature-gates", "GenericWorkload=true,GangScheduling=true"];
    }
}
