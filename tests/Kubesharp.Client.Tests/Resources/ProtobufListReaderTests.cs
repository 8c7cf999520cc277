using System.IO.Pipelines;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Serialization;

namespace Kubesharp.Client.Tests.Resources;

public class ProtobufListReaderTests
{
    private static readonly ListMeta Meta = ListMeta.Empty with { ResourceVersion = "12", Continue = "c", RemainingItemCount = 3 };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(4096)]
    public async Task Read_AnyCut_GivesTheSameList(int chunk)
    {
        ConfigMap[] items = [Map("a", "x"), Map("ü", new string('y', 300))];

        var list = await ReadAsync(Encode(Meta, items), chunk);

        Assert.Equal(items, list.Items);
        Assert.Equal(("12", "c", 3L), (list.ResourceVersion, list.Continue, list.RemainingItemCount));
    }

    [Fact]
    public async Task Read_NoItems_IsEmpty()
    {
        var list = await ReadAsync(Encode(ListMeta.Empty with { ResourceVersion = "3" }), 5);

        Assert.Empty(list.Items);
        Assert.Equal("3", list.ResourceVersion);
    }

    [Fact]
    public async Task Read_CutAnywhere_EndsTooEarly()
    {
        var whole = Encode(Meta, Map("a", "x"));
        // Behind the content only empty fields of the envelope follow, of two bytes each.
        for (var length = 0; length < whole.Length - 4; length++) await Assert.ThrowsAsync<IOException>(() => ReadAsync(whole[..length], 64));
    }

    [Theory]
    [InlineData("7B7D7B7D")]
    [InlineData("6B38730008010000")]
    [InlineData("6B38730012020A0500000000")]
    [InlineData("6B38730012FFFFFFFFFFFF")]
    public async Task Read_Nonsense_IsRefused(string hex) =>
        await Assert.ThrowsAsync<DecodeException>(() => ReadAsync(Convert.FromHexString(hex), 64));

    private static ConfigMap Map(string name, string value) =>
        ConfigMap.Empty with { Metadata = ObjectMeta.Empty with { Name = name }, Data = ValueMap.Of("k", value) };

    private static byte[] Encode(ListMeta metadata, params ConfigMap[] items)
    {
        var writer = new ProtobufWriter(64);
        writer.String(4, "");
        writer.String(3, "");
        var content = writer.Written;
        foreach (var item in items.Reverse())
        {
            var mark = writer.Written;
            item.WriteProtobuf(ref writer);
            writer.EndMessage(2, mark);
        }

        var meta = writer.Written;
        metadata.WriteProtobuf(ref writer);
        writer.EndMessage(1, meta);
        writer.EndMessage(2, content);
        var type = writer.Written;
        writer.String(2, "ConfigMapList");
        writer.String(1, "v1");
        writer.EndMessage(1, type);
        writer.Raw(ApiProtobuf.Magic);
        var bytes = writer.Result.ToArray();
        writer.Dispose();
        return bytes;
    }

    private static async Task<ObjectList<ConfigMap>> ReadAsync(byte[] bytes, int chunk) =>
        await ProtobufListReader<ConfigMap>.ReadAsync(
            PipeReader.Create(new MemoryStream(bytes), new StreamPipeReaderOptions(bufferSize: chunk, minimumReadSize: 1)), CancellationToken.None);
}
