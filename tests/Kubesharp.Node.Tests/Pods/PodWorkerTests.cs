using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Cgroups;
using Kubesharp.Node.Pods;
using static Kubesharp.Node.Tests.Pods.WorkerHarness;

namespace Kubesharp.Node.Tests.Pods;

/// <summary>Lives of pods on a real containerd.</summary>
[Collection(ContainerRuntimeCollection.Name)]
public sealed class PodWorkerTests(ContainerRuntimeFixture fixture)
{
    private readonly CancellationTokenSource _patience = new(ContainerRuntimeFixture.Patience);

    private CancellationToken Patience => _patience.Token;

    [SkippableFact]
    public async Task Pod_StartedAndDeleted_RunsThenLeavesNothing()
    {
        Skip.If(fixture.Missing is not null, fixture.Missing);
        await using var agent = new WorkerHarness(fixture);
        var pod = Shell("trap 'echo ending; exit 0' TERM; echo \"ip $POD_IP\"; hostname; cat /etc/hosts; sleep 1000 & wait");

        agent.Workers.Set(pod);
        var running = await agent.Api.StatusAsync(pod, status => status.Phase == PodPhase.Running, Patience);
        var first = agent.Api.StatusesOf(pod.Metadata.Uid)[0];
        Assert.Equal("ContainerCreating", first.ContainerStatuses[0].State.Waiting!.Reason);
        Assert.True(running.ContainerStatuses[0].Ready);
        Assert.StartsWith("198.19.", running.PodIP, StringComparison.Ordinal);
        Assert.True(agent.Cgroups.Exists(fixture.Cgroup.OfPod(PodQosClass.BestEffort, pod.Metadata.Uid)));
        Assert.Equal(
            [
                $"Normal Pulled main: Container image \"{ContainerRuntimeFixture.Busybox}\" already present on machine and can be accessed by the pod",
                "Normal Created main: Container created",
                "Normal Started main: Container started",
            ],
            agent.Parts.Events);
        var container = await agent.Workers.FindContainerAsync(pod.Metadata.Uid, "main", previous: false, Patience);

        await agent.DeleteAsync(pod, Patience);
        var ended = agent.Api.StatusesOf(pod.Metadata.Uid)[^1];
        Assert.Equal(PodPhase.Succeeded, ended.Phase);
        Assert.Equal("Completed", ended.ContainerStatuses[0].State.Terminated!.Reason);
        Assert.Contains("Normal Killing main: Stopping container main", agent.Parts.Events);
        await GoneAsync(agent, pod);
        Assert.False(agent.Cgroups.Exists(fixture.Cgroup.OfPod(PodQosClass.BestEffort, pod.Metadata.Uid)));
        Assert.False(File.Exists(container!.LogPath));
    }

    [SkippableFact]
    public async Task Pod_Burstable_GetsItsCgroupAndLimits()
    {
        Skip.If(fixture.Missing is not null, fixture.Missing);
        await using var agent = new WorkerHarness(fixture);
        var pod = Shell("sleep 1000", grace: 0);
        var resources = new ResourceRequirements
        {
            Requests = ValueMap.Of("cpu", Quantity.Parse("250m")),
            Limits = new Dictionary<string, Quantity> { ["cpu"] = Quantity.Parse("500m"), ["memory"] = Quantity.Parse("64Mi") }.ToValueMap(),
        };
        pod = pod with { Spec = pod.Spec with { Containers = [pod.Spec.Containers[0] with { Resources = resources }] } };

        agent.Workers.Set(pod);
        var running = await agent.Api.StatusAsync(pod, status => status.Phase == PodPhase.Running, Patience);

        Assert.Equal("Burstable", running.QosClass);
        var system = CgroupFileSystem.Detect();
        Skip.If(system.IsUnified, "the files read here are those of cgroup v1");
        var top = fixture.Cgroup.OfPod(PodQosClass.Burstable, pod.Metadata.Uid).ToPath(CgroupDriver.Cgroupfs);
        Assert.Equal("256\n", await File.ReadAllTextAsync(system.Controllers["cpu"] + top + "/cpu.shares", Patience));
        Assert.Equal("50000\n", await File.ReadAllTextAsync(system.Controllers["cpu"] + top + "/cpu.cfs_quota_us", Patience));
        Assert.Equal("67108864\n", await File.ReadAllTextAsync(system.Controllers["memory"] + top + "/memory.limit_in_bytes", Patience));
        var container = $"{top}/{running.ContainerStatuses[0].ContainerID["containerd://".Length..]}";
        Assert.Equal("256\n", await File.ReadAllTextAsync(system.Controllers["cpu"] + container + "/cpu.shares", Patience));
        Assert.Equal(
            "256\n",
            await File.ReadAllTextAsync(system.Controllers["cpu"] + fixture.Cgroup.OfClass(PodQosClass.Burstable).ToPath(CgroupDriver.Cgroupfs) + "/cpu.shares", Patience));
        await agent.DeleteAsync(pod, Patience);
        await GoneAsync(agent, pod);
    }

    [SkippableFact]
    public async Task Pod_OfTheAgentBefore_IsAdoptedUntouched()
    {
        Skip.If(fixture.Missing is not null, fixture.Missing);
        var api = new FakePodApi();
        var pod = Shell("sleep 1000", grace: 0);
        PodStatus before;
        await using (var agent = new WorkerHarness(fixture, api))
        {
            agent.Workers.Set(pod);
            before = await api.StatusAsync(pod, status => status.Phase == PodPhase.Running, Patience);
        }

        await using var next = new WorkerHarness(fixture, new FakePodApi());
        next.Workers.Set(pod with { Status = before });
        var after = await next.Api.StatusAsync(pod, status => status.Phase == PodPhase.Running, Patience);

        Assert.Equal(before, after);
        Assert.Empty(next.Parts.Events);
        await next.DeleteAsync(pod, Patience);
        await GoneAsync(next, pod);
    }

    [SkippableFact]
    public async Task Container_WhoseRuleRestartsAll_HasThePodBeginAgainInItsSandbox()
    {
        Skip.If(fixture.Missing is not null, fixture.Missing);
        await using var agent = new WorkerHarness(fixture);
        var pod = Shell("sleep 1000", RestartPolicy.Never);

        // The memory that a pod's containers share is the sandbox's, and so stays.
        var trigger = ShellContainer("trigger", "[ -e /dev/shm/twice ] && sleep 1000; [ -e /dev/shm/once ] && touch /dev/shm/twice; touch /dev/shm/once; exit 42");
        pod = pod with
        {
            Spec = pod.Spec with
            {
                InitContainers = [ShellContainer("init", "exit 0")],
                Containers =
                [
                    pod.Spec.Containers[0],
                    trigger with { RestartPolicy = ContainerRestartPolicy.Never, RestartPolicyRules = PodSamples.RestartingAll("trigger", 42).RestartPolicyRules },
                ],
            },
        };

        agent.Workers.Set(pod);
        var status = await agent.Api.StatusAsync(
            pod, status => status.Phase == PodPhase.Running && status.ContainerStatuses is [{ RestartCount: 2, Ready: true }, { RestartCount: 2, Ready: true }], Patience);

        Assert.Equal(2, status.InitContainerStatuses[0].RestartCount);
        var history = agent.Api.StatusesOf(pod.Metadata.Uid);
        Assert.Single(history.Select(each => each.PodIP).Where(ip => ip.Length > 0).Distinct());
        Assert.DoesNotContain(history, each => each.Phase is PodPhase.Failed or PodPhase.Succeeded);
        var restarting = history.Select(each => each.GetCondition(PodConditionType.AllContainersRestarting)!).ToList();
        Assert.Contains(restarting, condition => (condition.Status, condition.Reason, condition.Message) == (ConditionStatus.True, "RestartAllContainersStarted", "container exited with restart policy rule"));
        Assert.Equal((ConditionStatus.False, ""), (restarting[^1].Status, restarting[^1].Reason));
        Assert.Equal(137, status.ContainerStatuses[0].LastState.Terminated!.ExitCode);
        Assert.Equal(42, status.ContainerStatuses[1].LastState.Terminated!.ExitCode);
        Assert.DoesNotContain(agent.Parts.Events, told => told.Contains("BackOff", StringComparison.Ordinal));
        await agent.DeleteAsync(pod, Patience);
        await GoneAsync(agent, pod);
    }

    [SkippableFact]
    public async Task Container_ThatFails_IsRestartedAtOnceAndThenWaits()
    {
        Skip.If(fixture.Missing is not null, fixture.Missing);
        await using var agent = new WorkerHarness(fixture);
        var pod = Shell("echo last words >/dev/termination-log; exit 3", grace: 0);

        agent.Workers.Set(pod);
        var status = await agent.Api.StatusAsync(pod, Waits("CrashLoopBackOff"), Patience);

        var container = status.ContainerStatuses[0];
        Assert.Equal(1, container.RestartCount);
        Assert.Equal($"back-off 10s restarting failed container=main pod={pod.Display()}", container.State.Waiting!.Message);
        Assert.Equal((3, "Error", "last words\n"), (container.LastState.Terminated!.ExitCode, container.LastState.Terminated.Reason, container.LastState.Terminated.Message));
        Assert.Equal(PodPhase.Running, status.Phase);
        Assert.Contains($"Warning BackOff main: Back-off restarting failed container main in pod {pod.Display()}", agent.Parts.Events);
        await agent.DeleteAsync(pod, Patience);
        await GoneAsync(agent, pod);
    }

    [SkippableTheory]
    [InlineData("sleep 1000")]
    [InlineData("exit 1")]
    public async Task Deadline_PassedWhileNothingElseHappens_FailsThePod(string script)
    {
        Skip.If(fixture.Missing is not null, fixture.Missing);
        await using var agent = new WorkerHarness(fixture);
        var pod = Shell(script, grace: 0);
        pod = pod with { Spec = pod.Spec with { ActiveDeadlineSeconds = 2 } };

        agent.Workers.Set(pod);
        var failed = await agent.Api.StatusAsync(pod, status => status.Phase == PodPhase.Failed, Patience);

        Assert.Equal(("DeadlineExceeded", "Pod was active on the node longer than the specified deadline"), (failed.Reason, failed.Message));
        await agent.DeleteAsync(pod, Patience);
        await GoneAsync(agent, pod);
    }

    [SkippableFact]
    public async Task InitContainers_RunInOrderBesideTheirSidecar()
    {
        Skip.If(fixture.Missing is not null, fixture.Missing);
        await using var agent = new WorkerHarness(fixture);
        var pod = Shell("exit 0", RestartPolicy.Never);
        pod = pod with
        {
            Spec = pod.Spec with
            {
                InitContainers =
                [
                    ShellContainer("first", "exit 0"),
                    ShellContainer("beside", "trap 'exit 0' TERM; sleep 1000 & wait") with { RestartPolicy = ContainerRestartPolicy.Always },
                    ShellContainer("second", "exit 0"),
                ],
            },
        };

        agent.Workers.Set(pod);
        var status = await agent.Api.StatusAsync(pod, status => status.Phase == PodPhase.Succeeded, Patience);

        Assert.Equal(
            ["first", "beside", "second", "main"],
            agent.Parts.Events.Where(text => text.StartsWith("Normal Started", StringComparison.Ordinal)).Select(text => text.Split(' ', ':')[2]));
        Assert.Equal(0, status.InitContainerStatuses[1].State.Terminated!.ExitCode);
        Assert.Equal("PodCompleted", status.GetCondition(PodConditionType.Ready)!.Reason);
        await agent.DeleteAsync(pod, Patience);
        await GoneAsync(agent, pod);
    }

    [SkippableFact]
    public async Task Deletion_DeafContainer_HookThenKillWhenTimeIsUp()
    {
        Skip.If(fixture.Missing is not null, fixture.Missing);
        await using var agent = new WorkerHarness(fixture);
        var pod = Shell("trap '' TERM; while :; do sleep 1; done", grace: 1);
        var preStop = new LifecycleHandler { Exec = new ExecAction { Command = ["true"] } };
        pod = pod with { Spec = pod.Spec with { Containers = [pod.Spec.Containers[0] with { Lifecycle = new Lifecycle { PreStop = preStop } }] } };
        var hooked = new TaskCompletionSource();
        agent.Parts.Hook = (_, _, handler, _) =>
        {
            Assert.Same(preStop, handler);
            hooked.SetResult();
            return Task.FromResult<string?>(null);
        };

        agent.Workers.Set(pod);
        await agent.Api.StatusAsync(pod, status => status.Phase == PodPhase.Running, Patience);
        await agent.DeleteAsync(pod, Patience);

        await hooked.Task.WaitAsync(Patience);
        var ended = agent.Api.StatusesOf(pod.Metadata.Uid)[^1];
        Assert.Equal((PodPhase.Failed, 137), (ended.Phase, ended.ContainerStatuses[0].State.Terminated!.ExitCode));
        await GoneAsync(agent, pod);
    }

    [SkippableFact]
    public async Task Deletion_WithoutGraceWhileEnding_CutsTheWaitShort()
    {
        Skip.If(fixture.Missing is not null, fixture.Missing);
        await using var agent = new WorkerHarness(fixture);
        var pod = Shell("trap '' TERM; while :; do sleep 1; done", grace: 3600);
        agent.Workers.Set(pod);
        await agent.Api.StatusAsync(pod, status => status.Phase == PodPhase.Running, Patience);

        agent.Workers.Set(Deleting(pod, 3600));
        agent.Workers.Remove(Deleting(pod, 0));

        await GoneAsync(agent, pod);
    }

    [SkippableFact]
    public async Task Removal_OfAPodThatWasNotEnding_IsQuickWhateverItsGrace()
    {
        Skip.If(fixture.Missing is not null, fixture.Missing);
        await using var agent = new WorkerHarness(fixture);
        var pod = Shell("trap '' TERM; while :; do sleep 1; done", grace: 3600);
        agent.Workers.Set(pod);
        await agent.Api.StatusAsync(pod, status => status.Phase == PodPhase.Running, Patience);

        agent.Workers.Remove(pod);

        await GoneAsync(agent, pod);
    }

    [SkippableFact]
    public async Task Liveness_Failed_RestartsTheContainer()
    {
        Skip.If(fixture.Missing is not null, fixture.Missing);
        await using var agent = new WorkerHarness(fixture);
        var pod = Shell("sleep 1000", grace: 0);
        pod = pod with { Spec = pod.Spec with { Containers = [pod.Spec.Containers[0] with { LivenessProbe = new Probe() }] } };
        agent.Workers.Set(pod);
        var running = await agent.Api.StatusAsync(pod, status => status.Phase == PodPhase.Running, Patience);

        agent.Parts.Fail(running.ContainerStatuses[0].ContainerID["containerd://".Length..], pod.Metadata.Uid);
        var restarted = await agent.Api.StatusAsync(pod, status => status.ContainerStatuses[0] is { RestartCount: 1, State.Running: not null }, Patience);

        Assert.Equal(137, restarted.ContainerStatuses[0].LastState.Terminated!.ExitCode);
        Assert.Contains("Normal Killing main: Container main failed liveness probe, will be restarted", agent.Parts.Events);
        await agent.DeleteAsync(pod, Patience);
        await GoneAsync(agent, pod);
    }

    [SkippableFact]
    public async Task Image_NotThere_WaitsWithReason()
    {
        Skip.If(fixture.Missing is not null, fixture.Missing);
        await using var agent = new WorkerHarness(fixture);
        var pod = Shell("true");
        pod = pod with { Spec = pod.Spec with { Containers = [pod.Spec.Containers[0] with { Image = "localhost/none:1", ImagePullPolicy = PullPolicy.Never }] } };

        agent.Workers.Set(pod);
        var status = await agent.Api.StatusAsync(pod, Waits("ErrImageNeverPull"), Patience);

        Assert.Equal("Container image \"localhost/none:1\" is not present with pull policy of Never", status.ContainerStatuses[0].State.Waiting!.Message);
        Assert.Contains("Warning Failed main: Error: ErrImageNeverPull", agent.Parts.Events);
        await agent.DeleteAsync(pod, Patience);
        await GoneAsync(agent, pod);
    }

    [SkippableFact]
    public async Task Environment_Missing_WaitsWithConfigError()
    {
        Skip.If(fixture.Missing is not null, fixture.Missing);
        await using var agent = new WorkerHarness(fixture);
        agent.Parts.EnvironmentProblem = "configmap \"settings\" not found";
        var pod = Shell("true");

        agent.Workers.Set(pod);
        var status = await agent.Api.StatusAsync(pod, Waits("CreateContainerConfigError"), Patience);

        Assert.Equal("configmap \"settings\" not found", status.ContainerStatuses[0].State.Waiting!.Message);
        Assert.Contains("Warning Failed main: Error: configmap \"settings\" not found", agent.Parts.Events);
        await agent.DeleteAsync(pod, Patience);
        await GoneAsync(agent, pod);
    }

    [SkippableFact]
    public async Task Sandbox_StoppedBehindTheAgentsBack_IsReplaced()
    {
        Skip.If(fixture.Missing is not null, fixture.Missing);
        await using var agent = new WorkerHarness(fixture);
        var pod = Shell("sleep 1000", grace: 0);
        agent.Workers.Set(pod);
        var first = await agent.Api.StatusAsync(pod, status => status.Phase == PodPhase.Running, Patience);

        // Its containers end before the sandbox does, so that one may be started again in between: the count may be two.
        await fixture.Cri.StopPodSandboxAsync((await agent.Workers.FindSandboxAsync(pod.Metadata.Uid, Patience))!, Patience);
        await agent.Api.StatusAsync(
            pod, status => status.PodIP != first.PodIP && status.ContainerStatuses[0] is { RestartCount: > 0, State.Running: not null }, Patience);

        Assert.Contains("Normal SandboxChanged : Pod sandbox changed, it will be killed and re-created.", agent.Parts.Events);
        await agent.DeleteAsync(pod, Patience);
        await GoneAsync(agent, pod);
    }

    [SkippableFact]
    public async Task Orphan_OfARemovedPod_IsEnded()
    {
        Skip.If(fixture.Missing is not null, fixture.Missing);
        var pod = Shell("sleep 1000", grace: 0);
        await using (var agent = new WorkerHarness(fixture))
        {
            agent.Workers.Set(pod);
            await agent.Api.StatusAsync(pod, status => status.Phase == PodPhase.Running, Patience);
        }

        await using var next = new WorkerHarness(fixture);
        await next.Workers.EndOrphansAsync(Patience);

        await GoneAsync(next, pod);
    }

    private static Func<PodStatus, bool> Waits(string reason) => status => status.ContainerStatuses[0].State.Waiting?.Reason == reason;

    private async Task GoneAsync(WorkerHarness agent, Pod pod)
    {
        await agent.Workers.CompletionOf(pod.Metadata.Uid).WaitAsync(Patience);
        Assert.DoesNotContain(
            await fixture.Cri.ListPodSandboxAsync(null, Patience), sandbox => sandbox.Metadata.Uid == pod.Metadata.Uid);
    }
}
