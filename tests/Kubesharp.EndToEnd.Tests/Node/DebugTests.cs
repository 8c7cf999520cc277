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
}
