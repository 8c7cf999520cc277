using System.Net;
using System.Text.Json;
using Kubesharp.Server.Tests.Hosting;

namespace Kubesharp.Server.Tests.Rest;

[Collection(ServerTests.Name)]
public sealed class DeprecatedKindsTests(RunningServer server)
{
    [Theory]
    [InlineData("/api/v1/componentstatuses", "299 - \"v1 ComponentStatus is deprecated in v1.19+\"")]
    [InlineData("/api/v1/componentstatuses/scheduler", "299 - \"v1 ComponentStatus is deprecated in v1.19+\"")]
    [InlineData("/api/v1/namespaces/default/endpoints", "299 - \"v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice\"")]
    [InlineData("/api/v1/namespaces/default/services", null)]
    public async Task Read_DeprecatedKind_Warns(string path, string? warning)
    {
        using var answer = await RunningServer.SendAsync(server.Admin, HttpMethod.Get, path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(warning, answer.Headers.TryGetValues("Warning", out var values) ? Assert.Single(values) : null);
    }

    [Fact]
    public async Task Write_DeprecatedKind_WarnsOnce()
    {
        using var answer = await RunningServer.SendAsync(
            server.Admin, HttpMethod.Post, "/api/v1/namespaces/default/endpoints?dryRun=All", """{"metadata":{"name":"e"}}""", "application/json");
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Single(answer.Headers.GetValues("Warning"));
    }

    [Fact]
    public async Task ComponentStatuses_AsTable_ShowTheirHealth()
    {
        using var answer = await RunningServer.SendAsync(
            server.Admin, HttpMethod.Get, "/api/v1/componentstatuses", accept: "application/json;as=Table;v=v1;g=meta.k8s.io");
        var table = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(["Name", "Status", "Message", "Error"], table.GetProperty("columnDefinitions").EnumerateArray().Select(column => column.GetProperty("name").GetString()));
        Assert.Equal("[\"controller-manager\",\"Healthy\",\"ok\",\"\"]", table.GetProperty("rows")[0].GetProperty("cells").GetRawText());
        Assert.Equal("PartialObjectMetadata", table.GetProperty("rows")[0].GetProperty("object").GetProperty("kind").GetString());
    }
}
