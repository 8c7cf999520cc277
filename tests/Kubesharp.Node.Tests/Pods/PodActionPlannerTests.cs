using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Node.Pods;
using static Kubesharp.Node.Tests.Pods.PodSamples;
using CriState = Kubesharp.Node.Cri.V1.ContainerState;

namespace Kubesharp.Node.Tests.Pods;

public sealed class PodActionPlannerTests
{
    private static readonly Container Main = Container("main");

    [Fact]
    public void Plan_NothingThere_CreatesSandboxAndStartsAll()
    {
        var actions = Plan(Pod(containers: ["a", "b"]), PodRuntimeStatus.Nothing);

        Assert.True(actions is { CreateSandbox: true, KillPod: true, Attempt: 0, SandboxId: "" });
        Assert.Equal([Regular(0), Regular(1)], actions.Start.ToArray());
    }

    [Fact]
    public void Plan_NothingThereWithInit_StartsFirstInitOnly()
    {
        var actions = Plan(Pod().WithInit(Container("i0"), Container("i1")), PodRuntimeStatus.Nothing);

        Assert.Equal([Init(0)], actions.Start.ToArray());
    }

    [Fact]
    public void Plan_EverythingRuns_Nothing() => Assert.True(Plan(Pod(), Runtime(Running(Main))).IsNothing);

    [Theory]
    [InlineData(RestartPolicy.Always, 0, true)]
    [InlineData(RestartPolicy.Always, 1, true)]
    [InlineData(RestartPolicy.OnFailure, 0, false)]
    [InlineData(RestartPolicy.OnFailure, 1, true)]
    [InlineData(RestartPolicy.Never, 0, false)]
    [InlineData(RestartPolicy.Never, 1, false)]
    public void Plan_ContainerEnded_RestartsByPolicy(string policy, int exitCode, bool restarts)
    {
        var actions = Plan(Pod(policy), Runtime(Exited(Main, exitCode)));

        Assert.Equal(restarts ? [Regular(0)] : [], actions.Start.ToArray());
        Assert.Equal(!restarts, actions.KillPod);
        Assert.False(actions.CreateSandbox);
    }

    [Fact]
    public void Plan_OneOfTwoDone_KeepsTheOther()
    {
        var pod = Pod(RestartPolicy.Never, "a", "b");

        Assert.True(Plan(pod, Runtime(Exited(Container("a"), 0), Running(Container("b")))).IsNothing);
    }

    [Fact]
    public void Plan_RestartRuleMatchesExitCode_RestartsDespiteNever()
    {
        var rule = new ContainerRestartRule
        {
            Action = ContainerRestartRuleAction.Restart,
            ExitCodes = new ContainerRestartRuleOnExitCodes { Operator = ContainerRestartRuleOnExitCodesOperator.In, Values = [42] },
        };
        var pod = Pod(RestartPolicy.Never);
        pod = pod with { Spec = pod.Spec with { Containers = [Main with { RestartPolicyRules = [rule] }] } };

        Assert.Equal([Regular(0)], Plan(pod, Runtime(Exited(Main, 42))).Start.ToArray());
        Assert.True(Plan(pod, Runtime(Exited(Main, 41))).KillPod);
    }

    [Fact]
    public void Plan_RuleRestartsAllContainers_ResetsEverythingTheReasonLast()
    {
        var trigger = RestartingAll("a", 42);
        var pod = Pod(RestartPolicy.Never, "a", "b").WithInit(Container("i"), Sidecar("s"));
        pod = pod with { Spec = pod.Spec with { Containers = [trigger, Container("b")] } };
        var runtime = Runtime(Exited(trigger, 42, restarts: 1), Exited(trigger, 42), Running(Sidecar("s")), Exited(Container("i"), 0), Running(Container("b")));

        var actions = Plan(pod, runtime);

        Assert.Equal(["a-0", "b-0", "s-0", "i-0", "a-1"], actions.Reset.Select(container => container.Id));
        Assert.Empty(actions.Start);
        Assert.False(actions.KillPod || actions.CreateSandbox);
        Assert.Empty(Plan(pod, Runtime(Exited(trigger, 41), Running(Sidecar("s")), Exited(Container("i"), 0), Running(Container("b")))).Reset);
    }

    [Fact]
    public void Plan_AllContainersWereReset_BeginsWithTheFirstInitContainer()
    {
        var pod = Pod(RestartPolicy.Never).WithInit(Container("i"));
        pod = pod with { Spec = pod.Spec with { Containers = [RestartingAll("main", 42)] } };

        var actions = Plan(pod, Runtime());

        Assert.Equal([Init(0)], actions.Start.ToArray());
        Assert.False(actions.CreateSandbox);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Plan_FirstRuleThatMatches_Decides(int first, bool restartsAll)
    {
        ContainerRestartRule[] rules = [.. RestartingAll("main", 42).RestartPolicyRules, .. RestartingAll("main", 42).RestartPolicyRules];
        rules[1 - first] = rules[1 - first] with { Action = ContainerRestartRuleAction.Restart };
        var main = Main with { RestartPolicy = ContainerRestartPolicy.Never, RestartPolicyRules = [.. rules] };
        var pod = Pod(RestartPolicy.Never);
        pod = pod with { Spec = pod.Spec with { Containers = [main] } };

        var actions = Plan(pod, Runtime(Exited(main, 42)));

        Assert.Equal(restartsAll, actions.Reset.Length > 0);
        Assert.Equal(restartsAll ? [] : [Regular(0)], actions.Start.ToArray());
    }

    [Fact]
    public void Plan_ImageChanged_KillsAndStarts()
    {
        var pod = Pod(RestartPolicy.Never);
        pod = pod with { Spec = pod.Spec with { Containers = [Main with { Image = "localhost/app:2" }] } };

        var actions = Plan(pod, Runtime(Running(Main)));

        Assert.Equal("Container main definition changed, will be restarted", Assert.Single(actions.Kill).Message);
        Assert.Equal([Regular(0)], actions.Start.ToArray());
    }

    [Theory]
    [InlineData(RestartPolicy.Always, "Container main failed liveness probe, will be restarted", 1)]
    [InlineData(RestartPolicy.Never, "Container main failed liveness probe", 0)]
    public void Plan_LivenessFailed_KillsAndRestartsByPolicy(string policy, string message, int starts)
    {
        var pod = Pod(policy, "main", "other");
        pod = pod with { Spec = pod.Spec with { Containers = [Main with { LivenessProbe = new Probe() }, Container("other")] } };

        var actions = PodActionPlanner.ComputePodActions(
            pod, Runtime(Running(Main), Running(Container("other"))), id => id == "main-0" ? ProbeResult.Failure : ProbeResult.Unknown, Unknown);

        var kill = Assert.Single(actions.Kill);
        Assert.Equal((message, KillReason.LivenessProbe), (kill.Message, kill.Reason));
        Assert.Equal(starts, actions.Start.Length);
    }

    [Fact]
    public void Plan_SandboxDied_KillsAllAndStartsAnewWithNextAttempt()
    {
        var runtime = new PodRuntimeStatus { Sandboxes = [Sandbox(ready: false, attempt: 2)], Containers = [Exited(Main, 137)] };

        var actions = Plan(Pod(), runtime);

        Assert.True(actions is { KillPod: true, CreateSandbox: true, Attempt: 3, SandboxId: "sandbox-2" });
        Assert.Equal([Regular(0)], actions.Start.ToArray());
    }

    [Fact]
    public void Plan_SandboxDiedAndNever_StaysEnded()
    {
        var runtime = new PodRuntimeStatus { Sandboxes = [Sandbox(ready: false)], Containers = [Exited(Main, 137)] };

        Assert.True(Plan(Pod(RestartPolicy.Never), runtime) is { KillPod: true, CreateSandbox: false });
    }

    [Fact]
    public void Plan_SandboxDiedAfterSuccess_StaysEnded()
    {
        var runtime = new PodRuntimeStatus { Sandboxes = [Sandbox(ready: false)], Containers = [Exited(Main, 0)] };

        Assert.True(Plan(Pod(RestartPolicy.OnFailure), runtime) is { KillPod: true, CreateSandbox: false });
    }

    [Fact]
    public void Plan_InitSucceeded_StartsNext()
    {
        var pod = Pod().WithInit(Container("i0"), Container("i1"));

        Assert.Equal([Init(1)], Plan(pod, Runtime(Exited(Container("i0"), 0))).Start.ToArray());
        Assert.Equal([Regular(0)], Plan(pod, Runtime(Exited(Container("i1"), 0), Exited(Container("i0"), 0))).Start.ToArray());
    }

    [Fact]
    public void Plan_EarlierInitCleanedUp_IsNotRunAgain()
    {
        var pod = Pod().WithInit(Container("i0"), Container("i1"));

        Assert.Equal([Regular(0)], Plan(pod, Runtime(Exited(Container("i1"), 0))).Start.ToArray());
    }

    [Fact]
    public void Plan_InitRuns_Waits() => Assert.True(Plan(Pod().WithInit(Container("i0")), Runtime(Running(Container("i0")))).IsNothing);

    [Theory]
    [InlineData(RestartPolicy.Always, false)]
    [InlineData(RestartPolicy.Never, true)]
    public void Plan_InitFailed_RestartsOrEndsThePod(string policy, bool ends)
    {
        var actions = Plan(Pod(policy).WithInit(Container("i0")), Runtime(Exited(Container("i0"), 1)));

        Assert.Equal(ends, actions.KillPod);
        Assert.Equal(ends ? [] : [Init(0)], actions.Start.ToArray());
    }

    [Fact]
    public void Plan_SidecarRuns_StartsNextBesideIt()
    {
        var pod = Pod().WithInit(Sidecar("s0"), Container("i1"));

        Assert.Equal([Init(1)], Plan(pod, Runtime(Running(Sidecar("s0")))).Start.ToArray());
    }

    [Fact]
    public void Plan_SidecarStartupUnknown_Waits()
    {
        var pod = Pod().WithInit(Sidecar("s0") with { StartupProbe = new Probe() });
        var runtime = Runtime(Running(Sidecar("s0")));

        Assert.True(Plan(pod, runtime).IsNothing);
        Assert.Equal([Regular(0)], PodActionPlanner.ComputePodActions(pod, runtime, Unknown, _ => ProbeResult.Success).Start.ToArray());
    }

    [Fact]
    public void Plan_SidecarEndedWhilePodRuns_RestartsIt()
    {
        var pod = Pod(RestartPolicy.Never).WithInit(Sidecar("s0"));

        Assert.Equal([Init(0)], Plan(pod, Runtime(Running(Main), Exited(Sidecar("s0"), 1))).Start.ToArray());
    }

    [Fact]
    public void Plan_OnlySidecarLeft_EndsThePod()
    {
        var pod = Pod(RestartPolicy.Never).WithInit(Sidecar("s0"));

        var actions = Plan(pod, Runtime(Exited(Main, 0), Running(Sidecar("s0"))));

        Assert.True(actions.KillPod);
        Assert.Empty(actions.Start.ToArray());
    }

    [Fact]
    public void Plan_ContainerMadeButNeverStarted_StartsIt()
    {
        var created = Running(Main) with { State = CriState.ContainerCreated };

        Assert.Equal([Regular(0)], Plan(Pod(RestartPolicy.Never), Runtime(created)).Start.ToArray());
    }

    [Fact]
    public void Plan_EphemeralContainerAdded_StartsItOnce()
    {
        var pod = Pod();
        var debugger = new EphemeralContainer { EphemeralContainerCommon = new EphemeralContainerCommon { Name = "debug", Image = "localhost/app:1" } };
        pod = pod with { Spec = pod.Spec with { EphemeralContainers = [debugger] } };

        Assert.Equal([new ContainerStart(ContainerKind.Ephemeral, 0)], Plan(pod, Runtime(Running(Main))).Start.ToArray());
        Assert.True(Plan(pod, Runtime(Running(Main), Exited(Container("debug"), 1))).IsNothing);
    }

    [Fact]
    public void Plan_PodOfHostNetworkInOwnNetwork_ReplacesSandbox()
    {
        var pod = Pod();
        pod = pod with { Spec = pod.Spec with { HostNetwork = true } };

        Assert.True(Plan(pod, Runtime(Running(Main))) is { KillPod: true, CreateSandbox: true, Attempt: 1 });
    }

    private static ContainerStart Regular(int index) => new(ContainerKind.Regular, index);

    private static ContainerStart Init(int index) => new(ContainerKind.Init, index);

    private static ProbeResult Unknown(string id) => ProbeResult.Unknown;

    private static PodActions Plan(Pod pod, PodRuntimeStatus runtime) => PodActionPlanner.ComputePodActions(pod, runtime, Unknown, Unknown);
}
