namespace Kubesharp.EndToEnd.Tests;

/// <summary>Changes of pods that run: ephemeral containers and new resources.</summary>
[Collection(NodeClusterCollection.Name)]
public sealed class DebugTests(NodeCluster cluster)
{
    [SkippableFact]
    public async Task Debug_OfARunningPod_SeesItsProcesses()
    {
        Skip.If(NodeCluster.Missing is not null, NodeCluster.Missing);
        var kubectl = await cluster.NamespaceAsync();
        await kubectl.PipeAsync(Manifests.Pod("patient", "trap 'exit 0' TERM; sleep 54321 & wait"), "apply", "-f", "-");
        await kubectl.RunAsync("wait", "pod/patient", "--for=condition=Ready", "--timeout=60s");
        await kubectl.RunAsync("debug", "patient", "--image=" + TestImages.Busybox, "--target=main", "-c", "doctor", "--", "sh", "-c", "ps; sleep 100000");
        await kubectl.RunAsync("wait", "pod/patient", "--for=jsonpath={.status.ephemeralContainerStatuses[0].state.running}", "--timeout=60s");
        await Eventually.IsAsync(() => kubectl.RunAsync("logs", "patient", "-c", "doctor"), text => text.Contains("sleep 54321", StringComparison.Ordinal));
        Assert.Equal("0", await kubectl.RunAsync("get", "pod", "patient", "-o", "jsonpath={.status.containerStatuses[0].restartCount}"));
        Assert.Contains("doctor", await kubectl.RunAsync("describe", "pod", "patient"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Resize_OfARunningPod_ChangesItsCgroupWithoutARestart()
    {
        Skip.If(NodeCluster.Missing is not null, NodeCluster.Missing);
        var kubectl = await cluster.NamespaceAsync();
        await kubectl.PipeAsync(
            Manifests.Pod("grows", Manifests.Idle, "resources: {requests: {cpu: 100m, memory: 32Mi}, limits: {memory: 64Mi}}"), "apply", "-f", "-");
        await kubectl.RunAsync("wait", "pod/grows", "--for=condition=Ready", "--timeout=60s");
        const string MemoryLimit = "cat /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null || cat /sys/fs/cgroup/memory.max";
        Assert.Equal("67108864", (await kubectl.RunAsync("exec", "grows", "--", "sh", "-c", MemoryLimit)).Trim());

        const string More = """{"spec":{"containers":[{"name":"main","resources":{"requests":{"cpu":"200m","memory":"64Mi"},"limits":{"memory":"128Mi"}}}]}}""";
        await kubectl.RunAsync("patch", "pod", "grows", "--subresource=resize", "--patch", More);
        await Eventually.IsAsync(() => kubectl.RunAsync("exec", "grows", "--", "sh", "-c", MemoryLimit), text => text.Trim() == "134217728");
        await kubectl.RunAsync("wait", "pod/grows", "--for=jsonpath={.status.containerStatuses[0].resources.limits.memory}=128Mi", "--timeout=60s");
        Assert.Equal(
            "200m 0", await kubectl.RunAsync("get", "pod", "grows", "-o", "jsonpath={.status.containerStatuses[0].allocatedResources.cpu} {.status.containerStatuses[0].restartCount}"));
    }
}
