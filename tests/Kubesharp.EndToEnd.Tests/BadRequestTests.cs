using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace Kubesharp.EndToEnd.Tests;

/// <summary>Requests that no kubectl would send, or that it sends because its user erred: the Status says what is wrong, and nothing changes.</summary>
[Collection(SimulatedClusterCollection.Name)]
public sealed class BadRequestTests(SimulatedCluster cluster) : IDisposable
{
    private readonly Kubectl _kubectl = cluster.Kubectl;
    private readonly HttpClient _admin = cluster.NewClient(withCertificate: true);
    private readonly HttpClient _nobody = cluster.NewClient(withCertificate: false);

    public void Dispose()
    {
        _admin.Dispose();
        _nobody.Dispose();
    }

    [Theory]
    [InlineData("application/json", "{\"kind\":", 400, "BadRequest", "unexpected end of JSON input")]
    [InlineData("application/yaml", "kind: [a\n b", 400, "BadRequest", "error converting YAML to JSON")]
    [InlineData("text/plain", "x", 415, "UnsupportedMediaType", "the body of the request was in an unknown format")]
    [InlineData("application/json", "", 400, "BadRequest", "")]
    [InlineData("application/json", "[]", 400, "BadRequest", "")]
    [InlineData("application/json", "{\"kind\":\"Secret\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"x\"}}", 400, "BadRequest", "Secret in version \"v1\" cannot be handled as a ConfigMap")]
    [InlineData("application/json", "{\"metadata\":{\"name\":\"x\",\"namespace\":\"elsewhere\"}}", 400, "BadRequest", "the namespace of the provided object does not match the namespace sent on the request")]
    [InlineData("application/json", "{\"metadata\":{\"name\":\"x\"},\"data\":{\"a\":1}}", 400, "BadRequest", "cannot unmarshal number into Go struct field ConfigMap.data of type string")]
    [InlineData("application/json", "{\"metadata\":{\"name\":\"x\"},\"data\":{\"a b\":\"1\"}}", 422, "Invalid", "data[a b]: Invalid value")]
    [InlineData("application/json", "{\"metadata\":{}}", 422, "Invalid", "metadata.name: Required value: name or generateName is required")]
    [InlineData("application/json", "{\"metadata\":{\"name\":\"x\",\"resourceVersion\":\"7\"}}", 500, "", "resourceVersion should not be set on objects to be created")]
    [InlineData("application/vnd.kubernetes.protobuf", "nonsense", 400, "BadRequest", "")]
    public async Task Create_OfAnUnusableBody_IsRefused(string mediaType, string body, int code, string reason, string message)
    {
        var ns = await cluster.NamespaceAsync();
        var status = await SendAsync(_admin, HttpMethod.Post, $"/api/v1/namespaces/{ns}/configmaps", body, mediaType);
        AssertStatus(status, code, reason, message);
        Assert.Equal("configmap/kube-root-ca.crt", (await _kubectl.RunAsync("-n", ns, "get", "configmap", "-o", "name", "--field-selector=metadata.name!=nothing", "--chunk-size=1")).Trim(), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Create_OfAnOversizedBody_IsRefused()
    {
        var ns = await cluster.NamespaceAsync();
        var body = "{\"metadata\":{\"name\":\"x\"},\"data\":{\"a\":\"" + new string('a', 4 << 20) + "\"}}";
        AssertStatus(await SendAsync(_admin, HttpMethod.Post, $"/api/v1/namespaces/{ns}/configmaps", body), 413, "RequestEntityTooLarge", "limit is 3145728");
        var large = "{\"metadata\":{\"name\":\"x\"},\"data\":{\"a\":\"" + new string('a', 2 << 20) + "\"}}";
        AssertStatus(await SendAsync(_admin, HttpMethod.Post, $"/api/v1/namespaces/{ns}/configmaps", large), 422, "Invalid", "Too long: may not be more than 1048576 bytes");
        Assert.Contains("NotFound", await _kubectl.FailAsync("-n", ns, "get", "configmap", "x"));
    }

    [Theory]
    [InlineData("GET", "/api/v1/namespaces/default/nothings", 404, "NotFound")]
    [InlineData("GET", "/apis/example.test/v1/things", 404, "")]
    [InlineData("GET", "/api/v1/namespaces/default/configmaps/none", 404, "NotFound")]
    [InlineData("DELETE", "/api/v1/namespaces/default/configmaps/none", 404, "NotFound")]
    [InlineData("POST", "/api/v1/namespaces/default/configmaps/none", 405, "MethodNotAllowed")]
    [InlineData("POST", "/api/v1/namespaces/nowhere/configmaps", 404, "NotFound")]
    [InlineData("GET", "/api/v1/namespaces/default/configmaps?continue=abc", 400, "BadRequest")]
    [InlineData("GET", "/api/v1/namespaces/default/configmaps?resourceVersion=abc", 400, "BadRequest")]
    [InlineData("GET", "/api/v1/namespaces/default/configmaps?labelSelector=a%20b", 400, "BadRequest")]
    [InlineData("GET", "/api/v1/namespaces/default/configmaps?fieldSelector=data.a%3D1", 400, "BadRequest")]
    [InlineData("GET", "/api/v1/namespaces/default/configmaps?resourceVersion=99999999", 504, "Timeout")]
    [InlineData("PATCH", "/api/v1/namespaces/default/configmaps/none", 415, "UnsupportedMediaType")]
    public async Task Request_ThatCannotBeServed_SaysWhy(string method, string path, int code, string reason)
    {
        var body = method is "POST" or "PATCH" ? "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"none\"}}" : null;
        AssertStatus(await SendAsync(_admin, new HttpMethod(method), path, body), code, reason, "");
    }

    [Fact]
    public async Task Credentials_NoneOrWrong_AreTold()
    {
        AssertStatus(
            await SendAsync(_nobody, HttpMethod.Get, "/api/v1/pods", null), 403, "Forbidden",
            "pods is forbidden: User \"system:anonymous\" cannot list resource \"pods\" in API group \"\" at the cluster scope");
        _nobody.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "made-up");
        AssertStatus(await SendAsync(_nobody, HttpMethod.Get, "/api/v1/pods", null), 401, "Unauthorized", "Unauthorized");

        var ns = await cluster.NamespaceAsync();
        await _kubectl.RunAsync("-n", ns, "create", "serviceaccount", "robot");
        var token = (await _kubectl.RunAsync("-n", ns, "create", "token", "robot")).Trim();
        _nobody.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        AssertStatus(await SendAsync(_nobody, HttpMethod.Get, $"/api/v1/namespaces/{ns}/pods", null), 403, "Forbidden", $"User \"system:serviceaccount:{ns}:robot\" cannot list resource \"pods\"");
        await _kubectl.RunAsync("-n", ns, "create", "role", "reader", "--verb=list", "--resource=pods");
        await _kubectl.RunAsync("-n", ns, "create", "rolebinding", "reader", "--role=reader", $"--serviceaccount={ns}:robot");
        Assert.Equal("PodList", (await SendAsync(_nobody, HttpMethod.Get, $"/api/v1/namespaces/{ns}/pods", null)).Body.GetProperty("kind").GetString());
        AssertStatus(await SendAsync(_nobody, HttpMethod.Delete, $"/api/v1/namespaces/{ns}/pods", null), 403, "Forbidden", "cannot deletecollection resource \"pods\"");
    }

    [Theory]
    [InlineData("{\"spec\":{\"nodeName\":\"elsewhere\"}}", "pod updates may not change fields other than")]
    [InlineData("{\"spec\":{\"containers\":[{\"name\":\"web\",\"command\":[\"x\"]}]}}", "pod updates may not change fields other than")]
    [InlineData("{\"spec\":{\"containers\":[{\"name\":\"other\",\"image\":\"x\"}]}}", "pod updates may not add or remove containers")]
    [InlineData("{\"metadata\":{\"labels\":{\"a\":\"b c\"}}}", "metadata.labels[a]: Invalid value")]
    [InlineData("{\"metadata\":{\"uid\":\"other\"}}", "Precondition failed: UID in precondition: other")]
    public async Task Pod_ChangedIllegally_StaysAsItIs(string patch, string message)
    {
        var ns = await cluster.NamespaceAsync();
        await _kubectl.RunAsync("-n", ns, "run", "web", "--image=example.test/web:1");
        await _kubectl.RunAsync("-n", ns, "wait", "pod/web", "--for=condition=Ready", "--timeout=60s");
        var before = await VersionAsync(ns, "pod/web");
        Assert.Contains(message, await _kubectl.FailAsync("-n", ns, "patch", "pod", "web", "-p", patch));
        Assert.Equal(before, await VersionAsync(ns, "pod/web"));
    }

    [Theory]
    [InlineData("merge", "{\"spec\":{\"selector\":{\"matchLabels\":{\"x\":\"y\"}}}}", "field is immutable")]
    [InlineData("merge", "{\"spec\":{\"replicas\":-1}}", "spec.replicas: Invalid value: -1: must be greater than or equal to 0")]
    [InlineData("merge", "{\"spec\":{\"replicas\":\"three\"}}", "cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32")]
    [InlineData("merge", "{\"spec\":{\"template\":{\"spec\":{\"restartPolicy\":\"Never\"}}}}", "spec.template.spec.restartPolicy: Unsupported value: \"Never\": supported values: \"Always\"")]
    [InlineData("merge", "{\"metadata\":{\"resourceVersion\":\"1\"}}", "the object has been modified; please apply your changes to the latest version and try again")]
    [InlineData("json", "[{\"op\":\"remove\",\"path\":\"/spec/nothing\"}]", "the server rejected our request due to an error in our request")]
    [InlineData("json", "[{\"op\":\"test\",\"path\":\"/spec/paused\",\"value\":true}]", "the server rejected our request due to an error in our request")]
    [InlineData("json", "{\"op\":\"remove\"}", "cannot unmarshal object into Go value of type")]
    [InlineData("strategic", "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"image\":\"x\"}]}}}}", "map: map[image:x] does not contain declared merge key: name")]
    public async Task Deployment_PatchedIllegally_StaysAsItIs(string type, string patch, string message)
    {
        var ns = await cluster.NamespaceAsync();
        await _kubectl.RunAsync("-n", ns, "create", "deployment", "web", "--image=example.test/web:1");
        await _kubectl.RunAsync("-n", ns, "rollout", "status", "deployment/web", "--timeout=60s");
        var before = await GenerationAsync(ns, "deployment/web");
        Assert.Contains(message, await _kubectl.FailAsync("-n", ns, "patch", "deployment", "web", "--type=" + type, "-p", patch));
        Assert.Equal(before, await GenerationAsync(ns, "deployment/web"));
    }

    [Fact]
    public async Task UnknownFields_WarnOrFail_AsAsked()
    {
        var ns = await cluster.NamespaceAsync();
        const string pod = "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"p\"},\"spec\":{\"shape\":1,\"containers\":[{\"name\":\"a\",\"image\":\"b\"}]}}";
        Assert.Contains("unknown field \"spec.shape\"", (await _kubectl.TryPipeAsync(pod, "-n", ns, "create", "--validate=strict", "-f", "-")).Error);
        Assert.Contains("NotFound", await _kubectl.FailAsync("-n", ns, "get", "pod", "p"));
        var warned = await _kubectl.TryPipeAsync(pod, "-n", ns, "create", "--validate=warn", "-f", "-");
        Assert.Equal(0, warned.ExitCode);
        Assert.Contains("Warning: unknown field \"spec.shape\"", warned.Error);
        await _kubectl.RunAsync("-n", ns, "delete", "pod", "p");
        Assert.Equal("", (await _kubectl.TryPipeAsync(pod, "-n", ns, "create", "--validate=ignore", "-f", "-")).Error);
    }

    private async Task<string> VersionAsync(string ns, string name) => await _kubectl.RunAsync("-n", ns, "get", name, "-o", "jsonpath={.metadata.uid} {.spec}");

    private async Task<string> GenerationAsync(string ns, string name) => await _kubectl.RunAsync("-n", ns, "get", name, "-o", "jsonpath={.metadata.generation} {.spec}");

    private static async Task<(int Code, JsonElement Body)> SendAsync(HttpClient client, HttpMethod method, string path, string? body, string mediaType = "application/json")
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } };
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.StartsWith('{') ? JsonDocument.Parse(text).RootElement : default);
    }

    private static void AssertStatus((int Code, JsonElement Body) answer, int code, string reason, string message)
    {
        Assert.True(answer.Code == code, $"{answer.Code} {answer.Body}");
        if (answer.Body.ValueKind == JsonValueKind.Undefined) return;
        Assert.Equal("Status", answer.Body.GetProperty("kind").GetString());
        Assert.Equal(code, answer.Body.GetProperty("code").GetInt32());
        Assert.Equal(reason, answer.Body.TryGetProperty("reason", out var given) ? given.GetString() : "");
        Assert.Contains(message, answer.Body.GetProperty("message").GetString());
    }
}
