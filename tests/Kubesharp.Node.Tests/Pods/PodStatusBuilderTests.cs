using System.Text;
using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Pods;
using static Kubesharp.Node.Tests.Pods.PodSamples;

namespace Kubesharp.Node.Tests.Pods;

public sealed class PodStatusBuilderTests
{
    private static readonly Container Main = Container("main");

    [Fact]
    public void Status_NothingRuns_PendingAndContainerCreating()
    {
        var status = Build(Pod(), PodRuntimeStatus.Nothing);

        Assert.Equal(PodPhase.Pending, status.Phase);
        Assert.Equal("ContainerCreating", status.ContainerStatuses[0].State.Waiting!.Reason);
        Assert.Equal(("10.1.1.1", ""), (status.HostIP, status.PodIP));
        Assert.Equal(Now, status.StartTime);
        Assert.Equal("BestEffort", status.QosClass);
        Assert.Equal(
            ["PodReadyToStartContainers=False", "Initialized=True", "Ready=False", "ContainersReady=False", "PodScheduled=True"],
            status.Conditions.Select(condition => $"{condition.Type}={condition.Status}"));
        Assert.Equal("containers with unready status: [main]", status.GetCondition(PodConditionType.Ready)!.Message);
    }

    [Fact]
    public void Status_Running_ReadyWithAddresses()
    {
        var status = Build(Pod(), Runtime(Running(Main)));

        Assert.Equal((PodPhase.Running, "10.0.0.5"), (status.Phase, status.PodIP));
        Assert.True(status.ContainerStatuses[0] is { Ready: true, Started: true, ContainerID: "containerd://main-0" });
        Assert.True(status.Conditions.All(condition => condition.Status == ConditionStatus.True));
    }

    [Fact]
    public void Status_InitContainersWait_PodInitializingAndIncomplete()
    {
        var status = Build(Pod().WithInit(Container("i0"), Container("i1")), Runtime(Running(Container("i0"))));

        Assert.Equal(PodPhase.Pending, status.Phase);
        Assert.Equal("PodInitializing", status.ContainerStatuses[0].State.Waiting!.Reason);
        Assert.Equal("PodInitializing", status.InitContainerStatuses[1].State.Waiting!.Reason);
        var initialized = status.GetCondition(PodConditionType.Initialized)!;
        Assert.Equal(("ContainersNotInitialized", "containers with incomplete status: [i0 i1]"), (initialized.Reason, initialized.Message));
    }

    [Fact]
    public void Status_CrashLoop_WaitsWithLastState()
    {
        var waiting = new Dictionary<string, WaitingReason> { ["main"] = new("CrashLoopBackOff", "back-off 10s restarting failed container=main") };

        var status = PodStatusBuilder.Build(Input(Pod(), Runtime(Exited(Main, 2, restarts: 3))) with { Waiting = waiting });

        var container = status.ContainerStatuses[0];
        Assert.Equal(("CrashLoopBackOff", 2, 3), (container.State.Waiting!.Reason, container.LastState.Terminated!.ExitCode, container.RestartCount));
        Assert.Equal(PodPhase.Running, status.Phase);
    }

    [Fact]
    public void Status_RestartedContainer_ShowsTheRunBefore()
    {
        var status = Build(Pod(), Runtime(Running(Main, restarts: 1), Exited(Main, 7)));

        Assert.Equal(7, status.ContainerStatuses[0].LastState.Terminated!.ExitCode);
        Assert.NotNull(status.ContainerStatuses[0].State.Running);
    }

    [Theory]
    [InlineData(RestartPolicy.Never, 0, PodPhase.Succeeded)]
    [InlineData(RestartPolicy.Never, 3, PodPhase.Failed)]
    [InlineData(RestartPolicy.OnFailure, 0, PodPhase.Succeeded)]
    public void Status_EndedForGood_IsTerminalOnlyOnceEverythingStopped(string policy, int exitCode, string phase)
    {
        var pod = Pod(policy);
        pod = pod with { Status = pod.Status with { Phase = PodPhase.Running } };
        var runtime = Runtime(Exited(Main, exitCode));

        Assert.Equal(PodPhase.Running, Build(pod, runtime).Phase);
        var ended = PodStatusBuilder.Build(Input(pod, runtime) with { HasEnded = true });
        Assert.Equal(phase, ended.Phase);
        Assert.Equal(phase == PodPhase.Failed ? "PodFailed" : "PodCompleted", ended.GetCondition(PodConditionType.Ready)!.Reason);
        Assert.Equal(phase == PodPhase.Failed ? "" : "PodCompleted", ended.GetCondition(PodConditionType.Initialized)!.Reason);
    }

    [Fact]
    public void Status_EndedByTheNode_HasFailedThoughItsContainersCompleted()
    {
        var pod = Pod(RestartPolicy.Never);
        var failure = new PodFailure("Evicted", "too much", IsDisruption: true);
        var status = PodStatusBuilder.Build(Input(pod, Runtime(Exited(Main, 0))) with { HasEnded = true, Failure = failure });

        Assert.Equal((PodPhase.Failed, "Evicted", "too much"), (status.Phase, status.Reason, status.Message));
        Assert.Equal("PodFailed", status.GetCondition(PodConditionType.Ready)!.Reason);
        Assert.Equal("TerminationByKubelet", status.GetCondition(PodConditionType.DisruptionTarget)!.Reason);

        var later = PodStatusBuilder.Build(Input(pod with { Status = status }, Runtime(Exited(Main, 0))) with { HasEnded = true });
        Assert.Equal(status, later);
    }

    [Fact]
    public void Status_UnchangedCondition_KeepsItsTime()
    {
        var first = Build(Pod(), Runtime(Running(Main)));
        var later = PodStatusBuilder.Build(Input(Pod() with { Status = first }, Runtime(Running(Main))) with { Now = Now.AddHours(1) });

        Assert.Equal(first, later);
    }

    [Fact]
    public void Status_ReadinessNotKnownToNewAgent_KeepsWhatWasReported()
    {
        var probed = Main with { ReadinessProbe = new Probe() };
        var pod = Pod();
        pod = pod with { Spec = pod.Spec with { Containers = [probed] } };

        Assert.False(Build(pod, Runtime(Running(probed))).ContainerStatuses[0].Ready);
        var reported = PodStatusBuilder.Build(Input(pod, Runtime(Running(probed))) with { Readiness = _ => ProbeResult.Success });
        Assert.True(Build(pod with { Status = reported }, Runtime(Running(probed))).ContainerStatuses[0].Ready);
        var failed = PodStatusBuilder.Build(Input(pod with { Status = reported }, Runtime(Running(probed))) with { Readiness = _ => ProbeResult.Failure });
        Assert.False(failed.ContainerStatuses[0].Ready);
    }

    [Fact]
    public void Status_ReadinessGateMissing_NotReady()
    {
        var pod = Pod();
        pod = pod with { Spec = pod.Spec with { ReadinessGates = [new PodReadinessGate { ConditionType = "example.com/lb" }] } };

        var ready = Build(pod, Runtime(Running(Main))).GetCondition(PodConditionType.Ready)!;

        Assert.Equal(
            ("ReadinessGatesNotReady", "corresponding condition of pod readiness gate \"example.com/lb\" does not exist."), (ready.Reason, ready.Message));
    }

    [Fact]
    public void Status_ConditionsOfOthers_Stay()
    {
        var pod = Pod();
        pod = pod with { Status = pod.Status with { Conditions = [new PodCondition { Type = "DisruptionTarget", Status = "True" }] } };

        Assert.NotNull(Build(pod, PodRuntimeStatus.Nothing).GetCondition("DisruptionTarget"));
    }

    [Fact]
    public void Patch_NewStatus_NamesUidAndClearsWhatIsAbsent()
    {
        var pod = Pod();

        using var json = JsonDocument.Parse(PodApi.Patch(pod, Build(pod, Runtime(Running(Main))), pod.Status));

        Assert.Equal("uid-1", json.RootElement.GetProperty("metadata").GetProperty("uid").GetString());
        var status = json.RootElement.GetProperty("status");
        Assert.Equal(JsonValueKind.Null, status.GetProperty("reason").ValueKind);
        Assert.Equal("10.0.0.5", status.GetProperty("podIPs")[0].GetProperty("ip").GetString());
        Assert.Equal(5, status.GetProperty("conditions").GetArrayLength());
        Assert.Equal("containerd://main-0", status.GetProperty("containerStatuses")[0].GetProperty("containerID").GetString());
    }

    [Fact]
    public void Patch_ResizeThatIsOver_TakesItsConditionAway()
    {
        var pod = Pod();
        var input = Input(pod, Runtime(Running(Main)));
        var during = PodStatusBuilder.Build(input with { Resize = PodResize.Started });

        using var json = JsonDocument.Parse(PodApi.Patch(pod, PodStatusBuilder.Build(input), during));

        var last = json.RootElement.GetProperty("status").GetProperty("conditions").EnumerateArray().Last();
        Assert.Equal(("delete", "PodResizeInProgress"), (last.GetProperty("$patch").GetString(), last.GetProperty("type").GetString()));
    }

    private static PodStatus Build(Pod pod, PodRuntimeStatus runtime) => PodStatusBuilder.Build(Input(pod, runtime));

    private static PodStatusInput Input(Pod pod, PodRuntimeStatus runtime) => new()
    {
        Pod = pod,
        Runtime = runtime,
        Addresses = new PodAddresses(runtime.Sandbox?.Ips ?? [], ["10.1.1.1"]),
        Now = Now,
    };
}
