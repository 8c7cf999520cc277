using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Node.Pods;
using CriState = Kubesharp.Node.Cri.V1.ContainerState;

namespace Kubesharp.Node.Tests.Pods;

/// <summary>Pods and runtime states for tests.</summary>
internal static class PodSamples
{
    public static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 10, 0, TimeSpan.Zero);

    public static Pod Pod(string restartPolicy = RestartPolicy.Always, params string[] containers) => new()
    {
        Metadata = new ObjectMeta { Name = "web", Namespace = "default", Uid = "uid-1", Generation = 1 },
        Spec = new PodSpec
        {
            RestartPolicy = restartPolicy,
            TerminationGracePeriodSeconds = 30,
            Containers = (containers.Length == 0 ? ["main"] : containers).Select(name => Container(name)).ToValueList(),
        },
    };

    public static Pod WithInit(this Pod pod, params Container[] init) => pod with { Spec = pod.Spec with { InitContainers = init.ToValueList() } };

    public static Container Container(string name, string image = "localhost/app:1") => new() { Name = name, Image = image };

    public static Container Sidecar(string name) => Container(name) with { RestartPolicy = ContainerRestartPolicy.Always };

    /// <summary>A container whose end with a code starts all containers anew.</summary>
    public static Container RestartingAll(string name, int exitCode) => Container(name) with
    {
        RestartPolicy = ContainerRestartPolicy.Never,
        RestartPolicyRules =
        [
            new ContainerRestartRule
            {
                Action = ContainerRestartRuleAction.RestartAllContainers,
                ExitCodes = new ContainerRestartRuleOnExitCodes { Operator = ContainerRestartRuleOnExitCodesOperator.In, Values = [exitCode] },
            },
        ],
    };

    public static RuntimeSandbox Sandbox(bool ready = true, uint attempt = 0) => new()
    {
        Id = $"sandbox-{attempt}",
        IsReady = ready,
        Attempt = attempt,
        CreatedAt = Now,
        Ips = ["10.0.0.5"],
    };

    public static RuntimeContainer Running(Container container, int restarts = 0) => Base(container, restarts) with { State = CriState.ContainerRunning };

    public static RuntimeContainer Exited(Container container, int exitCode, int restarts = 0) => Base(container, restarts) with
    {
        State = CriState.ContainerExited,
        ExitCode = exitCode,
        FinishedAt = Now,
        Reason = exitCode == 0 ? "Completed" : "Error",
    };

    public static PodRuntimeStatus Runtime(params RuntimeContainer[] containers) => new() { Sandboxes = [Sandbox()], Containers = [.. containers] };

    private static RuntimeContainer Base(Container container, int restarts) => new()
    {
        Id = $"{container.Name}-{restarts}",
        Name = container.Name,
        Hash = ContainerHash.Of(container),
        RestartCount = restarts,
        SandboxId = "sandbox-0",
        Image = container.Image,
        ImageRef = "sha256:1",
        StartedAt = Now.AddMinutes(-1),
    };
}
