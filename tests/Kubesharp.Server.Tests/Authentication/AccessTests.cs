using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kubesharp.Server.Tests.Hosting;

namespace Kubesharp.Server.Tests.Authentication;

[Collection(ServerTests.Name)]
public sealed class AccessTests(RunningServer server)
{
    [Fact]
    public async Task Anonymous_ReadsSecrets_IsForbidden()
    {
        var status = await RunningServer.JsonAsync(server.Nobody, HttpMethod.Get, "/api/v1/namespaces/default/secrets", null, null, HttpStatusCode.Forbidden);
        Assert.Equal(
            "secrets is forbidden: User \"system:anonymous\" cannot list resource \"secrets\" in API group \"\" in the namespace \"default\"",
            status.GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/livez")]
    [InlineData("/readyz")]
    [InlineData("/version")]
    public async Task Anonymous_AsksForHealth_IsAnswered(string path)
    {
        using var answer = await RunningServer.SendAsync(server.Nobody, HttpMethod.Get, path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Anonymous_OtherPath_IsForbidden()
    {
        var status = await RunningServer.JsonAsync(server.Nobody, HttpMethod.Get, "/metrics", null, null, HttpStatusCode.Forbidden);
        Assert.Equal("forbidden: User \"system:anonymous\" cannot get path \"/metrics\"", status.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Token_Nonsense_IsUnauthorized()
    {
        using var client = server.NewClient(null);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "a.b.c");
        var status = await RunningServer.JsonAsync(client, HttpMethod.Get, "/api/v1/pods", null, null, HttpStatusCode.Unauthorized);
        Assert.Equal("Unauthorized", status.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Certificate_OfAStranger_IsUnauthorized()
    {
        using var key = ECDsa.Create();
        using var certificate = new CertificateRequest("O=system:masters, CN=mallory", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(150));
        using var client = server.NewClient(certificate);
        await RunningServer.JsonAsync(client, HttpMethod.Get, "/api/v1/pods", null, null, HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task ServiceAccountToken_UntilTheAccountGoes_IsItsUser()
    {
        var ns = await server.NewNamespaceAsync();
        await server.CreateAsync($"/api/v1/namespaces/{ns}/serviceaccounts", """{"metadata":{"name":"robot"}}""");
        var request = await server.CreateAsync($"/api/v1/namespaces/{ns}/serviceaccounts/robot/token", """{"spec":{"expirationSeconds":600}}""");
        var token = request.GetProperty("status").GetProperty("token").GetString()!;
        using var client = server.NewClient(null);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var who = await RunningServer.JsonAsync(client, HttpMethod.Post, "/apis/authentication.k8s.io/v1/selfsubjectreviews", "{}", "application/json", HttpStatusCode.Created);
        Assert.Equal($"system:serviceaccount:{ns}:robot", who.GetProperty("status").GetProperty("userInfo").GetProperty("username").GetString());
        var review = await server.CreateAsync("/apis/authentication.k8s.io/v1/tokenreviews", $$$"""{"spec":{"token":"{{{token}}}"}}""");
        Assert.True(review.GetProperty("status").GetProperty("authenticated").GetBoolean());
    }

    [Fact]
    public async Task TokenRequest_TooShort_IsInvalid()
    {
        var ns = await server.NewNamespaceAsync();
        await server.CreateAsync($"/api/v1/namespaces/{ns}/serviceaccounts", """{"metadata":{"name":"robot"}}""");
        var status = await RunningServer.JsonAsync(
            server.Admin, HttpMethod.Post, $"/api/v1/namespaces/{ns}/serviceaccounts/robot/token", """{"spec":{"expirationSeconds":60}}""", "application/json", HttpStatusCode.UnprocessableEntity);
        Assert.Contains("may not specify a duration less than 10 minutes", status.GetProperty("message").GetString());
    }

    [Fact]
    public async Task RoleBinding_GrantsInItsNamespaceOnly()
    {
        var ns = await server.NewNamespaceAsync();
        var user = "user-" + ns;
        var path = $"/apis/rbac.authorization.k8s.io/v1/namespaces/{ns}";
        await server.CreateAsync(path + "/roles", """{"metadata":{"name":"reader"},"rules":[{"verbs":["get","list"],"apiGroups":[""],"resources":["configmaps"]}]}""");
        Assert.False(await CanAsync(user, "list", "configmaps", ns));
        await server.CreateAsync(
            path + "/rolebindings",
            $$$"""{"metadata":{"name":"b"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"reader"},"subjects":[{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"{{{user}}}"}]}""");
        Assert.True(await CanAsync(user, "list", "configmaps", ns));
        Assert.False(await CanAsync(user, "delete", "configmaps", ns));
        Assert.False(await CanAsync(user, "list", "secrets", ns));
        Assert.False(await CanAsync(user, "list", "configmaps", "default"));
        await server.DeleteAsync(path + "/rolebindings/b");
        Assert.False(await CanAsync(user, "list", "configmaps", ns));
    }

    [Fact]
    public async Task Impersonation_ByAdmin_HasOnlyTheOthersRights()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/secrets") { Version = HttpVersion.Version20 };
        request.Headers.Add("Impersonate-User", "bob");
        using var answer = await server.Admin.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("User \\\"bob\\\" cannot list", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("system:kube-scheduler", "create", "pods/binding", true)]
    [InlineData("system:kube-scheduler", "create", "secrets", false)]
    [InlineData("system:kube-controller-manager", "create", "serviceaccounts/token", true)]
    public async Task DefaultRoles_GiveComponentsTheirRights(string user, string verb, string resource, bool allowed)
    {
        var parts = resource.Split('/');
        Assert.Equal(allowed, await CanAsync(user, verb, parts[0], "default", parts.Length > 1 ? parts[1] : ""));
    }

    private async Task<bool> CanAsync(string user, string verb, string resource, string ns, string subresource = "")
    {
        var review = await server.CreateAsync(
            "/apis/authorization.k8s.io/v1/subjectaccessreviews",
            $$$$$$"""{"spec":{"user":"{{{{{{user}}}}}}","resourceAttributes":{"verb":"{{{{{{verb}}}}}}","resource":"{{{{{{resource}}}}}}","subresource":"{{{{{{subresource}}}}}}","namespace":"{{{{{{ns}}}}}}"}}}""");
        return review.GetProperty("status").GetProperty("allowed").GetBoolean();
    }
}
