namespace Kubesharp.EndToEnd.Tests;

/// <summary>A cluster of two machines, the second joined by <c>kubesharp node</c> and <c>kubesharp proxy</c>.</summary>
[Collection(MachineCollection.Name)]
public sealed class JoinedMachineTests(MachineCluster machine)
{
    private const string Everywhere = $$$$"""
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: web}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: {{{{TestImages.Web1}}}}}]}
        """;

    private readonly NodeCluster _cluster = machine.Cluster;

    [SkippableFact]
    public async Task Machine_Joined_RunsPodsThatReachAndAreReached()
    {
        Skip.If(NodeCluster.Missing is not null, NodeCluster.Missing);
        using var patience = new CancellationTokenSource(NodeCluster.Patience);
        var kubectl = await _cluster.NamespaceAsync();
        await using (var second = await _cluster.JoinAsync(patience.Token))
        {
            await kubectl.RunAsync("wait", "node/" + JoinedMachine.NodeName, "--for=condition=Ready", "--timeout=60s");
            await kubectl.PipeAsync(Everywhere, "apply", "-f", "-");
            await kubectl.PipeAsync(Manifests.Pod("far", "echo here; " + Manifests.Idle, spec: "nodeName: " + JoinedMachine.NodeName), "apply", "-f", "-");
            await kubectl.RunAsync("create", "service", "nodeport", "web", "--tcp=80:8080");
            await kubectl.RunAsync("rollout", "status", "daemonset/web", "--timeout=60s");
            await kubectl.RunAsync("wait", "pod/far", "--for=condition=Ready", "--timeout=60s");

            Assert.Equal(JoinedMachine.Address, await kubectl.RunAsync("get", "pod", "far", "-o", "jsonpath={.status.hostIP}"));
            Assert.Equal("here\n", await kubectl.RunAsync("logs", "far"));
            Assert.Equal("far\n", await kubectl.RunAsync("exec", "far", "--", "hostname"));
            await AssertReachableAsync(kubectl, second);
            await AssertAgentRestartLeavesPodsAsync(kubectl, second);
            await kubectl.RunAsync("delete", "namespace", kubectl.Namespace);
            await kubectl.RunAsync("delete", "node", JoinedMachine.NodeName);
        }
    }

    /// <summary>Every pod from the far one, the Service by address, name and port of the far machine.</summary>
    private static async Task AssertReachableAsync(Kubectl kubectl, JoinedMachine second)
    {
        var pods = (await kubectl.RunAsync("get", "pods", "-l", "app=web", "-o", "jsonpath={.items[*].status.podIP}")).Split(' ');
        Assert.Equal(2, pods.Length);
        foreach (var pod in pods) Assert.Equal("version 1\n", await kubectl.RunAsync("exec", "far", "--", "wget", "-q", "-O-", $"http://{pod}:8080"));
        var service = (await kubectl.RunAsync("get", "service", "web", "-o", "jsonpath={.spec.clusterIP} {.spec.ports[0].nodePort}")).Split(' ');
        using var http = second.CreateClient(TimeSpan.FromSeconds(10));
        foreach (var address in (string[])[service[0], $"{JoinedMachine.Address}:{service[1]}"])
            Assert.Equal("version 1\n", await Eventually.SucceedsAsync(() => http.GetStringAsync(new Uri($"http://{address}/"))));
        Assert.Equal("version 1\n", await kubectl.RunAsync("exec", "far", "--", "wget", "-q", "-O-", "http://web"));
    }

    private static async Task AssertAgentRestartLeavesPodsAsync(Kubectl kubectl, JoinedMachine second)
    {
        string[] container = ["get", "pod", "far", "-o", "jsonpath={.status.containerStatuses[0].containerID} {.status.containerStatuses[0].restartCount}"];
        var before = await kubectl.RunAsync(container);
        await second.RestartNodeAsync();
        await kubectl.PipeAsync(Manifests.Pod("later", Manifests.Idle, spec: "nodeName: " + JoinedMachine.NodeName), "apply", "-f", "-");
        await kubectl.RunAsync("wait", "pod/later", "--for=condition=Ready", "--timeout=60s");
        Assert.Equal(before, await kubectl.RunAsync(container));
    }
}
