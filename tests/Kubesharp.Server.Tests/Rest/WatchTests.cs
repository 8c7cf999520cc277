using System.Buffers.Binary;
using System.Text.Json;
using Kubesharp.Server.Tests.Hosting;

namespace Kubesharp.Server.Tests.Rest;

[Collection(ServerTests.Name)]
public sealed class WatchTests(RunningServer server)
{
    [Fact]
    public async Task Watch_FromRevision_DeliversEachChangeOnce()
    {
        var path = await ConfigMapsAsync();
        var from = await VersionAsync(path);
        using var watch = await OpenAsync($"{path}?watch=true&resourceVersion={from}");
        await server.CreateAsync(path, """{"metadata":{"name":"a"}}""");
        await server.PatchAsync(path + "/a", """{"data":{"k":"v"}}""");
        await server.DeleteAsync(path + "/a");
        Assert.Equal(["ADDED a", "MODIFIED a", "DELETED a"], await watch.TakeAsync(3));
    }

    [Fact]
    public async Task Watch_WithoutRevision_BeginsWithWhatIsThere()
    {
        var path = await ConfigMapsAsync();
        await server.CreateAsync(path, """{"metadata":{"name":"a"}}""");
        using var watch = await OpenAsync(path + "?watch=1");
        Assert.Equal(["ADDED a"], await watch.TakeAsync(1));
    }

    [Fact]
    public async Task Watch_SendInitialEvents_EndsThemWithABookmark()
    {
        var path = await ConfigMapsAsync();
        await server.CreateAsync(path, """{"metadata":{"name":"a"}}""");
        using var watch = await OpenAsync(path + "?watch=1&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan");
        Assert.Equal(["ADDED a"], await watch.TakeAsync(1));
        var bookmark = await watch.NextAsync();
        Assert.Equal("BOOKMARK", bookmark.GetProperty("type").GetString());
        var metadata = bookmark.GetProperty("object").GetProperty("metadata");
        Assert.Equal("true", metadata.GetProperty("annotations").GetProperty("k8s.io/initial-events-end").GetString());
    }

    [Fact]
    public async Task Watch_LabelSelector_ShowsObjectsComeAndGo()
    {
        var path = await ConfigMapsAsync();
        var from = await VersionAsync(path);
        using var watch = await OpenAsync($"{path}?watch=1&resourceVersion={from}&labelSelector=x%3D1");
        await server.CreateAsync(path, """{"metadata":{"name":"a"}}""");
        await server.PatchAsync(path + "/a", """{"metadata":{"labels":{"x":"1"}}}""");
        await server.PatchAsync(path + "/a", """{"metadata":{"labels":{"x":"2"}}}""");
        Assert.Equal(["ADDED a", "DELETED a"], await watch.TakeAsync(2));
    }

    [Theory]
    [InlineData("")]
    [InlineData("&resourceVersion=99999999")]
    public async Task Watch_Timeout_EndsTheStream(string revision)
    {
        var path = await ConfigMapsAsync();
        using var watch = await OpenAsync(path + "?watch=1&timeoutSeconds=1" + revision);
        Assert.Null(await watch.LineAsync());
    }

    [Fact]
    public async Task Watch_PodsOfANode_SeesBinding()
    {
        var ns = await server.NewNamespaceAsync();
        var path = $"/api/v1/namespaces/{ns}/pods";
        await server.CreateAsync(path, """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i"}]}}""");
        var from = (await server.GetAsync("/api/v1/pods")).GetProperty("metadata").GetProperty("resourceVersion").GetString();
        using var watch = await OpenAsync($"/api/v1/pods?watch=1&resourceVersion={from}&fieldSelector=spec.nodeName%3Dnode-{ns}");
        await RunningServer.JsonAsync(
            server.Admin, HttpMethod.Post, path + "/p/binding", $$$"""{"metadata":{"name":"p"},"target":{"kind":"Node","name":"node-{{{ns}}}"}}""", "application/json", System.Net.HttpStatusCode.Created);
        Assert.Equal(["ADDED p"], await watch.TakeAsync(1));
    }

    [Fact]
    public async Task Watch_Protobuf_FramesAreWatchEventsWithoutEnvelope()
    {
        var path = await ConfigMapsAsync();
        await server.CreateAsync(path, """{"metadata":{"name":"a"}}""");
        using var answer = await RunningServer.SendAsync(server.Admin, HttpMethod.Get, path + "?watch=1", accept: "application/vnd.kubernetes.protobuf;stream=watch");
        await using var stream = await answer.Content.ReadAsStreamAsync();
        var head = new byte[4];
        await stream.ReadExactlyAsync(head);
        var frame = new byte[BinaryPrimitives.ReadUInt32BigEndian(head)];
        await stream.ReadExactlyAsync(frame);
        Assert.Equal([0x0A, 5, .. "ADDED"u8, 0x12], frame[..8]);
        Assert.Equal(("v1", "ConfigMap"), Api.Serialization.ApiProtobuf.Open(frame.AsSpan(frame.AsSpan().IndexOf("k8s\0"u8)), out _));
    }

    private async Task<string> ConfigMapsAsync() => $"/api/v1/namespaces/{await server.NewNamespaceAsync()}/configmaps";

    private async Task<string> VersionAsync(string path) => (await server.GetAsync(path)).GetProperty("metadata").GetProperty("resourceVersion").GetString()!;

    private async Task<OpenWatch> OpenAsync(string path)
    {
        var answer = await RunningServer.SendAsync(server.Admin, HttpMethod.Get, path);
        answer.EnsureSuccessStatusCode();
        return new OpenWatch(answer, new StreamReader(await answer.Content.ReadAsStreamAsync()));
    }

    private sealed class OpenWatch(HttpResponseMessage answer, StreamReader reader) : IDisposable
    {
        public Task<string?> LineAsync() => reader.ReadLineAsync();

        public async Task<JsonElement> NextAsync() => JsonDocument.Parse((await LineAsync())!).RootElement.Clone();

        public async Task<List<string>> TakeAsync(int count)
        {
            var taken = new List<string>();
            while (taken.Count < count)
            {
                var change = await NextAsync();
                taken.Add($"{change.GetProperty("type").GetString()} {change.GetProperty("object").GetProperty("metadata").GetProperty("name").GetString()}");
            }

            return taken;
        }

        public void Dispose()
        {
            reader.Dispose();
            answer.Dispose();
        }
    }
}
