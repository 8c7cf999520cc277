using Kubesharp.Node.Cri;
using Kubesharp.Node.Cri.V1;

namespace Kubesharp.Node.Tests.Cri;

[Collection(ContainerRuntimeCollection.Name)]
public sealed class CriClientTests(ContainerRuntimeFixture runtime)
{
    [SkippableFact]
    public async Task Status_NetworkConfigured_RuntimeAndNetworkReady()
    {
        Skip.If(runtime.Missing is not null, runtime.Missing);
        using var patience = new CancellationTokenSource(ContainerRuntimeFixture.Patience);

        var version = await runtime.Cri.VersionAsync(patience.Token);
        var status = await runtime.Cri.StatusAsync(verbose: false, patience.Token);

        Assert.Equal("containerd", version.RuntimeName);
        Assert.All(status.Status.Conditions, condition => Assert.True(condition.Status, condition.Type + ": " + condition.Message));
    }

    [SkippableFact]
    public async Task Pod_FromStartToRemoval_GetsAddressRunsLogsAndStops()
    {
        Skip.If(runtime.Missing is not null, runtime.Missing);
        using var patience = new CancellationTokenSource(ContainerRuntimeFixture.Patience);
        var cri = runtime.Cri;
        var sandboxConfig = runtime.Sandbox("walk");

        var sandbox = await cri.RunPodSandboxAsync(sandboxConfig, "", patience.Token);
        var sandboxStatus = await cri.PodSandboxStatusAsync(sandbox, verbose: false, patience.Token);
        Assert.Equal(PodSandboxState.SandboxReady, sandboxStatus.Status.State);
        Assert.StartsWith("198.19.", sandboxStatus.Status.Network.Ip, StringComparison.Ordinal);

        var config = ContainerRuntimeFixture.Shell("main", "trap 'echo bye; exit 3' TERM; echo hello; sleep 1000 & wait");
        var container = await cri.CreateContainerAsync(sandbox, config, sandboxConfig, patience.Token);
        await cri.StartContainerAsync(container, patience.Token);
        var exec = await cri.ExecSyncAsync(container, ["sh", "-c", "echo out; echo err >&2; exit 7"], TimeSpan.FromSeconds(20), patience.Token);
        Assert.Equal(("out\n", "err\n", 7), (exec.Stdout.ToStringUtf8(), exec.Stderr.ToStringUtf8(), exec.ExitCode));

        await cri.StopContainerAsync(container, TimeSpan.FromSeconds(20), patience.Token);
        var ended = (await cri.ContainerStatusAsync(container, verbose: false, patience.Token)).Status;
        Assert.Equal((ContainerState.ContainerExited, 3), (ended.State, ended.ExitCode));
        var log = await File.ReadAllTextAsync(Path.Combine(sandboxConfig.LogDirectory, "main", "0.log"), patience.Token);
        Assert.Matches("Z stdout F hello\n.*Z stdout F bye\n", log);

        await cri.StopPodSandboxAsync(sandbox, patience.Token);
        await cri.RemovePodSandboxAsync(sandbox, patience.Token);
        Assert.DoesNotContain(await cri.ListPodSandboxAsync(null, patience.Token), item => item.Id == sandbox);
        await cri.RemovePodSandboxAsync(sandbox, patience.Token);
    }

    [SkippableFact]
    public async Task PauseProgram_SharedProcessNamespace_ReapsOrphansAndEndsOnSigterm()
    {
        Skip.If(runtime.Missing is not null, runtime.Missing);
        using var patience = new CancellationTokenSource(ContainerRuntimeFixture.Patience);
        var cri = runtime.Cri;
        var sandboxConfig = runtime.Sandbox("reaper");
        sandboxConfig.Linux.SecurityContext.NamespaceOptions.Pid = NamespaceMode.Pod;
        var sandbox = await cri.RunPodSandboxAsync(sandboxConfig, "", patience.Token);
        var config = ContainerRuntimeFixture.Shell("main", "sleep 1000");
        config.Linux.SecurityContext.NamespaceOptions.Pid = NamespaceMode.Pod;
        var container = await cri.CreateContainerAsync(sandbox, config, sandboxConfig, patience.Token);
        await cri.StartContainerAsync(container, patience.Token);

        // The inner shell leaves a child behind, whose parent becomes the pause program; it must not stay as a zombie.
        const string Script = "(sleep 0.05 & echo $! >/tmp/child); while [ -d /proc/$(cat /tmp/child) ]; do :; done; ps -o stat,args";
        var exec = await cri.ExecSyncAsync(container, ["sh", "-c", Script], TimeSpan.FromSeconds(20), patience.Token);

        Assert.Contains("/pause", exec.Stdout.ToStringUtf8(), StringComparison.Ordinal);
        Assert.DoesNotContain("\nZ", exec.Stdout.ToStringUtf8(), StringComparison.Ordinal);
        await cri.StopPodSandboxAsync(sandbox, patience.Token);
        await cri.RemovePodSandboxAsync(sandbox, patience.Token);
    }

    [SkippableFact]
    public async Task Calls_ThatTheRuntimeRefuses_CarryCodeAndText()
    {
        Skip.If(runtime.Missing is not null, runtime.Missing);
        using var patience = new CancellationTokenSource(ContainerRuntimeFixture.Patience);

        var missing = await Assert.ThrowsAsync<GrpcException>(() => runtime.Cri.ContainerStatusAsync("nope", verbose: false, patience.Token));
        var image = await runtime.Cri.ImageStatusAsync(new ImageSpec { Image = "localhost/none:1" }, patience.Token);

        Assert.True(missing.IsNotFound);
        Assert.StartsWith("rpc error: code = NotFound desc = ", missing.Message, StringComparison.Ordinal);
        Assert.Null(image);
    }

    [SkippableFact]
    public async Task Calls_ManyAtOnce_ShareTheChannel()
    {
        Skip.If(runtime.Missing is not null, runtime.Missing);
        using var patience = new CancellationTokenSource(ContainerRuntimeFixture.Patience);

        var versions = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => runtime.Cri.VersionAsync(patience.Token)));

        Assert.All(versions, version => Assert.Equal("v1", version.RuntimeApiVersion));
    }
}
