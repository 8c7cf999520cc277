using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Node.Pods;
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
            Assert.NotNull(resized.GetCondition(PodConditionType.PodResizeInProgress));
            await agent.Api.StatusAsync(pod, status => Has(status, "128Mi") && status.GetCondition(PodConditionType.PodResizeInProgress) is null, Patience);
            const string Resources = "{\"containers\":[{\"name\":\"main\",\"resources\":{\"limits\":{\"memory\":\"128Mi\"},\"requests\":{\"memory\":\"128Mi\"}}}],\"generation\":1}";
            Assert.Contains("Normal ResizeStarted : Pod resize started: " + Resources, agent.Parts.Events);
            Assert.Contains("Normal ResizeCompleted : Pod resize completed: " + Resources, agent.Parts.Events);
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
        await agent.Api.StatusAsync(pod, status => Has(status, "128Mi") && status.GetCondition(PodConditionType.PodResizeInProgress) is null, Patience);
        Assert.Contains("Normal Killing main: Container main resize requires restart", agent.Parts.Events);
        Assert.Contains(agent.Parts.Events, text => text.StartsWith("Normal ResizeCompleted", StringComparison.Ordinal));
        Assert.Contains(
            agent.Api.StatusesOf(pod.Metadata.Uid),
            status => status.GetCondition(PodConditionType.PodResizeInProgress) is not null && status.ContainerStatuses[0].RestartCount == 0);
        await agent.DeleteAsync(pod, Patience);
        await agent.Workers.CompletionOf(pod.Metadata.Uid).WaitAsync(Patience);
    }

    [SkippableFact]
    public async Task Resize_ThatDoesNotFit_WaitsUntilAnotherPodLeaves()
    {
        Skip.If(fixture.Missing is not null, fixture.Missing);
        await using var agent = new WorkerHarness(fixture, node: NodeWith("200Mi"));
        var other = Limited(Shell("sleep 1000", grace: 0), "64Mi");
        var pod = Limited(Shell("sleep 1000", grace: 0), "64Mi");
        foreach (var each in (Pod[])[other, pod])
        {
            agent.Workers.Set(each);
            await agent.Api.StatusAsync(each, status => status.Phase == PodPhase.Running, Patience);
        }

        agent.Workers.Set(Limited(pod, "160Mi"));
        var deferred = await agent.Api.StatusAsync(pod, status => status.GetCondition(PodConditionType.PodResizePending) is not null, Patience);

        const string Message = "Node didn't have enough resource: memory, requested: 167772160, used: 67108864, capacity: 209715200";
        var condition = deferred.GetCondition(PodConditionType.PodResizePending)!;
        Assert.Equal(("True", "Deferred", Message, 1), (condition.Status, condition.Reason, condition.Message, condition.ObservedGeneration));
        Assert.True(Has(deferred, "64Mi"));
        Assert.Single(agent.Parts.Events, text => text.StartsWith("Warning ResizeDeferred : Pod resize Deferred: {", StringComparison.Ordinal) && text.EndsWith($"\"error\":\"{Message}\"}}", StringComparison.Ordinal));

        await agent.DeleteAsync(other, Patience);
        await agent.Api.StatusAsync(pod, status => Has(status, "160Mi") && status.Conditions.All(known => !PodResize.IsAbout(known.Type)), Patience);
        await agent.DeleteAsync(Limited(pod, "160Mi"), Patience);
        await agent.Workers.CompletionOf(pod.Metadata.Uid).WaitAsync(Patience);
    }

    [SkippableFact]
    public async Task Resize_LargerThanTheNode_IsInfeasibleAndTakesNothingFromOthers()
    {
        Skip.If(fixture.Missing is not null, fixture.Missing);
        await using var agent = new WorkerHarness(fixture, node: NodeWith("200Mi"));
        var pod = Limited(Shell("sleep 1000", grace: 0), "64Mi");
        agent.Workers.Set(pod);
        await agent.Api.StatusAsync(pod, status => status.Phase == PodPhase.Running, Patience);

        agent.Workers.Set(Limited(pod, "300Mi"));
        var refused = await agent.Api.StatusAsync(pod, status => status.GetCondition(PodConditionType.PodResizePending) is not null, Patience);
        var another = Limited(Shell("sleep 1000", grace: 0), "64Mi");
        agent.Workers.Set(another);

        var condition = refused.GetCondition(PodConditionType.PodResizePending)!;
        Assert.Equal(("Infeasible", "Node didn't have enough capacity: memory, requested: 314572800, capacity: 209715200"), (condition.Reason, condition.Message));
        Assert.True(Has(refused, "64Mi"));
        await agent.Api.StatusAsync(another, status => status.Phase == PodPhase.Running, Patience);

        agent.Workers.Set(pod);
        await agent.Api.StatusAsync(pod, _ => agent.Api.StatusesOf(pod.Metadata.Uid)[^1].GetCondition(PodConditionType.PodResizePending) is null, Patience);
        foreach (var each in (Pod[])[another, pod])
        {
            await agent.DeleteAsync(each, Patience);
            await agent.Workers.CompletionOf(each.Metadata.Uid).WaitAsync(Patience);
        }
    }

    private static Kubesharp.Api.Core.V1.Node NodeWith(string memory) => new()
    {
        Metadata = new ObjectMeta { Name = "node-1" },
        Status = new NodeStatus
        {
            Allocatable = new Dictionary<string, Quantity>
            {
                ["cpu"] = Quantity.Parse("2"),
                ["memory"] = Quantity.Parse(memory),
                ["pods"] = Quantity.Parse("10"),
            }.ToValueMap(),
        },
    };

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
