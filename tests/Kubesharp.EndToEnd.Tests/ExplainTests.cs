namespace Kubesharp.EndToEnd.Tests;

/// <summary>What the scheduler thinks of pods, asked through the API.</summary>
[Collection(SimulatedClusterCollection.Name)]
public sealed class ExplainTests(SimulatedCluster cluster)
{
    private readonly Kubectl _kubectl = cluster.Kubectl;

    [Fact]
    public async Task Explain_PendingAndPlacedPods_IsServedAsASubresource()
    {
        var ns = await cluster.NamespaceAsync();
        await CreateAsync(ns, "lost", """{"nodeSelector":{"disk":"none"},""");
        await CreateAsync(ns, "placed", "{");
        await _kubectl.RunAsync("-n", ns, "wait", "pod/lost", "--for=jsonpath={.status.conditions[0].reason}=Unschedulable", "--timeout=60s");
        await _kubectl.RunAsync("-n", ns, "wait", "pod/placed", "--for=condition=Ready", "--timeout=60s");

        var lost = await _kubectl.RunAsync("get", "--raw", $"/api/v1/namespaces/{ns}/pods/lost/explain");
        Assert.Contains("\"plugin\": \"NodeAffinity\"", lost);
        Assert.Contains("label one of these nodes with disk=none", lost);
        Assert.Contains(await _kubectl.RunAsync("-n", ns, "get", "pod", "lost", "-o", "jsonpath={.status.conditions[0].message}"), lost);
        var placed = await _kubectl.RunAsync("get", "--raw", $"/api/v1/namespaces/{ns}/pods/placed/explain");
        Assert.Contains("\"state\": \"Scheduled\"", placed);
        Assert.Contains("\"choice\"", placed);
    }

    [Fact]
    public async Task Explain_MissingPodOrRight_IsRefusedLikeAnySubresource()
    {
        var ns = await cluster.NamespaceAsync();
        var missing = await Assert.ThrowsAnyAsync<Exception>(() => _kubectl.RunAsync("get", "--raw", $"/api/v1/namespaces/{ns}/pods/none/explain"));
        Assert.Contains("NotFound", missing.Message);
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => _kubectl.RunAsync("get", "--raw", $"/api/v1/namespaces/{ns}/pods/none/explain", "--as=somebody"));
        Assert.Contains("cannot get resource \"pods/explain\"", refused.Message);
    }

    private Task CreateAsync(string ns, string name, string spec) => _kubectl.PipeAsync(
        $"{{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{{\"name\":\"{name}\"}},\"spec\":{spec}\"containers\":[{{\"name\":\"c\",\"image\":\"example.test/c:1\"}}]}}}}", "-n", ns, "create", "-f", "-");
}
