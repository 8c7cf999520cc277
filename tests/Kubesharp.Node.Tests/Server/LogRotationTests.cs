using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Pods;
using Kubesharp.Node.Server;
using Kubesharp.Node.Tests.Pods;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubesharp.Node.Tests.Server;

[Collection(ContainerRuntimeCollection.Name)]
public sealed class LogRotationTests(ContainerRuntimeFixture fixture)
{
    [SkippableFact]
    public async Task Rotate_LargeLog_MovesItAsideAndTheContainerWritesANewOne()
    {
        Skip.If(fixture.Missing is not null, fixture.Missing);
        using var patience = new CancellationTokenSource(ContainerRuntimeFixture.Patience);
        await using var harness = new WorkerHarness(fixture);
        var pod = WorkerHarness.Shell("head -c 11000000 /dev/zero | tr '\\0' x | fold -w 10000; touch /written; while [ ! -e /go ]; do sleep 0.05; done; echo; echo after; sleep 1000", grace: 0);
        harness.Workers.Set(pod);
        await harness.Api.StatusAsync(pod, status => status.ContainerStatuses is [{ State.Running: not null }], patience.Token);
        var container = (await harness.Workers.FindContainerAsync(pod.Metadata.Uid, "main", previous: false, patience.Token))!;
        await fixture.Cri.ExecSyncAsync(container.Id, ["sh", "-c", "while [ ! -e /written ]; do sleep 0.05; done"], TimeSpan.Zero, patience.Token);
        var folders = new PodFolders(Path.Combine(fixture.Folder, "kubelet"), Path.Combine(fixture.Folder, "pod-logs"));
        var rotation = new LogRotation(harness.Workers, fixture.Cri, folders, TimeProvider.System, NullLogger<LogRotation>.Instance);

        // The runtime may be behind with what the container has written; the file only grows.
        while (new FileInfo(container.LogPath).Length < 11_000_000) await Task.Yield();
        await rotation.RotateAllAsync(patience.Token);

        var rotated = Assert.Single(Directory.GetFiles(Path.GetDirectoryName(container.LogPath)!, "0.log.*"));
        Assert.True(new FileInfo(rotated).Length >= 11_000_000);
        Assert.Equal(0, new FileInfo(container.LogPath).Length);
        using var output = new MemoryStream();
        var follow = new ContainerLogReader(TimeProvider.System).CopyAsync(
            container.LogPath,
            new LogOptions { Follow = true },
            output,
            _ => Task.FromResult(!System.Text.Encoding.UTF8.GetString(output.ToArray()).Contains("after\n", StringComparison.Ordinal)),
            patience.Token);
        await fixture.Cri.ExecSyncAsync(container.Id, ["touch", "/go"], TimeSpan.FromSeconds(20), patience.Token);
        await follow;
        await harness.DeleteAsync(pod, patience.Token);
    }
}
