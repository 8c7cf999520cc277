namespace Kubesharp.EndToEnd.Tests;

[Collection(SimulatedClusterCollection.Name)]
public sealed class DeploymentTests(SimulatedCluster cluster)
{
    private readonly Kubectl _kubectl = cluster.Kubectl;

    [Fact]
    public async Task Deployment_CreatedAndScaled_HasItsReplicas()
    {
        var ns = await cluster.NamespaceAsync();
        await _kubectl.RunAsync("-n", ns, "create", "deployment", "web", "--image=example.test/web:1", "--replicas=3");
        await _kubectl.RunAsync("-n", ns, "rollout", "status", "deployment/web", "--timeout=60s");
        Assert.Equal("3", await _kubectl.RunAsync("-n", ns, "get", "deployment", "web", "-o", "jsonpath={.status.availableReplicas}"));
        await _kubectl.RunAsync("-n", ns, "scale", "deployment/web", "--replicas=5");
        await _kubectl.RunAsync("-n", ns, "wait", "deployment/web", "--for=jsonpath={.status.availableReplicas}=5", "--timeout=60s");
        await _kubectl.RunAsync("-n", ns, "scale", "deployment/web", "--replicas=1");
        await _kubectl.RunAsync("-n", ns, "wait", "deployment/web", "--for=jsonpath={.status.replicas}=1", "--timeout=60s");
    }

    [Fact]
    public async Task Rollout_UndoToRevision_BringsTheTemplateBack()
    {
        var ns = await cluster.NamespaceAsync();
        await _kubectl.RunAsync("-n", ns, "create", "deployment", "web", "--image=example.test/web:1", "--replicas=2");
        await _kubectl.RunAsync("-n", ns, "rollout", "status", "deployment/web", "--timeout=60s");
        await _kubectl.RunAsync("-n", ns, "set", "image", "deployment/web", "web=example.test/web:2");
        await _kubectl.RunAsync("-n", ns, "rollout", "status", "deployment/web", "--timeout=60s");
        await _kubectl.RunAsync("-n", ns, "set", "image", "deployment/web", "web=example.test/web:3");
        await _kubectl.RunAsync("-n", ns, "rollout", "status", "deployment/web", "--timeout=60s");
        var history = await _kubectl.RunAsync("-n", ns, "rollout", "history", "deployment/web");
        Assert.Contains("\n1 ", history);
        Assert.Contains("\n3 ", history);
        await _kubectl.RunAsync("-n", ns, "rollout", "undo", "deployment/web");
        await _kubectl.RunAsync("-n", ns, "rollout", "status", "deployment/web", "--timeout=60s");
        Assert.Equal("example.test/web:2", await ImageAsync(ns));
        await _kubectl.RunAsync("-n", ns, "rollout", "undo", "deployment/web", "--to-revision=1");
        await _kubectl.RunAsync("-n", ns, "rollout", "status", "deployment/web", "--timeout=60s");
        Assert.Equal("example.test/web:1", await ImageAsync(ns));
    }

    [Fact]
    public async Task Rollout_Paused_WaitsForResume()
    {
        var ns = await cluster.NamespaceAsync();
        await _kubectl.RunAsync("-n", ns, "create", "deployment", "web", "--image=example.test/web:1");
        await _kubectl.RunAsync("-n", ns, "rollout", "status", "deployment/web", "--timeout=60s");
        await _kubectl.RunAsync("-n", ns, "rollout", "pause", "deployment/web");
        await _kubectl.RunAsync("-n", ns, "set", "image", "deployment/web", "web=example.test/web:2");
        await _kubectl.RunAsync("-n", ns, "wait", "deployment/web", "--for=jsonpath={.status.observedGeneration}=3", "--timeout=60s");
        Assert.Equal("1", await _kubectl.RunAsync("-n", ns, "get", "rs", "-o", "go-template={{len .items}}"));
        await _kubectl.RunAsync("-n", ns, "rollout", "resume", "deployment/web");
        await _kubectl.RunAsync("-n", ns, "rollout", "status", "deployment/web", "--timeout=60s");
        Assert.Equal("2", await _kubectl.RunAsync("-n", ns, "get", "rs", "-o", "go-template={{len .items}}"));
    }

    [Fact]
    public async Task Deployment_Deleted_TakesItsReplicaSetsAndPodsAlong()
    {
        var ns = await cluster.NamespaceAsync();
        await _kubectl.RunAsync("-n", ns, "create", "deployment", "web", "--image=example.test/web:1", "--replicas=2");
        await _kubectl.RunAsync("-n", ns, "rollout", "status", "deployment/web", "--timeout=60s");
        await _kubectl.RunAsync("-n", ns, "delete", "deployment", "web");
        await _kubectl.RunAsync("-n", ns, "wait", "--for=delete", "pod", "-l", "app=web", "--timeout=60s");
        await _kubectl.RunAsync("-n", ns, "wait", "--for=delete", "rs", "-l", "app=web", "--timeout=60s");
    }

    [Fact]
    public async Task Namespace_Deleted_TakesItsContentsAlong()
    {
        var ns = await cluster.NamespaceAsync();
        await _kubectl.RunAsync("-n", ns, "create", "deployment", "web", "--image=example.test/web:1");
        await _kubectl.RunAsync("-n", ns, "create", "configmap", "c", "--from-literal=a=b");
        await _kubectl.RunAsync("delete", "namespace", ns, "--timeout=90s");
        Assert.Contains("not found", await _kubectl.FailAsync("get", "namespace", ns));
    }

    private Task<string> ImageAsync(string ns) => _kubectl.RunAsync("-n", ns, "get", "deployment", "web", "-o", "jsonpath={.spec.template.spec.containers[0].image}");
}
