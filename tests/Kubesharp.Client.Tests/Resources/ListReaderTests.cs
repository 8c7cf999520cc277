using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Serialization;

namespace Kubesharp.Client.Tests.Resources;

public class ListReaderTests
{
    private const string Text = """
        { "kind":"ConfigMapList", "apiVersion":"v1",
          "metadata":{"resourceVersion":"12","continue":"c","remainingItemCount":3},
          "items":[ {"metadata":{"name":"a"},"data":{"k":"]},{\"\\"}} , {"metadata":{"name":"ü"}} ],
          "extra":[{"items":[1]}] }
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(4096)]
    public async Task Read_AnyCut_GivesTheSameList(int chunk)
    {
        var list = await ReadAsync(Text, chunk);

        Assert.Equal(["a", "ü"], list.Items.Select(item => item.Metadata.Name));
        Assert.Equal("]},{\"\\", list.Items[0].Data["k"]);
        Assert.Equal(("12", "c", 3L), (list.ResourceVersion, list.Continue, list.RemainingItemCount));
    }

    [Theory]
    [InlineData("""{"metadata":{"resourceVersion":"3"},"items":null}""")]
    [InlineData("""{"items":[],"metadata":{"resourceVersion":"3"}}""")]
    [InlineData("""{"metadata":{"resourceVersion":"3"}}""")]
    public async Task Read_NoItems_IsEmpty(string text)
    {
        var list = await ReadAsync(text, 5);

        Assert.Empty(list.Items);
        Assert.Equal("3", list.ResourceVersion);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"items\":[{\"metadata\":{}}")]
    [InlineData("{\"items\":[{]}")]
    [InlineData("{\"metadata\":{\"resourceVersion\":\"3\"}")]
    public async Task Read_NotAWholeList_IsRefused(string text) =>
        await Assert.ThrowsAnyAsync<JsonException>(() => ReadAsync(text, 3));

    [Fact]
    public async Task Read_ItemOfTheWrongShape_NamesTheField()
    {
        var error = await Assert.ThrowsAsync<DecodeMismatchException>(() => ReadAsync("""{"items":[{"metadata":{"name":[]}}]}""", 8));

        Assert.Contains("metadata.name", error.Message);
    }

    [Fact]
    public async Task Read_LargeItems_CrossBuffers()
    {
        var big = new string('x', 200_000);
        var list = await ReadAsync($$$"""{"items":[{"metadata":{"name":"a"},"data":{"k":"{{{big}}}"}},{"metadata":{"name":"b"},"data":{"k":"{{{big}}}"}}]}""", 10_000);

        Assert.All(list.Items, item => Assert.Equal(big, item.Data["k"]));
    }

    private static async Task<ObjectList<ConfigMap>> ReadAsync(string text, int chunk)
    {
        var pipe = new Pipe();
        var reading = ListReader<ConfigMap>.ReadAsync(pipe.Reader, CancellationToken.None).AsTask();
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var i = 0; i < bytes.Length && !reading.IsCompleted; i += chunk)
        {
            await pipe.Writer.WriteAsync(bytes.AsMemory(i, Math.Min(chunk, bytes.Length - i)));
        }

        await pipe.Writer.CompleteAsync();
        return await reading;
    }
}
