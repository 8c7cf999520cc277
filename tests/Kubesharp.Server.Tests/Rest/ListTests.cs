using System.Net;
using System.Text.Json;
using Kubesharp.Server.Tests.Hosting;

namespace Kubesharp.Server.Tests.Rest;

[Collection(ServerTests.Name)]
public sealed class ListTests(RunningServer server)
{
    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task List_SelectorOfManyKilobytes_IsTaken(string version)
    {
        var names = string.Join(',', Enumerable.Range(0, 4000).Select(i => $"value-{i}"));
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/pods?labelSelector=app+in+({names})")
        {
            Version = System.Version.Parse(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var answer = await server.Admin.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task List_Items_LeaveOutKindAndVersion()
    {
        var path = await FilledAsync("a");
        var list = await server.GetAsync(path);
        Assert.Equal("ConfigMapList", list.GetProperty("kind").GetString());
        var item = Assert.Single(list.GetProperty("items").EnumerateArray());
        Assert.False(item.TryGetProperty("kind", out _));
        Assert.False(item.TryGetProperty("apiVersion", out _));
        Assert.True(item.GetProperty("metadata").TryGetProperty("resourceVersion", out _));
    }

    [Fact]
    public async Task List_Pages_AreOfOneRevision()
    {
        var path = await FilledAsync("a", "b", "c", "d", "e");
        var first = await server.GetAsync(path + "?limit=2");
        Assert.Equal(3, first.GetProperty("metadata").GetProperty("remainingItemCount").GetInt64());
        await server.CreateAsync(path, """{"metadata":{"name":"bb"}}""");
        await server.DeleteAsync(path + "/d");
        var names = Names(first);
        var token = Continue(first);
        while (token.Length > 0)
        {
            var page = await server.GetAsync($"{path}?limit=2&continue={token}");
            Assert.Equal(Version(first), Version(page));
            names.AddRange(Names(page));
            token = Continue(page);
        }

        Assert.Equal(["a", "b", "c", "d", "e"], names);
    }

    [Theory]
    [InlineData("labelSelector=app%3Dx", "a,c")]
    [InlineData("labelSelector=app+in+(x,y)", "a,b,c")]
    [InlineData("labelSelector=!app", "d")]
    [InlineData("labelSelector=app,tier!%3Dback", "a,b")]
    [InlineData("fieldSelector=metadata.name%3Db", "b")]
    [InlineData("fieldSelector=metadata.name!%3Db", "a,c,d")]
    [InlineData("fieldSelector=metadata.namespace%3Dnowhere", "")]
    public async Task List_Selector_ChoosesObjects(string query, string expected)
    {
        var path = $"/api/v1/namespaces/{await server.NewNamespaceAsync()}/configmaps";
        await server.CreateAsync(path, """{"metadata":{"name":"a","labels":{"app":"x"}}}""");
        await server.CreateAsync(path, """{"metadata":{"name":"b","labels":{"app":"y"}}}""");
        await server.CreateAsync(path, """{"metadata":{"name":"c","labels":{"app":"x","tier":"back"}}}""");
        await server.CreateAsync(path, """{"metadata":{"name":"d"}}""");
        Assert.Equal(expected, string.Join(',', Names(await server.GetAsync($"{path}?{query}"))));
    }

    [Theory]
    [InlineData("events.k8s.io/v1", "reportingController=ctl")]
    [InlineData("events.k8s.io/v1", "regarding.name=web,reason=Test")]
    [InlineData("v1", "reportingComponent=ctl")]
    [InlineData("v1", "involvedObject.name=web,source=ctl")]
    public async Task List_EventsOfBothGroups_AreChosenByTheNamesOfEach(string version, string selector)
    {
        var ns = await server.NewNamespaceAsync();
        const string Event = """
            "eventTime":"2026-01-01T00:00:00.000000Z","action":"Do","type":"Normal","reportingInstance":"i","reason":"Test","regarding":{"namespace":"NS","name":"web"}
            """;
        var path = $"/apis/events.k8s.io/v1/namespaces/{ns}/events";
        await server.CreateAsync(path, "{\"metadata\":{\"name\":\"a\"},\"reportingController\":\"ctl\"," + Event.Replace("NS", ns, StringComparison.Ordinal) + "}");
        await server.CreateAsync(path, "{\"metadata\":{\"name\":\"b\"},\"reportingController\":\"other\"," + Event.Replace("NS", ns, StringComparison.Ordinal).Replace("web", "db", StringComparison.Ordinal) + "}");

        var prefix = version == "v1" ? "/api" : "/apis";
        Assert.Equal(["a"], Names(await server.GetAsync($"{prefix}/{version}/namespaces/{ns}/events?fieldSelector={Uri.EscapeDataString(selector)}")));
    }

    [Fact]
    public async Task List_ExactOldRevision_ShowsThePast()
    {
        var path = await FilledAsync("a");
        var before = Version(await server.GetAsync(path));
        await server.CreateAsync(path, """{"metadata":{"name":"b"}}""");
        var past = await server.GetAsync($"{path}?resourceVersion={before}&resourceVersionMatch=Exact");
        Assert.Equal(["a"], Names(past));
        Assert.Equal(before, Version(past));
        Assert.Equal(["a", "b"], Names(await server.GetAsync($"{path}?resourceVersion={before}&resourceVersionMatch=NotOlderThan")));
    }

    [Theory]
    [InlineData("continue=nonsense", HttpStatusCode.BadRequest)]
    [InlineData("resourceVersion=abc", HttpStatusCode.BadRequest)]
    [InlineData("labelSelector=%3D%3D", HttpStatusCode.BadRequest)]
    [InlineData("fieldSelector=spec.unknown%3D1", HttpStatusCode.BadRequest)]
    [InlineData("resourceVersionMatch=Exact", HttpStatusCode.UnprocessableEntity)]
    [InlineData("limit=x", HttpStatusCode.BadRequest)]
    public async Task List_BadParameter_IsRefused(string query, HttpStatusCode expected) =>
        await RunningServer.JsonAsync(server.Admin, HttpMethod.Get, "/api/v1/namespaces/default/configmaps?" + query, null, null, expected);

    [Fact]
    public async Task List_ContinueAfterCompaction_IsExpiredWithATokenToGoOn()
    {
        var own = new RunningServer();
        await own.InitializeAsync();
        try
        {
            const string Path = "/api/v1/namespaces/default/configmaps";
            foreach (var name in (string[])["a", "b"]) await own.CreateAsync(Path, $$$"""{"metadata":{"name":"{{{name}}}"}}""");
            var first = await own.GetAsync(Path + "?limit=1");
            await own.CreateAsync(Path, """{"metadata":{"name":"c"}}""");
            await own.Store.CompactAsync(own.Store.Revision);
            var gone = await RunningServer.JsonAsync(own.Admin, HttpMethod.Get, $"{Path}?limit=1&continue={Continue(first)}", null, null, HttpStatusCode.Gone);
            Assert.Equal("Expired", gone.GetProperty("reason").GetString());
            var rest = await own.GetAsync($"{Path}?continue={Continue(gone)}");
            Assert.Equal(["b", "c"], Names(rest));
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    [Fact]
    public async Task List_Protobuf_DecodesToAllItems()
    {
        var path = await FilledAsync("a", "b");
        using var answer = await RunningServer.SendAsync(server.Admin, HttpMethod.Get, path, accept: "application/vnd.kubernetes.protobuf");
        var list = Api.Serialization.ApiProtobuf.Decode<Api.Core.V1.ConfigMapList>(await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal(["a", "b"], list.Items.Select(i => i.Metadata.Name));
        Assert.NotEmpty(list.Metadata.ResourceVersion);
    }

    private static List<string> Names(JsonElement list) =>
        list.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("metadata").GetProperty("name").GetString()!).ToList();

    private static string Version(JsonElement list) => list.GetProperty("metadata").GetProperty("resourceVersion").GetString()!;

    private static string Continue(JsonElement list) => list.GetProperty("metadata").TryGetProperty("continue", out var token) ? token.GetString()! : "";

    private async Task<string> FilledAsync(params string[] names)
    {
        var path = $"/api/v1/namespaces/{await server.NewNamespaceAsync()}/configmaps";
        foreach (var name in names) await server.CreateAsync(path, $$$$$$"""{"metadata":{"name":"{{{{{{name}}}}}}"}}""");
        return path;
    }
}
