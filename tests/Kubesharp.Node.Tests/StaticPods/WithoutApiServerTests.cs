using Kubesharp.Client;
using Kubesharp.Node.Cri.V1;
using Kubesharp.Server.Strategies;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubesharp.Node.Tests.StaticPods;

/// <summary>An agent on a real containerd whose API server cannot be reached.</summary>
[Collection(ContainerRuntimeCollection.Name)]
public sealed class WithoutApiServerTests(ContainerRuntimeFixture fixture)
{
    [SkippableFact]
    public async Task StaticPod_WithoutAnApiServer_RunsAndEndsWithItsFile()
    {
        Skip.If(fixture.Missing is not null, fixture.Missing);
        using var patience = new CancellationTokenSource(ContainerRuntimeFixture.Patience);
        var root = Path.Combine(fixture.Folder, "alone");
        var options = new NodeAgentOptions
        {
            NodeName = "alone",
            NodeIps = ["127.0.0.1"],
            RuntimeEndpoint = fixture.Socket,
            RootDirectory = Path.Combine(root, "kubelet"),
            PodLogsDirectory = Path.Combine(root, "logs"),
            CgroupRoot = fixture.Cgroup,
            StaticPodFolder = Path.Combine(root, "manifests"),
        };
        Directory.CreateDirectory(options.StaticPodFolder);
        var file = Path.Combine(options.StaticPodFolder, "etcd.yaml");
        await File.WriteAllTextAsync(
            file,
            $$$"""
            apiVersion: v1
            kind: Pod
            metadata: {name: etcd, namespace: kube-system}
            spec:
              terminationGracePeriodSeconds: 1
              containers: [{name: main, image: "{{{ContainerRuntimeFixture.Busybox}}}", command: [sleep, "1000"]}]
            """,
            patience.Token);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(patience.Token);
        var agent = new NodeAgent(
            new KubernetesClient(new Unreachable(), TimeProvider.System),
            options,
            context => DefaultNodeParts.Create(context) with { CompletePod = StandalonePods.Complete },
            TimeProvider.System,
            new Random(1),
            NullLoggerFactory.Instance);

        var running = agent.RunAsync(() => Assert.Fail("the node cannot be ready"), stop.Token);
        await UntilAsync(containers => containers is [{ State: ContainerState.ContainerRunning }], patience.Token);
        File.Delete(file);
        await UntilAsync(containers => containers.Count == 0, patience.Token);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    /// <summary>Asks the runtime again and again: its events come before what it lists.</summary>
    private async Task UntilAsync(Func<IReadOnlyList<Container>, bool> condition, CancellationToken cancel)
    {
        var filter = new ContainerFilter { LabelSelector = { ["io.kubernetes.pod.name"] = "etcd-alone", ["io.kubernetes.pod.namespace"] = "kube-system" } };
        IReadOnlyList<Container> containers;
        do containers = await fixture.Cri.ListContainersAsync(filter, cancel);
        while (!condition(containers));
    }

    private sealed class Unreachable : IApiTransport
    {
        public Task<ApiResponse> SendAsync(ApiRequest request, CancellationToken cancellationToken) => throw new HttpRequestException("no route to host");
    }
}
