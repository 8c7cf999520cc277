namespace Kubesharp.EndToEnd.Tests;

/// <summary>The way of a pod and of a Service on a real node.</summary>
[Collection(NodeClusterCollection.Name)]
public sealed class NodeSmokeTests(NodeCluster cluster)
{
    [SkippableFact]
    public async Task Deployment_OfThree_AnswersThroughItsService()
    {
        Skip.If(NodeCluster.Missing is not null, NodeCluster.Missing);
        var kubectl = await cluster.NamespaceAsync();
        await kubectl.RunAsync("create", "deployment", "web", "--image=" + TestImages.Web1, "--replicas=3", "--port=8080");
        await kubectl.RunAsync("expose", "deployment", "web", "--port=80", "--target-port=8080");
        await kubectl.RunAsync("rollout", "status", "deployment/web", "--timeout=60s");

        var address = await kubectl.RunAsync("get", "service", "web", "-o", "jsonpath={.spec.clusterIP}");
        using var http = cluster.CreateClient(TimeSpan.FromSeconds(10));
        var eventually = await Eventually.SucceedsAsync(() => http.GetStringAsync(new Uri($"http://{address}/")));
        Assert.Equal("version 1\n", eventually);
        Assert.Equal("3", await kubectl.RunAsync("get", "deployment", "web", "-o", "jsonpath={.status.readyReplicas}"));
    }
}
