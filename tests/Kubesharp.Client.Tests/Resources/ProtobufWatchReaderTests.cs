using System.Buffers.Binary;
using System.IO.Pipelines;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Serialization;

namespace Kubesharp.Client.Tests.Resources;

public class ProtobufWatchReaderTests
{
    private static readonly ConfigMap Map = ConfigMap.Empty with { Metadata = ObjectMeta.Empty with { Name = "a", ResourceVersion = "7" }, Data = ValueMap.Of("k", "v") };

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4096)]
    public async Task Read_AnyCut_GivesTheSameEvents(int chunk)
    {
        var bookmark = ConfigMap.Empty with { Metadata = ObjectMeta.Empty with { ResourceVersion = "9" } };

        var events = await ReadAsync([.. Frame("ADDED", Map), .. Frame("MODIFIED", Map), .. Frame("DELETED", Map), .. Frame("BOOKMARK", bookmark)], chunk);

        Assert.Equal(
            [new(WatchEventType.Added, Map), new(WatchEventType.Modified, Map), new(WatchEventType.Deleted, Map), new(WatchEventType.Bookmark, bookmark)],
            events);
    }

    [Fact]
    public async Task Read_Error_IsThrownAsStatus()
    {
        var error = await Assert.ThrowsAsync<StatusException>(() => ReadAsync(Frame("ERROR", StatusErrors.ResourceExpired("too old").Status), 64));

        Assert.True(error.IsGone);
        Assert.Equal("too old", error.Message);
    }

    [Fact]
    public async Task Read_CutInsideAnEvent_IsABrokenConnection() =>
        await Assert.ThrowsAsync<IOException>(() => ReadAsync(Frame("ADDED", Map)[..^1], 64));

    [Theory]
    [InlineData("00000002FFFF")]
    [InlineData("FFFFFFFF")]
    [InlineData("000000070A05415445444400")]
    public async Task Read_Nonsense_IsRefused(string hex) =>
        await Assert.ThrowsAsync<DecodeException>(() => ReadAsync(Convert.FromHexString(hex), 64));

    private static byte[] Frame(string type, IKind value)
    {
        var writer = new ProtobufWriter(256);
        var mark = writer.Written;
        writer.Bytes(1, value.ToProtobuf());
        writer.EndMessage(2, mark);
        writer.String(1, type);
        var head = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(head, writer.Written);
        byte[] frame = [.. head, .. writer.Result];
        writer.Dispose();
        return frame;
    }

    private static async Task<List<WatchEvent<ConfigMap>>> ReadAsync(byte[] bytes, int chunk)
    {
        var reader = PipeReader.Create(new MemoryStream(bytes), new StreamPipeReaderOptions(bufferSize: chunk, minimumReadSize: 1));
        var events = new List<WatchEvent<ConfigMap>>();
        await foreach (var change in ProtobufWatchReader<ConfigMap>.ReadAsync(reader, CancellationToken.None)) events.Add(change);
        return events;
    }
}
