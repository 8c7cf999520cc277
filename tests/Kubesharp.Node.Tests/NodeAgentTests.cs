using Kubesharp.Api.Coordination.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Client;
using Kubesharp.Node.Tests.Pods;

namespace Kubesharp.Node.Tests;

/// <summary>The whole agent between a real API server and a real containerd.</summary>
[Collection(ContainerRuntimeCollection.Name)]
public sealed class NodeAgentTests(ContainerRuntimeFixture fixture)
{
    private readonly CancellationTokenSource _patience = new(ContainerRuntimeFixture.Patience);

    private CancellationToken Patience => _patience.Token;

    [SkippableFact]
    public async Task Agent_Started_RegistersAReadyNodeWithALease()
    {
        Skip.If(fixture.Missing is not null, fixture.Missing);
        await using var cluster = await AgentCluster.StartAsync(fixture, Patience);

        var node = await cluster.Admin.For<Kubesharp.Api.Core.V1.Node>().GetAsync("", AgentCluster.NodeName, Patience);

        Assert.Equal(
            ["MemoryPressure", "DiskPressure", "PIDPressure", "Ready"], node.Status.Conditions.Select(condition => condition.Type));
        var ready = node.Status.GetCondition(NodeConditionType.Ready)!;
        Assert.Equal(("True", "KubeletReady", "kubelet is posting ready status"), (ready.Status, ready.Reason, ready.Message));
        Assert.Equal("linux", node.Metadata.Labels["kubernetes.io/os"]);
        Assert.Equal(Environment.ProcessorCount, node.Status.Capacity["cpu"].Value);
        Assert.True(node.Status.Allocatable["memory"] < node.Status.Capacity["memory"]);
        Assert.StartsWith("containerd://1.", node.Status.NodeInfo.ContainerRuntimeVersion, StringComparison.Ordinal);
        Assert.Contains(node.Status.Images, image => image.Names.Contains(ContainerRuntimeFixture.Busybox));
        var lease = await cluster.Admin.For<Lease>().GetAsync("kube-node-lease", AgentCluster.NodeName, Patience);
        Assert.Equal((AgentCluster.NodeName, 40), (lease.Spec.HolderIdentity, lease.Spec.LeaseDurationSeconds));
    }

    [SkippableFact]
    public async Task Pod_BoundToTheNode_RunsAndIsDeleted()
    {
        Skip.If(fixture.Missing is not null, fixture.Missing);
        await using var cluster = await AgentCluster.StartAsync(fixture, Patience);
        var pod = await cluster.CreateAsync(WorkerHarness.Shell("trap 'exit 0' TERM; sleep 1000 & wait"), Patience);

        var running = await cluster.PodAsync(pod, current => current?.IsReady() == true, Patience);
        Assert.Equal(PodPhase.Running, running!.Status.Phase);
        Assert.StartsWith("198.19.", running.Status.PodIP, StringComparison.Ordinal);
        Assert.Equal("127.0.0.1", running.Status.HostIP);

        await cluster.Pods.DeleteAsync("default", pod.Metadata.Name, Patience);
        Assert.Null(await cluster.PodAsync(pod, current => current is null, Patience));
    }

    [SkippableFact]
    public async Task Agent_Restarted_LeavesPodsAsTheyAre()
    {
        Skip.If(fixture.Missing is not null, fixture.Missing);
        await using var cluster = await AgentCluster.StartAsync(fixture, Patience);
        var pod = await cluster.CreateAsync(WorkerHarness.Shell("sleep 1000", grace: 0), Patience);
        var before = await cluster.PodAsync(pod, current => current?.IsReady() == true, Patience);

        await cluster.StopAgentAsync();
        await cluster.StartAgentAsync(Patience);
        var second = await cluster.CreateAsync(WorkerHarness.Shell("sleep 1000", grace: 0), Patience);
        await cluster.PodAsync(second, current => current?.IsReady() == true, Patience);

        var after = await cluster.Pods.GetAsync("default", pod.Metadata.Name, Patience);
        Assert.Equal(before!.Status, after.Status);
        foreach (var name in (string[])[pod.Metadata.Name, second.Metadata.Name])
            await cluster.Pods.DeleteAsync("default", name, Patience);
        await cluster.PodAsync(pod, current => current is null, Patience);
        await cluster.PodAsync(second, current => current is null, Patience);
    }

    [SkippableFact]
    public async Task Pod_DeletedWhileNoAgentRuns_IsEndedByTheNext()
    {
        Skip.If(fixture.Missing is not null, fixture.Missing);
        await using var cluster = await AgentCluster.StartAsync(fixture, Patience);
        var pod = await cluster.CreateAsync(WorkerHarness.Shell("sleep 1000", grace: 1), Patience);
        await cluster.PodAsync(pod, current => current?.IsReady() == true, Patience);

        await cluster.StopAgentAsync();
        await cluster.Pods.DeleteAsync("default", pod.Metadata.Name, Patience);
        await cluster.StartAgentAsync(Patience);

        Assert.Null(await cluster.PodAsync(pod, current => current is null, Patience));
    }

    [SkippableFact]
    public async Task Job_ThatFails_EndsFailedAndStays()
    {
        Skip.If(fixture.Missing is not null, fixture.Missing);
        await using var cluster = await AgentCluster.StartAsync(fixture, Patience);
        var pod = await cluster.CreateAsync(WorkerHarness.Shell("exit 5", RestartPolicy.Never), Patience);

        var failed = await cluster.PodAsync(pod, current => current?.Status.Phase == PodPhase.Failed, Patience);

        Assert.Equal((5, "Error"), (failed!.Status.ContainerStatuses[0].State.Terminated!.ExitCode, failed.Status.ContainerStatuses[0].State.Terminated!.Reason));
        await cluster.Pods.DeleteAsync("default", pod.Metadata.Name, Patience);
        await cluster.PodAsync(pod, current => current is null, Patience);
    }
}
