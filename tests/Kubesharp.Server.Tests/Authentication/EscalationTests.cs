using System.Net;
using System.Text;
using Kubesharp.Server.Tests.Hosting;

namespace Kubesharp.Server.Tests.Authentication;

/// <summary>Nobody grants rights that they do not have.</summary>
[Collection(ServerTests.Name)]
public sealed class EscalationTests(RunningServer server)
{
    [Fact]
    public async Task CreateRole_WithMoreThanOneHas_IsForbidden()
    {
        var (ns, user) = await NamespaceAdminAsync();
        var path = $"/apis/rbac.authorization.k8s.io/v1/namespaces/{ns}/roles";
        Assert.Equal(HttpStatusCode.Created, (await PostAsync(path, user, Role("held", "get", "configmaps"))).Code);
        var (code, text) = await PostAsync(path, user, Role("more", "get", "nodes"));
        Assert.Equal(HttpStatusCode.Forbidden, code);
        Assert.Contains("is attempting to grant RBAC permissions not currently held:\\n{APIGroups:[\\\"\\\"], Resources:[\\\"nodes\\\"], Verbs:[\\\"get\\\"]}", text);
    }

    [Theory]
    [InlineData("view", HttpStatusCode.Created)]
    [InlineData("cluster-admin", HttpStatusCode.Forbidden)]
    public async Task CreateBinding_ToARole_NeedsItsRights(string role, HttpStatusCode expected)
    {
        var (ns, user) = await NamespaceAdminAsync();
        var body = $$$"""{"metadata":{"name":"b"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"{{{role}}}"},"subjects":[{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"friend"}]}""";
        var (code, text) = await PostAsync($"/apis/rbac.authorization.k8s.io/v1/namespaces/{ns}/rolebindings", user, body);
        Assert.True(expected == code, text);
    }

    private static string Role(string name, string verb, string resource) =>
        $$$"""{"metadata":{"name":"{{{name}}}"},"rules":[{"verbs":["{{{verb}}}"],"apiGroups":[""],"resources":["{{{resource}}}"]}]}""";

    private async Task<(string Namespace, string User)> NamespaceAdminAsync()
    {
        var ns = await server.NewNamespaceAsync();
        var user = "admin-" + ns;
        await server.CreateAsync(
            $"/apis/rbac.authorization.k8s.io/v1/namespaces/{ns}/rolebindings",
            $$$"""{"metadata":{"name":"admins"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"admin"},"subjects":[{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"{{{user}}}"}]}""");
        return (ns, user);
    }

    private async Task<(HttpStatusCode Code, string Text)> PostAsync(string path, string user, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Version = HttpVersion.Version20, Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("Impersonate-User", user);
        using var answer = await server.Admin.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
