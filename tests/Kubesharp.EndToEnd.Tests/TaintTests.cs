namespace Kubesharp.EndToEnd.Tests;

[Collection(SimulatedClusterCollection.Name)]
public sealed class TaintTests(SimulatedCluster cluster) : IAsyncLifetime
{
    private readonly Kubectl _kubectl = cluster.Kubectl;

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Nodes are shared with the other tests.</summary>
    public async Task DisposeAsync()
    {
        foreach (var node in (string[])["sim-0", "sim-1", "sim-2"]) await _kubectl.RunAsync("patch", "node", node, "-p", "{\"spec\":{\"taints\":[]}}");
    }

    [Fact]
    public async Task NoSchedule_PodWithoutToleration_StaysPendingWithTheReason()
    {
        var ns = await cluster.NamespaceAsync();
        await TaintAllAsync("team=blue:NoSchedule");
        await CreateAsync(ns, "plain", "");
        await _kubectl.RunAsync("-n", ns, "wait", "pod/plain", "--for=jsonpath={.status.conditions[0].reason}=Unschedulable", "--timeout=60s");
        var message = await _kubectl.RunAsync("-n", ns, "get", "pod", "plain", "-o", "jsonpath={.status.conditions[0].message}");
        Assert.StartsWith("0/3 nodes are available: 3 node(s) had untolerated taint(s)", message);
        await _kubectl.RunAsync("taint", "nodes", "--all", "team:NoSchedule-");
        await _kubectl.RunAsync("-n", ns, "wait", "pod/plain", "--for=condition=Ready", "--timeout=60s");
    }

    [Theory]
    [InlineData("equal", "[{\"key\":\"team\",\"operator\":\"Equal\",\"value\":\"blue\",\"effect\":\"NoSchedule\"}]")]
    [InlineData("exists", "[{\"key\":\"team\",\"operator\":\"Exists\",\"effect\":\"NoSchedule\"}]")]
    [InlineData("any-key", "[{\"operator\":\"Exists\"}]")]
    [InlineData("any-effect", "[{\"key\":\"team\",\"operator\":\"Exists\"}]")]
    public async Task NoSchedule_PodWithToleration_IsAdmitted(string name, string tolerations)
    {
        var ns = await cluster.NamespaceAsync();
        await TaintAllAsync("team=blue:NoSchedule");
        await CreateAsync(ns, name, tolerations);
        await _kubectl.RunAsync("-n", ns, "wait", $"pod/{name}", "--for=condition=Ready", "--timeout=60s");
    }

    [Fact]
    public async Task PreferNoSchedule_IsAvoided_ButUsedAsLastResort()
    {
        var ns = await cluster.NamespaceAsync();
        await _kubectl.RunAsync("taint", "nodes", "sim-0", "sim-1", "team=blue:PreferNoSchedule");
        await CreateAsync(ns, "first", "");
        await _kubectl.RunAsync("-n", ns, "wait", "pod/first", "--for=condition=Ready", "--timeout=60s");
        Assert.Equal("sim-2", await NodeOfAsync(ns, "first"));
        await _kubectl.RunAsync("taint", "nodes", "sim-2", "team=blue:PreferNoSchedule");
        await CreateAsync(ns, "second", "");
        await _kubectl.RunAsync("-n", ns, "wait", "pod/second", "--for=condition=Ready", "--timeout=60s");
    }

    [Fact]
    public async Task NoExecute_EvictsRunningPods_AsTheyTolerate()
    {
        var ns = await cluster.NamespaceAsync();
        await CreateAsync(ns, "none", "");
        await CreateAsync(ns, "brief", "[{\"key\":\"team\",\"operator\":\"Exists\",\"effect\":\"NoExecute\",\"tolerationSeconds\":2}]");
        await CreateAsync(ns, "forever", "[{\"key\":\"team\",\"operator\":\"Exists\",\"effect\":\"NoExecute\"}]");
        await _kubectl.RunAsync("-n", ns, "wait", "pod", "--all", "--for=condition=Ready", "--timeout=60s");
        await TaintAllAsync("team=blue:NoExecute");
        await _kubectl.RunAsync("-n", ns, "wait", "--for=delete", "pod/none", "pod/brief", "--timeout=60s");
        Assert.Equal("Running", await _kubectl.RunAsync("-n", ns, "get", "pod", "forever", "-o", "jsonpath={.status.phase}"));
    }

    [Fact]
    public async Task NoSchedule_LeavesRunningPodsAlone_AndIsRemovedByKey()
    {
        var ns = await cluster.NamespaceAsync();
        await CreateAsync(ns, "old", "");
        await _kubectl.RunAsync("-n", ns, "wait", "pod/old", "--for=condition=Ready", "--timeout=60s");
        await TaintAllAsync("team=blue:NoSchedule");
        await _kubectl.RunAsync("taint", "nodes", "sim-0", "team=blue:PreferNoSchedule");
        Assert.Equal("Running", await _kubectl.RunAsync("-n", ns, "get", "pod", "old", "-o", "jsonpath={.status.phase}"));
        Assert.Contains("PreferNoSchedule", await _kubectl.RunAsync("get", "node", "sim-0", "-o", "go-template={{.spec.taints}}"));
        await _kubectl.RunAsync("taint", "nodes", "sim-0", "team-");
        Assert.Equal("<no value>", await _kubectl.RunAsync("get", "node", "sim-0", "-o", "go-template={{.spec.taints}}"));
    }

    private Task TaintAllAsync(string taint) => _kubectl.RunAsync("taint", "nodes", "--all", taint, "--overwrite");

    private Task<string> NodeOfAsync(string ns, string pod) => _kubectl.RunAsync("-n", ns, "get", "pod", pod, "-o", "jsonpath={.spec.nodeName}");

    private Task CreateAsync(string ns, string name, string tolerations)
    {
        var extra = tolerations.Length == 0 ? "" : $",\"tolerations\":{tolerations}";
        return _kubectl.PipeAsync(
            $"{{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{{\"name\":\"{name}\"}},\"spec\":{{\"containers\":[{{\"name\":\"c\",\"image\":\"example.test/c:1\"}}]{extra}}}}}", "-n", ns, "create", "-f", "-");
    }
}
