namespace Kubesharp.EndToEnd.Tests;

[Collection(SimulatedClusterCollection.Name)]
public sealed class ReplicationControllerTests(SimulatedCluster cluster)
{
    private readonly Kubectl _kubectl = cluster.Kubectl;

    [Fact]
    public async Task ReplicationController_CreatedScaledAndDeleted_KeepsItsPods()
    {
        var ns = await cluster.NamespaceAsync();
        await _kubectl.PipeAsync(
            """
            {"apiVersion": "v1", "kind": "ReplicationController", "metadata": {"name": "old"}, "spec": {"replicas": 2, "template": {
              "metadata": {"labels": {"app": "old"}}, "spec": {"containers": [{"name": "main", "image": "example.test/app:1"}]}}}}
            """,
            "-n", ns, "apply", "-f", "-");
        await _kubectl.RunAsync("-n", ns, "wait", "rc/old", "--for=jsonpath={.status.availableReplicas}=2", "--timeout=60s");
        await _kubectl.RunAsync("-n", ns, "scale", "rc/old", "--replicas=3");
        await _kubectl.RunAsync("-n", ns, "wait", "rc/old", "--for=jsonpath={.status.readyReplicas}=3", "--timeout=60s");
        Assert.Equal("ReplicationController", await _kubectl.RunAsync("-n", ns, "get", "pods", "-o", "jsonpath={.items[0].metadata.ownerReferences[0].kind}"));
        Assert.Contains("Replicas:     3 current / 3 desired", await _kubectl.RunAsync("-n", ns, "describe", "rc", "old"));
        await _kubectl.RunAsync("-n", ns, "delete", "rc", "old");
        await _kubectl.RunAsync("-n", ns, "wait", "pod", "--all", "--for=delete", "--timeout=60s");
    }
}
