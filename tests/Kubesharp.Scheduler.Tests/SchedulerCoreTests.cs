using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Scheduling.V1Alpha2;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Effects;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Queue;
using ResourceClaim = Kubesharp.Api.Resource.V1.ResourceClaim;

namespace Kubesharp.Scheduler.Tests;

/// <summary>The scheduling loop step by step, with bindings that end as the test says.</summary>
public sealed class SchedulerCoreTests : ISchedulerEffects
{
    private readonly ManualTimeProvider _time = new();
    private readonly SchedulerCore _core;
    private readonly List<QueuedPod> _binding = [];
    private readonly List<(string Reason, string Message, string? Node)> _refusals = [];

    public SchedulerCoreTests()
    {
        _core = new SchedulerCore(_time, new SchedulerOptions(), this, cluster =>
            [new SchedulingFramework(cluster, DefaultPlugins.Create(cluster, new SchedulerOptions(), null, new Random(1)), 100, new Random(1))]);
        _core.NodeChanged(null, Build.Node("n1"));
    }

    [Fact]
    public void BindingFailed_PodOfThatNameIsAnotherByNow_TheOtherIsStillTriedAgainWhenItFails()
    {
        var (first, second) = (WebOf("1"), WebOf("2"));
        _core.PodChanged(null, first);
        Assert.True(_core.ScheduleOne());
        _core.PodChanged(first, null);
        _core.PodChanged(null, second);
        Assert.True(_core.ScheduleOne());

        _core.BindingFailed(_binding[0], "SchedulerError", "gone", []);
        Assert.Equal(1, _core.AssumedCount);
        _core.BindingFailed(_binding[1], "SchedulerError", "lost", []);
        Assert.Equal(("SchedulerError", "lost", ""), Assert.Single(_refusals));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(_core.ScheduleOne());
        Assert.Equal("2", _binding[^1].Info.Pod.Metadata.Uid);
    }

    [Fact]
    public void NodeGone_WaitForAnAssumedPod_IsGivenUp()
    {
        var node = Build.Node("n2");
        _core.NodeChanged(null, node);
        foreach (var name in (string[])["n1", "n2"])
        {
            _core.PodChanged(null, Build.Pod("on-" + name, spec: $"{{\"nodeSelector\":{{\"kubernetes.io/hostname\":\"{name}\"}}}}"));
            Assert.True(_core.ScheduleOne());
        }

        var givenUp = new List<string>();
        foreach (var pod in _binding) pod.GiveUp = () => givenUp.Add(pod.Info.Key);
        _core.NodeChanged(node, null);
        Assert.Equal(["default/on-n2"], givenUp);
    }

    [Theory]
    [InlineData("""{"schedulingGates":[{"name":"example.com/wait"}]}""", "SchedulingGated", "Scheduling is blocked due to non-empty scheduling gates")]
    [InlineData("""{"resourceClaims":[{"name":"r","resourceClaimName":"gpu"}]}""", "NotReadyForScheduling", "could not find resource claim \"default/gpu\": object not found")]
    public void Pod_MayNotBeTried_ReasonTellsGatesFromOthers(string spec, string reason, string message)
    {
        _core.PodChanged(null, Build.Pod("web", spec: spec));
        Assert.Equal((reason, message, null), Assert.Single(_refusals));
    }

    void ISchedulerEffects.Bind(SchedulingFramework framework, QueuedPod pod, CycleState state, NodeInfo node, Verdict? wait) => _binding.Add(pod);

    void ISchedulerEffects.Refused(PodInfo pod, string reason, string message, string? nominatedNode, bool withEvent) => _refusals.Add((reason, message, nominatedNode));

    void ISchedulerEffects.Preempt(PodInfo preemptor, string node, IReadOnlyList<PodInfo> victims) => throw new NotSupportedException();

    void ISchedulerEffects.Release(ResourceClaim claim) => throw new NotSupportedException();

    void ISchedulerEffects.GroupDecided(PodGroup group, bool isScheduled, string message) => throw new NotSupportedException();

    void ISchedulerEffects.ClearNomination(PodInfo pod) => throw new NotSupportedException();

    private static Pod WebOf(string uid)
    {
        var pod = Build.Pod("web");
        return pod with { Metadata = pod.Metadata with { Uid = uid } };
    }
}
