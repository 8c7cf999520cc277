using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Eviction;
using Kubesharp.Node.Pods;
using Microsoft.Extensions.Logging.Abstractions;
using static Kubesharp.Node.Tests.Pods.WorkerHarness;

namespace Kubesharp.Node.Tests.Pods;

/// <summary>Limits of what pods may write, on a real containerd.</summary>
[Collection(ContainerRuntimeCollection.Name)]
public sealed class StorageLimitsTests(ContainerRuntimeFixture fixture)
{
    private readonly CancellationTokenSource _patience = new(ContainerRuntimeFixture.Patience);

    private CancellationToken Patience => _patience.Token;

    [SkippableFact]
    public async Task EmptyDir_FullerThanItsLimit_EndsThePod()
    {
        Skip.If(fixture.Missing is not null, fixture.Missing);
        await using var agent = new WorkerHarness(fixture);
        var volume = new Volume { Name = "cache", Source = new VolumeSource { EmptyDir = new EmptyDirVolumeSource { SizeLimit = Quantity.Parse("1Mi") } } };
        var pod = Shell("sleep 1000", RestartPolicy.Never, grace: 3600);
        pod = pod with { Spec = pod.Spec with { Volumes = [volume] } };
        agent.Workers.Set(pod);
        await agent.Api.StatusAsync(pod, status => status.Phase == PodPhase.Running, Patience);
        var place = Directory.CreateDirectory(agent.Folders.EmptyDirOf(pod.Metadata.Uid, "cache")).FullName;

        await File.WriteAllBytesAsync(Path.Combine(place, "small"), new byte[1 << 19], Patience);
        await Limits(agent).CheckAllAsync(Patience);
        Assert.DoesNotContain(agent.Parts.Events, text => text.Contains("Evicted", StringComparison.Ordinal));

        await File.WriteAllBytesAsync(Path.Combine(place, "large"), new byte[1 << 20], Patience);
        await Limits(agent).CheckAllAsync(Patience);
        var failed = await agent.Api.StatusAsync(pod, status => status.Phase == PodPhase.Failed, Patience);

        const string Message = "Usage of EmptyDir volume \"cache\" exceeds the limit \"1Mi\". ";
        Assert.Equal(("Evicted", Message), (failed.Reason, failed.Message));
        Assert.Equal("TerminationByKubelet", failed.GetCondition(PodConditionType.DisruptionTarget)!.Reason);
        Assert.Contains("Warning Evicted : " + Message, agent.Parts.Events);
        await EndAsync(agent, pod);
    }

    [SkippableFact]
    public async Task Container_WithMoreLogsThanItsLimit_EndsThePod()
    {
        Skip.If(fixture.Missing is not null, fixture.Missing);
        await using var agent = new WorkerHarness(fixture);
        var pod = Shell("sleep 1000", RestartPolicy.Never, grace: 3600);
        var limits = ValueMap.Of(ResourceName.EphemeralStorage, Quantity.Parse("1Mi"));
        pod = pod with { Spec = pod.Spec with { Containers = [pod.Spec.Containers[0] with { Resources = new ResourceRequirements { Limits = limits } }] } };
        agent.Workers.Set(pod);
        await agent.Api.StatusAsync(pod, status => status.Phase == PodPhase.Running, Patience);

        var logs = agent.Folders.LogsOf("default", pod.Metadata.Name, pod.Metadata.Uid);
        await File.WriteAllBytesAsync(Path.Combine(logs, "main", "old.log"), new byte[2 << 20], Patience);
        await Limits(agent).CheckAllAsync(Patience);
        var failed = await agent.Api.StatusAsync(pod, status => status.Phase == PodPhase.Failed, Patience);

        Assert.Equal("Evicted", failed.Reason);
        Assert.Equal("Pod ephemeral local storage usage exceeds the total limit of containers 1Mi. ", failed.Message);
        await EndAsync(agent, pod);
    }

    private StorageLimits Limits(WorkerHarness agent) =>
        new(agent.Workers, agent.Workers.Evict, new ResourceUse(fixture.Cri, agent.Folders, _ => 0), TimeProvider.System, NullLogger<StorageLimits>.Instance);

    private async Task EndAsync(WorkerHarness agent, Pod pod)
    {
        await agent.DeleteAsync(pod, Patience);
        await agent.Workers.CompletionOf(pod.Metadata.Uid).WaitAsync(Patience);
    }
}
