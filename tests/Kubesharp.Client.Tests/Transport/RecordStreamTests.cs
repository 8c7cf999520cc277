using Kubesharp.Api;
using Kubesharp.Api.Core.V1;

namespace Kubesharp.Client.Tests.Transport;

public class RecordStreamTests
{
    private static readonly IReadOnlyList<RecordEvent> Batch = [new(WatchEventType.Added, new ConfigMap())];

    [Fact]
    public async Task Write_SlowReader_WaitsForIt()
    {
        var stream = new RecordStream();
        ValueTask write;
        var written = 0;
        while ((write = stream.WriteAsync(Batch, CancellationToken.None)).IsCompleted) Assert.True(++written < 100, "the stream takes any number of changes");
        await using var reader = stream.ReadAllAsync(CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await reader.MoveNextAsync());
        await write;
    }

    [Fact]
    public async Task Complete_WithError_ThrowsItAfterTheLastChange()
    {
        var stream = new RecordStream();
        await stream.WriteAsync(Batch, CancellationToken.None);
        stream.Complete(StatusErrors.ResourceExpired("too old"));
        await using var reader = stream.ReadAllAsync(CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await reader.MoveNextAsync());
        Assert.True((await Assert.ThrowsAsync<StatusException>(async () => await reader.MoveNextAsync())).IsGone);
    }
}
