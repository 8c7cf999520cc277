namespace Kubesharp.EndToEnd.Tests;

/// <summary>Disruption budgets by kubectl: their status, and drain that waits for them.</summary>
[Collection(SimulatedClusterCollection.Name)]
public sealed class DisruptionTests(SimulatedCluster cluster) : IAsyncLifetime
{
    private readonly Kubectl _kubectl = cluster.Kubectl;

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Budgets would hold up the tests that drain the nodes of the shared cluster.</summary>
    public Task DisposeAsync() => _kubectl.RunAsync("delete", "poddisruptionbudgets", "--all", "--all-namespaces");

    [Fact]
    public async Task Budget_OfADeployment_CountsItsPods()
    {
        var ns = await cluster.NamespaceAsync();
        await DeployAsync(ns, 3);
        await _kubectl.RunAsync("-n", ns, "create", "poddisruptionbudget", "web", "--selector=app=web", "--min-available=2");
        await WaitAsync(ns, "web", "{.status.disruptionsAllowed}", "1");
        Assert.Equal("3 2 3 SufficientPods", await GetAsync(ns, "web", "{.status.currentHealthy} {.status.desiredHealthy} {.status.expectedPods} {.status.conditions[0].reason}"));
        await _kubectl.RunAsync("-n", ns, "scale", "deployment/web", "--replicas=2");
        await WaitAsync(ns, "web", "{.status.disruptionsAllowed}", "0");
        await WaitAsync(ns, "web", "{.status.conditions[0].reason}", "InsufficientPods");
        Assert.Contains("Allowed disruptions:", await _kubectl.RunAsync("-n", ns, "describe", "pdb", "web"), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Budget_Share_AsksTheControllerOfThePods()
    {
        var ns = await cluster.NamespaceAsync();
        await DeployAsync(ns, 4);
        await _kubectl.RunAsync("-n", ns, "create", "poddisruptionbudget", "web", "--selector=app=web", "--max-unavailable=50%");
        await WaitAsync(ns, "web", "{.status.disruptionsAllowed}", "2");
        Assert.Equal("2 4", await GetAsync(ns, "web", "{.status.desiredHealthy} {.status.expectedPods}"));
        await _kubectl.RunAsync("-n", ns, "scale", "deployment/web", "--replicas=2");
        await WaitAsync(ns, "web", "{.status.expectedPods}", "2");
    }

    [Fact]
    public async Task Budget_ShareOfAJob_SaysWhyNothingIsAllowed()
    {
        var ns = await cluster.NamespaceAsync();
        await _kubectl.PipeAsync(
            """
            {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "work"}, "spec": {"template": {
              "metadata": {"labels": {"app": "work"}, "annotations": {"simulate.kubesharp.dev/complete-after": "1h"}},
              "spec": {"restartPolicy": "Never", "containers": [{"name": "main", "image": "example.test/work:1"}]}}}}
            """,
            "-n", ns, "apply", "-f", "-");
        await _kubectl.RunAsync("-n", ns, "wait", "job/work", "--for=jsonpath={.status.ready}=1", "--timeout=60s");
        await _kubectl.RunAsync("-n", ns, "create", "poddisruptionbudget", "work", "--selector=app=work", "--max-unavailable=1");
        await WaitAsync(ns, "work", "{.status.conditions[0].reason}", "SyncFailed");
        Assert.Equal("jobs.batch does not implement the scale subresource", await GetAsync(ns, "work", "{.status.conditions[0].message}"));
    }

    /// <summary>Every pod of the Deployment is evicted in turn; the budget lets the next one go when the last has been replaced.</summary>
    [Fact]
    public async Task Drain_WithBudget_WaitsForReplacements()
    {
        var ns = await cluster.NamespaceAsync();
        await DeployAsync(ns, 2);
        await _kubectl.RunAsync("-n", ns, "create", "poddisruptionbudget", "web", "--selector=app=web", "--min-available=1");
        await WaitAsync(ns, "web", "{.status.disruptionsAllowed}", "1");
        var node = await _kubectl.RunAsync("-n", ns, "get", "pods", "-o", "jsonpath={.items[0].spec.nodeName}");
        try
        {
            await _kubectl.RunAsync("drain", node, $"--pod-selector=app=web,space={ns}", "--timeout=90s");
            var nodes = await _kubectl.RunAsync("-n", ns, "get", "pods", "-o", "jsonpath={.items[*].spec.nodeName}");
            Assert.DoesNotContain(node, nodes.Split(' '));
            await _kubectl.RunAsync("-n", ns, "rollout", "status", "deployment/web", "--timeout=60s");
        }
        finally
        {
            await _kubectl.RunAsync("uncordon", node);
        }
    }

    [Fact]
    public async Task Eviction_BudgetUsedUp_IsRefused()
    {
        var ns = await cluster.NamespaceAsync();
        await DeployAsync(ns, 1);
        await _kubectl.RunAsync("-n", ns, "create", "poddisruptionbudget", "web", "--selector=app=web", "--min-available=1");
        await WaitAsync(ns, "web", "{.status.currentHealthy}", "1");
        var pod = await _kubectl.RunAsync("-n", ns, "get", "pods", "-o", "jsonpath={.items[0].metadata.name}");
        var eviction = $$"""{"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": "{{pod}}", "namespace": "{{ns}}"} }""";
        var result = await _kubectl.TryPipeAsync(eviction, "create", "--raw", $"/api/v1/namespaces/{ns}/pods/{pod}/eviction", "-f", "-");
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("Cannot evict pod as it would violate the pod's disruption budget.", result.All);
    }

    private async Task DeployAsync(string ns, int replicas)
    {
        await _kubectl.PipeAsync(
            $$"""
            {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"}, "spec": {"replicas": {{replicas}}, "selector": {"matchLabels": {"app": "web"} }, "template": {
              "metadata": {"labels": {"app": "web", "space": "{{ns}}"} }, "spec": {"containers": [{"name": "main", "image": "example.test/web:1"}]} } } }
            """,
            "-n", ns, "apply", "-f", "-");
        await _kubectl.RunAsync("-n", ns, "rollout", "status", "deployment/web", "--timeout=60s");
    }

    private Task<string> GetAsync(string ns, string budget, string path) => _kubectl.RunAsync("-n", ns, "get", "pdb", budget, "-o", $"jsonpath={path}");

    private Task WaitAsync(string ns, string budget, string path, string value) => _kubectl.RunAsync("-n", ns, "wait", $"pdb/{budget}", $"--for=jsonpath={path}={value}", "--timeout=60s");
}
