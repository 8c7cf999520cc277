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
    [InlineData("GET", "/api/v1/namespaces/default/unknowns", 404, "NotFound", "the server could not find the requested resource")]
    [InlineData("GET", "/api/v1/namespaces/default/configmaps/x/unknown", 404, "NotFound", "the server could not find the requested resource")]
    [InlineData("PATCH", "/apis/apps/v1/namespaces/default/daemonsets/x/scale", 404, "NotFound", "the server could not find the requested resource")]
    [InlineData("GET", "/api/v1/configmaps/x", 404, "NotFound", "the server could not find the requested resource")]
    [InlineData("GET", "/api/v1/namespaces/default/nodes", 404, "NotFound", "the server could not find the requested resource")]
    [InlineData("GET", "/api/v1/namespaces/default/configmaps?continue=abc", 400, "BadRequest", "continue key is not valid: invalid character 'i' looking for beginning of value")]
    [InlineData("GET", "/api/v1/namespaces/default/configmaps?resourceVersion=999999999", 504, "Timeout", "Timeout: Too large resource version: 999999999, current: ")]
    public async Task Request_BadTarget_IsRefused(string method, string path, int code, string reason, string message)
    {
        var status = await RunningServer.JsonAsync(server.Admin, new HttpMethod(method), path, null, null, (HttpStatusCode)code);
        AssertStatus(status, code, reason, message);
    }

    [Theory]
    [InlineData("/nonsense")]
    [InlineData("/apis/apps/v9/deployments")]
    [InlineData("/apis/nothing.example.com/v1/things")]
    public async Task Request_NothingServed_IsPlainNotFound(string path)
    {
        using var answer = await RunningServer.SendAsync(server.Admin, HttpMethod.Get, path);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("404 page not found\n", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("flowschemas", "{}", "spec.priorityLevelConfiguration.name: Required value: must reference a priority level")]
    [InlineData("flowschemas", """{"matchingPrecedence":10001,"priorityLevelConfiguration":{"name":"exempt"}}""", "spec.matchingPrecedence: Invalid value: 10001: must not be greater than 10000")]
    [InlineData("prioritylevelconfigurations", """{"type":"Odd"}""", "spec.type: Unsupported value: \"Odd\": supported values: \"Exempt\", \"Limited\"")]
    [InlineData("prioritylevelconfigurations", """{"type":"Limited"}""", "spec.limited: Required value: must not be empty when type is Limited")]
    public async Task FlowControl_Incomplete_IsInvalid(string resource, string spec, string problem)
    {
        var status = await RunningServer.JsonAsync(
            server.Admin, HttpMethod.Post, "/apis/flowcontrol.apiserver.k8s.io/v1/" + resource, $$$"""{"metadata":{"name":"odd"},"spec":{{{spec}}}}""", "application/json", HttpStatusCode.UnprocessableEntity);
        Assert.EndsWith($"\"odd\" is invalid: {problem}", status.GetProperty("message").GetString());
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

    [Theory]
    [InlineData("merge-patch+json", """{"data":{"k":1}}""", "", "json: cannot unmarshal number into Go struct field ConfigMap.data of type string")]
    [InlineData("json-patch+json", """[{"op":"replace","path":"/kind","value":"Foo"}]""", "", "no kind \"Foo\" is registered for version \"v1\"")]
    [InlineData("merge-patch+json", """{"apiVersion":"v3"}""", "", "no kind \"ConfigMap\" is registered for version \"v3\"")]
    [InlineData("strategic-merge-patch+json", """{"data":{"k":1}}""", "map[data:map[k:1]]", "cannot convert int64 to string")]
    [InlineData("strategic-merge-patch+json", """{"data":{"k":true}}""", "map[data:map[k:true]]", "unrecognized type: string")]
    [InlineData("strategic-merge-patch+json", """{"data":{"k":[1.5]}}""", "map[data:map[k:[1.5]]]", "unrecognized type: string")]
    [InlineData("strategic-merge-patch+json", """{"data":"x"}""", "map[data:x]", "cannot restore map from string")]
    [InlineData("strategic-merge-patch+json", """{"immutable":"x"}""", "map[immutable:x]", "unrecognized type: bool")]
    [InlineData("strategic-merge-patch+json", """{"binaryData":{"x":"*"}}""", "map[binaryData:map[x:*]]", "error decoding from json: illegal base64 data at input byte 0")]
    [InlineData("strategic-merge-patch+json", """{"datta":{}}""", "map[datta:map[]]", "strict decoding error: unknown field \"datta\"")]
    public async Task Patch_ObjectDoesNotFit_ShowsPatchAndNamesNoObject(string type, string patch, string shown, string message)
    {
        var path = $"/api/v1/namespaces/{await server.NewNamespaceAsync()}/configmaps";
        await server.CreateAsync(path, """{"metadata":{"name":"a"},"data":{"k":"v"}}""");
        var status = await RunningServer.JsonAsync(
            server.Admin, HttpMethod.Patch, path + "/a?fieldValidation=Strict", patch, "application/" + type, HttpStatusCode.UnprocessableEntity);
        AssertStatus(status, 422, "Invalid", " \"\" is invalid: patch: Invalid value: \"" + shown);
        Assert.EndsWith(message, status.GetProperty("message").GetString());
        Assert.Equal(["causes"], status.GetProperty("details").EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task Patch_ForceWithoutApply_IsForbidden()
    {
        var status = await RunningServer.JsonAsync(
            server.Admin, HttpMethod.Patch, ConfigMaps + "/a?force=true", "{}", "application/merge-patch+json", HttpStatusCode.UnprocessableEntity);
        AssertStatus(status, 422, "Invalid", "PatchOptions.meta.k8s.io \"\" is invalid: force: Forbidden: may not be specified for non-apply patch");
    }

    [Fact]
    public async Task Apply_WrongTypes_AreTheSchemasToReport()
    {
        using var answer = await RunningServer.SendAsync(
            server.Admin,
            HttpMethod.Patch,
            ConfigMaps + "/typed?fieldManager=m",
            """{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"typed","namespace":"default"},"data":{"a":9}}""",
            "application/apply-patch+yaml");
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        var status = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(
            "failed to create typed patch object (default/typed; v1, Kind=ConfigMap): .data.a: expected string, got &value.valueUnstructured{Value:9}",
            status.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Create_HalfACharacter_IsReplaced()
    {
        var path = $"/api/v1/namespaces/{await server.NewNamespaceAsync()}/configmaps";
        await server.CreateAsync(path, """{"metadata":{"name":"a"},"data":{"k":"x\ud800y\n\ud83d\ude00"}}""");
        Assert.Equal("x\uFFFDy\n😀", (await server.GetAsync(path + "/a")).GetProperty("data").GetProperty("k").GetString());
        await RunningServer.JsonAsync(server.Admin, HttpMethod.Patch, path + "/a", """{"data":{"k":"\udc00"}}""", "application/merge-patch+json", HttpStatusCode.OK);
        Assert.Equal("\uFFFD", (await server.GetAsync(path + "/a")).GetProperty("data").GetProperty("k").GetString());
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
