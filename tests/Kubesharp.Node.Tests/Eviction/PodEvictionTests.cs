using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Eviction;
using Kubesharp.Node.Pods;
using Kubesharp.Node.Tests.Pods;
using Kubesharp.Tests;
using Microsoft.Extensions.Logging.Abstractions;
using static Kubesharp.Node.Tests.Pods.WorkerHarness;

namespace Kubesharp.Node.Tests.Eviction;

/// <summary>A machine that runs short, with pods on a real containerd.</summary>
[Collection(ContainerRuntimeCollection.Name)]
public sealed class PodEvictionTests(ContainerRuntimeFixture fixture)
{
    private static readonly NodeSupply Plenty = Supplies();

    private readonly CancellationTokenSource _patience = new(ContainerRuntimeFixture.Patience);
    private readonly ManualTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly List<string> _announced = [];
    private NodeSupply _supply = Plenty;

    private CancellationToken Patience => _patience.Token;

    [SkippableFact]
    public async Task Memory_RunsShort_TheLeastImportantPodGoesAndNoOther()
    {
        Skip.If(fixture.Missing is not null, fixture.Missing);
        await using var agent = new WorkerHarness(fixture);
        var eviction = new PodEviction(
            Monitor(), agent.Workers, agent.Workers.Evict, _announced.Add, ReclaimAsync, new ResourceUse(fixture.Cri, agent.Folders, _ => 0), TimeSpan.Zero, _time, NullLogger<PodEviction>.Instance);
        var low = Shell("sleep 1000", grace: 3600);
        var high = low with
        {
            Metadata = low.Metadata with { Name = "important", Uid = Guid.NewGuid().ToString() },
            Spec = low.Spec with { Priority = 100 },
        };
        foreach (var pod in (Pod[])[low, high])
        {
            agent.Workers.Set(pod);
            await agent.Api.StatusAsync(pod, status => status.Phase == PodPhase.Running, Patience);
        }

        await eviction.CheckAsync(Patience);
        Assert.Empty(_announced);

        _supply = Supplies(memory: 10 << 20);
        await eviction.CheckAsync(Patience);
        _supply = Plenty;
        var failed = await agent.Api.StatusAsync(low, status => status.Phase == PodPhase.Failed, Patience);
        await eviction.CheckAsync(Patience);

        Assert.Equal(["memory"], _announced);
        Assert.Equal("Evicted", failed.Reason);
        Assert.StartsWith("The node was low on resource: memory. Threshold quantity: 100Mi, available: 10Mi. Container main was using ", failed.Message, StringComparison.Ordinal);
        Assert.Equal("TerminationByKubelet", failed.GetCondition(PodConditionType.DisruptionTarget)!.Reason);
        Assert.Equal(PodPhase.Running, agent.Api.StatusesOf(high.Metadata.Uid)[^1].Phase);
        foreach (var pod in (Pod[])[low, high with { Spec = high.Spec with { TerminationGracePeriodSeconds = 0 } }])
        {
            await agent.DeleteAsync(pod, Patience);
            await agent.Workers.CompletionOf(pod.Metadata.Uid).WaitAsync(Patience);
        }
    }

    [Theory]
    [InlineData("MemoryPressure", "", 0, "The node had condition: [MemoryPressure]. ")]
    [InlineData("MemoryPressure", "10Mi", 0, null)]
    [InlineData("MemoryPressure", "", 2_000_000_000, null)]
    [InlineData("DiskPressure", "10Mi", 0, "The node had condition: [DiskPressure]. ")]
    [InlineData("Ready", "", 0, null)]
    public void Admission_UnderPressure_TakesOnlyWhatMayRunThen(string condition, string memory, int priority, string? message)
    {
        var pod = PodSamples.Pod();
        var requests = memory.Length == 0 ? default : ValueMap.Of(ResourceName.Memory, Quantity.Parse(memory));
        pod = pod with
        {
            Spec = pod.Spec with
            {
                Priority = priority,
                Containers = [pod.Spec.Containers[0] with { Resources = new ResourceRequirements { Requests = requests } }],
            },
        };
        var node = new Kubesharp.Api.Core.V1.Node
        {
            Status = new NodeStatus { Conditions = [new NodeCondition { Type = condition, Status = ConditionStatus.True }] },
        };

        Assert.Equal(message is null ? null : new PodFailure("Evicted", message), PodAdmission.CheckPressure(pod, node));
    }

    [SkippableFact]
    public async Task Disk_FreedByReclaiming_EndsNoPod()
    {
        Skip.If(fixture.Missing is not null, fixture.Missing);
        await using var agent = new WorkerHarness(fixture);
        var eviction = new PodEviction(
            Monitor(), agent.Workers, (_, _, _) => Assert.Fail("a pod was ended"), _announced.Add, ReclaimAsync, new ResourceUse(fixture.Cri, agent.Folders, _ => 0), TimeSpan.Zero, _time, NullLogger<PodEviction>.Instance);
        _supply = new NodeSupply(new Dictionary<string, Supply> { [EvictionSignals.ImageDisk] = new(Quantity.FromValue(14), 100) }, HasImageDisk: false);

        await eviction.CheckAsync(Patience);

        Assert.Equal(["ephemeral-storage", "reclaimed"], _announced);
    }

    private Task ReclaimAsync(CancellationToken cancel)
    {
        _announced.Add("reclaimed");
        _supply = Plenty;
        return Task.CompletedTask;
    }

    private static NodeSupply Supplies(long memory = 1L << 30) => new(
        new Dictionary<string, Supply> { [EvictionSignals.Memory] = new(Quantity.FromValue(memory, QuantityFormat.BinarySI), 2L << 30) }, HasImageDisk: false);

    private PressureMonitor Monitor() => new(() => _supply, EvictionThreshold.Of(new EvictionOptions()), TimeSpan.FromMinutes(5), _time);
}
