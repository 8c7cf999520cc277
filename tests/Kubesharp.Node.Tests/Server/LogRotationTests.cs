using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Pods;
using Kubesharp.Node.Server;
using Kubesharp.Node.Tests.Pods;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubesharp.Node.Tests.Server;

public sealed class LogRotationTests : IDisposable
{
    private const int TooLarge = 11 << 20;
    private readonly string _root = Directory.CreateTempSubdirectory("ks-rotation-").FullName;
    private readonly ManualTimeProvider _time = new(PodSamples.Now);
    private readonly Pod _pod = PodSamples.Pod();
    private readonly PodFolders _folders;
    private readonly string _log;

    public LogRotationTests()
    {
        _folders = new PodFolders(_root, Path.Combine(_root, "logs"));
        _log = _folders.LogFile(_pod.Metadata.Namespace, _pod.Metadata.Name, _pod.Metadata.Uid, "main", 0);
        Directory.CreateDirectory(Path.GetDirectoryName(_log)!);
    }

    private string[] Files => [.. Directory.GetFiles(Path.GetDirectoryName(_log)!).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Rotate_LogThatIsTooLarge_BeginsANewOne()
    {
        await RotateAsync(TooLarge);

        Assert.Equal(["0.log", "0.log.20260101-001000"], Files);
        Assert.Equal(0, new FileInfo(_log).Length);
        Assert.Equal(TooLarge, new FileInfo(_log + ".20260101-001000").Length);
    }

    [Fact]
    public async Task Rotate_SmallLog_StaysAsItIs()
    {
        await RotateAsync(1 << 20);

        Assert.Equal(["0.log"], Files);
        Assert.Equal(1 << 20, new FileInfo(_log).Length);
    }

    [Fact]
    public async Task Rotate_ManyTimes_PacksOldLogsAndForgetsTheOldest()
    {
        for (var i = 0; i < 6; i++)
        {
            await RotateAsync(TooLarge);
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(["0.log", "0.log.20260101-001200.gz", "0.log.20260101-001300.gz", "0.log.20260101-001400.gz", "0.log.20260101-001500"], Files);
    }

    [Fact]
    public async Task Rotate_RuntimeRefuses_LeavesTheNameToTheLog()
    {
        await File.WriteAllBytesAsync(_log, new byte[TooLarge]);

        await Rotation((_, _) => throw new Kubesharp.Node.Cri.GrpcException(Kubesharp.Node.Cri.GrpcStatusCode.Unavailable, "away")).RotateAllAsync(CancellationToken.None);

        Assert.Equal(["0.log"], Files);
        Assert.Equal(TooLarge, new FileInfo(_log).Length);
    }

    private async Task RotateAsync(int size)
    {
        await File.WriteAllBytesAsync(_log, new byte[size]);
        await Rotation((_, cancel) => File.WriteAllBytesAsync(_log, [], cancel)).RotateAllAsync(CancellationToken.None);
    }

    private LogRotation Rotation(Func<string, CancellationToken, Task> reopen) =>
        new(new OnePod(_pod, _log), reopen, _folders, _time, NullLogger<LogRotation>.Instance);

    private sealed class OnePod(Pod pod, string log) : IPodLookup
    {
        public IReadOnlyCollection<Pod> Pods => [pod];

        public bool HasListed => true;

        public Pod? Find(string ns, string name) => pod;

        public Task<string?> FindSandboxAsync(string podUid, CancellationToken cancel) => Task.FromResult<string?>(null);

        public Task<RuntimeContainer?> FindContainerAsync(string podUid, string container, bool previous, CancellationToken cancel) =>
            Task.FromResult<RuntimeContainer?>(PodSamples.Running(pod.Spec.Containers[0]) with { LogPath = log });
    }
}
