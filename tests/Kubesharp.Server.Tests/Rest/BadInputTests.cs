using System.Net;
using System.Text.Json;
using Kubesharp.Server.Tests.Hosting;

namespace Kubesharp.Server.Tests.Rest;

/// <summary>Everything that users get wrong: the right Status each time, and nothing changed.</summary>
[Collection(ServerTests.Name)]
public sealed class BadInputTests(RunningServer server)
{
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";
    private const string Json = "application/json";

    [Theory]
    [InlineData("""{"metadata":""", Json, 400, "BadRequest", "unexpected end of JSON input")]
    [InlineData("metadata: [", "application/yaml", 400, "BadRequest", "yaml")]
    [InlineData("""{"metadata":{"name":"x"},"data":{"k":1}}""", Json, 400, "BadRequest", "cannot unmarshal number into Go struct field ConfigMap.data")]
    [InlineData("""{"metadata":{"name":"x"},"data":[]}""", Json, 400, "BadRequest", "cannot be handled as a ConfigMap")]
    [InlineData("""{"kind":"Pod","apiVersion":"v1","metadata":{"name":"x"}}""", Json, 400, "BadRequest", "Pod in version \"v1\" cannot be handled as a ConfigMap")]
    [InlineData("""{"kind":"ConfigMap","apiVersion":"v2","metadata":{"name":"x"}}""", Json, 400, "BadRequest", "the API version in the data (v2) does not match the expected API version (v1)")]
    [InlineData("""{"metadata":{"name":"x","namespace":"other"}}""", Json, 400, "BadRequest", "the namespace of the provided object does not match the namespace sent on the request")]
    [InlineData("""{"metadata":{"name":"Bad_Name"}}""", Json, 422, "Invalid", "ConfigMap \"Bad_Name\" is invalid: metadata.name: Invalid value: \"Bad_Name\": a lowercase RFC 1123 subdomain must consist of")]
    [InlineData("""{"metadata":{}}""", Json, 422, "Invalid", "metadata.name: Required value: name or generateName is required")]
    [InlineData("""{"metadata":{"name":"x","labels":{"a b":"c"}}}""", Json, 422, "Invalid", "metadata.labels: Invalid value: \"a b\"")]
    [InlineData("""{"metadata":{"name":"x","finalizers":["nope"]}}""", Json, 422, "Invalid", "name is neither a standard finalizer name nor is it fully qualified")]
    [InlineData("", Json, 400, "BadRequest", "")]
    [InlineData("x", "text/plain", 415, "UnsupportedMediaType", "the body of the request was in an unknown format")]
    public async Task Create_BadBody_IsRefused(string body, string type, int code, string reason, string message)
    {
        var before = (await server.GetAsync(ConfigMaps)).GetProperty("items").GetArrayLength();
        var status = await RunningServer.JsonAsync(server.Admin, HttpMethod.Post, ConfigMaps, body, type, (HttpStatusCode)code);
        AssertStatus(status, code, reason, message);
        Assert.Equal(before, (await server.GetAsync(ConfigMaps)).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Create_UnknownField_StrictIsRefused()
    {
        var status = await RunningServer.JsonAsync(
            server.Admin, HttpMethod.Post, ConfigMaps + "?fieldValidation=Strict", """{"metadata":{"name":"x"},"datta":{}}""", Json, HttpStatusCode.BadRequest);
        AssertStatus(status, 400, "BadRequest", "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error: unknown field \"datta\"");
    }

    [Theory]
    [InlineData("Warn", "299 - \"unknown field \\\"datta\\\"\"")]
    [InlineData("Ignore", null)]
    public async Task Create_UnknownField_OtherwiseIsDropped(string validation, string? warning)
    {
        using var answer = await RunningServer.SendAsync(
            server.Admin, HttpMethod.Post, $"{ConfigMaps}?dryRun=All&fieldValidation={validation}", """{"metadata":{"name":"x"},"datta":{}}""", Json);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal(warning, answer.Headers.TryGetValues("Warning", out var values) ? Assert.Single(values) : null);
    }

    [Fact]
    public async Task Create_OversizedBody_IsTooLarge()
    {
        var status = await RunningServer.JsonAsync(
            server.Admin, HttpMethod.Post, ConfigMaps, new string(' ', (3 << 20) + 1), Json, HttpStatusCode.RequestEntityTooLarge);
        AssertStatus(status, 413, "RequestEntityTooLarge", "Request entity too large: limit is 3145728");
    }

    [Theory]
    [InlineData("GET", "/api/v1/namespaces/default/configmaps/missing", 404, "NotFound", "configmaps \"missing\" not found")]
    [InlineData("DELETE", "/api/v1/namespaces/default/configmaps/missing", 404, "NotFound", "configmaps \"missing\" not found")]
    [InlineData("POST", "/api/v1/namespaces/default/configmaps/x", 405, "MethodNotAllowed", "the server does not allow this method on the requested resource")]
    [InlineData("PUT", "/api/v1/namespaces/default/configmaps", 405, "MethodNotAllowed", "the server does not allow this method on the requested resource")]
    [InlineData("POST", "/api/v1/configmaps", 405, "MethodNotAllowed", "the server does not allow this method on the requested resource")]
    [InlineData("OPTIONS", "/api/v1/nodes", 405, "MethodNotAllowed", "the server does not allow this method on the requested resource")]
    [InlineData("GET", "/nonsense", 404, "NotFound", "the server could not find the requested resource")]
    [InlineData("GET", "/api/v1/namespaces/default/configmaps?resourceVersion=999999999", 504, "Timeout", "Timeout: Too large resource version: 999999999, current: ")]
    public async Task Request_BadTarget_IsRefused(string method, string path, int code, string reason, string message)
    {
        var status = await RunningServer.JsonAsync(server.Admin, new HttpMethod(method), path, null, null, (HttpStatusCode)code);
        AssertStatus(status, code, reason, message);
    }

    [Theory]
    [InlineData("/api/v1/namespaces/default/unknowns")]
    [InlineData("/apis/nothing.example.com/v1/things")]
    public async Task Request_UnknownKind_IsPlainNotFound(string path)
    {
        using var answer = await RunningServer.SendAsync(server.Admin, HttpMethod.Get, path);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("404 page not found\n", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Request_UnacceptableForm_IsNotAcceptable()
    {
        using var answer = await RunningServer.SendAsync(server.Admin, HttpMethod.Get, ConfigMaps, accept: "image/png");
        Assert.Equal(HttpStatusCode.NotAcceptable, answer.StatusCode);
    }

    [Theory]
    [InlineData("application/json-patch+json", """[{"op":"test","path":"/data/k","value":"other"}]""", 422)]
    [InlineData("application/json-patch+json", "{", 400)]
    [InlineData("application/merge-patch+json", "[", 400)]
    [InlineData("text/plain", "{}", 415)]
    public async Task Patch_BadPatch_ChangesNothing(string type, string patch, int code)
    {
        var path = $"/api/v1/namespaces/{await server.NewNamespaceAsync()}/configmaps";
        var created = await server.CreateAsync(path, """{"metadata":{"name":"a"},"data":{"k":"v"}}""");
        await RunningServer.JsonAsync(server.Admin, HttpMethod.Patch, path + "/a", patch, type, (HttpStatusCode)code);
        Assert.Equal(created.GetRawText(), (await server.GetAsync(path + "/a")).GetRawText());
    }

    private static void AssertStatus(JsonElement status, int code, string reason, string message)
    {
        Assert.Equal("Status", status.GetProperty("kind").GetString());
        Assert.Equal("v1", status.GetProperty("apiVersion").GetString());
        Assert.Equal("Failure", status.GetProperty("status").GetString());
        Assert.Equal(code, status.GetProperty("code").GetInt32());
        Assert.Equal(reason, status.GetProperty("reason").GetString());
        Assert.Contains(message, status.GetProperty("message").GetString());
    }
}
