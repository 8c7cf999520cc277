using System.Diagnostics;
using System.Text.Json;

namespace Kubesharp.EndToEnd.Tests;

/// <summary>What-if questions about a live cluster and about files.</summary>
[Collection(SimulatedClusterCollection.Name)]
public sealed class SimulateTests(SimulatedCluster cluster)
{
    private readonly Kubectl _kubectl = cluster.Kubectl;

    [Fact]
    public async Task Simulate_DrainOfALiveNode_TellsWhatMovesAndTouchesNothing()
    {
        var ns = await cluster.NamespaceAsync();
        await _kubectl.RunAsync("-n", ns, "create", "deployment", "web", "--image=example.test/c:1", "--replicas=3");
        await _kubectl.RunAsync("-n", ns, "wait", "deployment/web", "--for=condition=Available", "--timeout=60s");
        var node = await _kubectl.RunAsync("-n", ns, "get", "pods", "-o", "jsonpath={.items[0].spec.nodeName}");
        var before = await _kubectl.RunAsync("-n", ns, "get", "pods", "-o", "jsonpath={.items[*].metadata.resourceVersion}");

        using var report = JsonDocument.Parse(await RunAsync("simulate", "--kubeconfig", cluster.Kubeconfig, "--drain", node, "-o", "json"));
        var moved = report.RootElement.GetProperty("moved").EnumerateArray().Where(pod => pod.GetProperty("pod").GetString()!.StartsWith(ns + "/", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(moved);
        Assert.All(moved, pod => Assert.Equal(node, pod.GetProperty("from").GetString()));
        Assert.All(moved, pod => Assert.NotEqual(node, pod.GetProperty("node").GetString()));
        Assert.Equal(before, await _kubectl.RunAsync("-n", ns, "get", "pods", "-o", "jsonpath={.items[*].metadata.resourceVersion}"));
    }

    [Fact]
    public async Task Simulate_FromFiles_AnswersInText()
    {
        var folder = Directory.CreateTempSubdirectory("kubesharp-simulate-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "cluster.yaml"), await _kubectl.RunAsync("get", "nodes", "-o", "yaml"));
            await File.WriteAllTextAsync(Path.Combine(folder, "pod.yaml"), """
                apiVersion: v1
                kind: Pod
                metadata: {name: huge}
                spec:
                  containers:
                  - {name: c, image: example.test/c, resources: {requests: {cpu: "5000"}}}
                """);
            var text = await RunAsync("simulate", "--cluster", Path.Combine(folder, "cluster.yaml"), "-f", Path.Combine(folder, "pod.yaml"));
            Assert.Contains("0 placed, 0 moved, 1 pending", text);
            Assert.Contains("default/huge  0/3 nodes are available: 3 Insufficient cpu.", text);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Binary.Path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, error);
        return output;
    }
}
