using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using static Kubesharp.Node.Tests.Pods.WorkerHarness;

namespace Kubesharp.Node.Tests.Pods;

/// <summary>New resources for pods that run, on a real containerd.</summary>
[Collection(ContainerRuntimeCollection.Name)]
public sealed class PodResizeTests(ContainerRuntimeFixture fixture)
{
    private readonly CancellationTokenSource _patience = new(ContainerRuntimeFixture.Patience);

    private CancellationToken Patience => _patience.Token;

    [SkippableFact]
    public async Task Resize_OfARunningContainer_IsAppliedAndRemembered()
    {
        Skip.If(fixture.Missing is not null, fixture.Missing);
        var pod = Limited(Shell("sleep 1000", grace: 0), "64Mi");
        var larger = Limited(pod, "128Mi");
        string id;
        await using (var agent = new WorkerHarness(fixture))
        {
            agent.Workers.Set(pod);
            var running = await agent.Api.StatusAsync(pod, status => Has(status, "64Mi"), Patience);
            id = running.ContainerStatuses[0].ContainerID;

            agent.Workers.Set(larger);
            var resized = await agent.Api.StatusAsync(pod, status => Has(status, "128Mi"), Patience);
            Assert.Equal((id, 0), (resized.ContainerStatuses[0].ContainerID, resized.ContainerStatuses[0].RestartCount));
            Assert.Equal(Quantity.Parse("128Mi"), resized.ContainerStatuses[0].AllocatedResources["memory"]);
        }

        await using var next = new WorkerHarness(fixture);
        next.Workers.Set(larger);
        var after = await next.Api.StatusAsync(pod, status => status.Phase == PodPhase.Running, Patience);
        Assert.True(Has(after, "128Mi"));
        Assert.Equal((id, 0), (after.ContainerStatuses[0].ContainerID, after.ContainerStatuses[0].RestartCount));
        await next.DeleteAsync(larger, Patience);
        await next.Workers.CompletionOf(pod.Metadata.Uid).WaitAsync(Patience);
    }

    [SkippableFact]
    public async Task Resize_WhosePolicyIsARestart_RestartsTheContainer()
    {
        Skip.If(fixture.Missing is not null, fixture.Missing);
        await using var agent = new WorkerHarness(fixture);
        var pod = Limited(Shell("sleep 1000", grace: 0), "64Mi");
        var policy = new ContainerResizePolicy { ResourceName = "memory", RestartPolicy = ResourceResizeRestartPolicy.RestartContainer };
        pod = pod with { Spec = pod.Spec with { Containers = [pod.Spec.Containers[0] with { ResizePolicy = [policy] }] } };
        agent.Workers.Set(pod);
        await agent.Api.StatusAsync(pod, status => Has(status, "64Mi"), Patience);

        agent.Workers.Set(Limited(pod, "128Mi"));

        await agent.Api.StatusAsync(pod, status => Has(status, "128Mi") && status.ContainerStatuses[0] is { RestartCount: 1, State.Running: not null }, Patience);
        Assert.Contains("Normal Killing main: Container main resize requires restart", agent.Parts.Events);
        await agent.DeleteAsync(pod, Patience);
        await agent.Workers.CompletionOf(pod.Metadata.Uid).WaitAsync(Patience);
    }

    private static Pod Limited(Pod pod, string memory)
    {
        var amount = ValueMap.Of("memory", Quantity.Parse(memory));
        return pod with
        {
            Spec = pod.Spec with { Containers = [pod.Spec.Containers[0] with { Resources = new ResourceRequirements { Limits = amount, Requests = amount } }] },
        };
    }

    private static bool Has(PodStatus status, string memory) =>
        status.ContainerStatuses[0].Resources is { } resources && resources.Limits.TryGetValue("memory", out var limit) && limit == Quantity.Parse(memory);
}
