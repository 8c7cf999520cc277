namespace Kubesharp.EndToEnd.Tests;

[Collection(SimulatedClusterCollection.Name)]
public sealed class SimulatedNodeTests(SimulatedCluster cluster)
{
    private readonly Kubectl _kubectl = cluster.Kubectl;

    [Fact]
    public async Task Pod_WithAReadinessGate_IsReadyWhenTheGateSaysSo()
    {
        var ns = await cluster.NamespaceAsync();
        await _kubectl.PipeAsync(
            """
            {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "gated"}, "spec": {
              "readinessGates": [{"conditionType": "example.test/go"}], "containers": [{"name": "main", "image": "example.test/app:1"}]}}
            """,
            "-n", ns, "create", "-f", "-");
        await _kubectl.RunAsync("-n", ns, "wait", "pod/gated", "--for=condition=ContainersReady", "--timeout=60s");
        Assert.Equal("False ReadinessGatesNotReady", await ReadyAsync(ns));
        await GateAsync(ns, "True");
        await _kubectl.RunAsync("-n", ns, "wait", "pod/gated", "--for=condition=Ready", "--timeout=60s");
        await GateAsync(ns, "False");
        await _kubectl.RunAsync("-n", ns, "wait", "pod/gated", "--for=condition=Ready=False", "--timeout=60s");
    }

    [Fact]
    public async Task Lease_OfANode_IsOwnedByTheNode()
    {
        var uid = await _kubectl.RunAsync("get", "node", "sim-0", "-o", "jsonpath={.metadata.uid}");
        Assert.Equal($"Node sim-0 {uid}", await _kubectl.RunAsync("-n", "kube-node-lease", "get", "lease", "sim-0", "-o", "jsonpath={.metadata.ownerReferences[0]['kind','name','uid']}"));
    }

    private Task<string> ReadyAsync(string ns) =>
        _kubectl.RunAsync("-n", ns, "get", "pod", "gated", "-o", "jsonpath={.status.conditions[?(@.type==\"Ready\")]['status','reason']}");

    private Task GateAsync(string ns, string status) => _kubectl.RunAsync(
        "-n", ns, "patch", "pod", "gated", "--subresource=status", "-p", $$$"""{"status":{"conditions":[{"type":"example.test/go","status":"{{{status}}}"}]}}""");
}
