using System.Net;
using System.Text.Json;
using Kubesharp.Server.Tests.Hosting;

namespace Kubesharp.Server.Tests.Admission;

[Collection(ServerTests.Name)]
public sealed class ValidatingAdmissionPolicyTests(RunningServer server)
{
    private const string Group = "/apis/admissionregistration.k8s.io/v1";
    private const string Deny = """["Deny"]""";

    [Fact]
    public async Task Deployment_AgainstThePolicy_IsRefusedWithItsMessage()
    {
        var ns = await server.NewNamespaceAsync();
        await BindAsync(ns, "\"validations\":[{\"expression\":\"object.spec.replicas > 1\",\"messageExpression\":\"'wants replicas > 1, got ' + string(object.spec.replicas)\"},{\"expression\":\"namespaceObject.metadata.name == '" + ns + "'\"}]");
        await DeployAsync(ns, 2, HttpStatusCode.Created);
        var status = await DeployAsync(ns, 1, HttpStatusCode.UnprocessableEntity);
        Assert.Equal(
            $"deployments.apps \"web-1\" is forbidden: ValidatingAdmissionPolicy '{ns}' with binding '{ns}' denied request: wants replicas > 1, got 1",
            status.GetProperty("message").GetString());
        Assert.Equal("Invalid", status.GetProperty("reason").GetString());
        await DeployAsync(await server.NewNamespaceAsync(), 1, HttpStatusCode.Created);
    }

    [Fact]
    public async Task Variables_MayReferToEachOther()
    {
        var ns = await server.NewNamespaceAsync();
        await BindAsync(
            ns,
            """
            "variables":[{"name":"replicas","expression":"object.spec.replicas"},{"name":"isOdd","expression":"variables.replicas % 2 == 1"}],
            "validations":[{"expression":"variables.replicas > 1","reason":"Forbidden"},{"expression":"variables.isOdd"}]
            """);
        var status = await DeployAsync(ns, 1, HttpStatusCode.Forbidden);
        Assert.EndsWith("denied request: failed expression: variables.replicas > 1", status.GetProperty("message").GetString());
        status = await DeployAsync(ns, 2, HttpStatusCode.UnprocessableEntity);
        Assert.EndsWith("denied request: failed expression: variables.isOdd", status.GetProperty("message").GetString());
        await DeployAsync(ns, 3, HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("Fail", HttpStatusCode.UnprocessableEntity)]
    [InlineData("Ignore", HttpStatusCode.Created)]
    public async Task Expression_ThatFails_RefusesUnlessToldOtherwise(string failurePolicy, HttpStatusCode expected)
    {
        var ns = await server.NewNamespaceAsync();
        await BindAsync(
            ns,
            $$"""
            "failurePolicy":"{{failurePolicy}}","validations":[{"expression":"object.spec.nothing == 1"}]
            """);
        await DeployAsync(ns, 1, expected);
    }

    [Fact]
    public async Task Conditions_ThatDoNotHold_LeaveTheRequestAlone()
    {
        var ns = await server.NewNamespaceAsync();
        await BindAsync(
            ns,
            """
            "matchConditions":[{"name":"big","expression":"object.spec.replicas > 5 && request.operation == 'CREATE'"}],"validations":[{"expression":"false"}]
            """);
        await DeployAsync(ns, 5, HttpStatusCode.Created);
        await DeployAsync(ns, 6, HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Parameters_OfTheBinding_AreSeenByExpressions()
    {
        var ns = await server.NewNamespaceAsync();
        await server.CreateAsync($"/api/v1/namespaces/{ns}/configmaps", """{"metadata":{"name":"limits"},"data":{"most":"3"}}""");
        await BindAsync(
            ns,
            """
            "paramKind":{"apiVersion":"v1","kind":"ConfigMap"},"validations":[{"expression":"object.spec.replicas <= int(params.data.most)"}]
            """,
            """
            ,"paramRef":{"name":"limits","parameterNotFoundAction":"Deny"}
            """);
        await DeployAsync(ns, 3, HttpStatusCode.Created);
        await DeployAsync(ns, 4, HttpStatusCode.UnprocessableEntity);
        await server.DeleteAsync($"/api/v1/namespaces/{ns}/configmaps/limits");
        var status = await DeployAsync(ns, 2, HttpStatusCode.UnprocessableEntity);
        Assert.EndsWith("failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction", status.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Binding_ThatWarns_LetsTheRequestPass()
    {
        var ns = await server.NewNamespaceAsync();
        await BindAsync(
            ns,
            """
            "validations":[{"expression":"object.spec.replicas > 1"}]
            """,
            actions: """["Warn","Audit"]""");
        using var answer = await RunningServer.SendAsync(server.Admin, HttpMethod.Post, $"/apis/apps/v1/namespaces/{ns}/deployments", Deployment(1), "application/json");
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal(
            $"299 - \"Validation failed for ValidatingAdmissionPolicy '{ns}' with binding '{ns}': failed expression: object.spec.replicas > 1\"",
            Assert.Single(answer.Headers.GetValues("Warning")));
    }

    [Fact]
    public async Task Policy_WithNothingToSay_IsInvalid()
    {
        var status = await RunningServer.JsonAsync(
            server.Admin, HttpMethod.Post, Group + "/validatingadmissionpolicies", """{"metadata":{"name":"empty"},"spec":{"matchConstraints":{"resourceRules":[]}}}""", "application/json", HttpStatusCode.UnprocessableEntity);
        Assert.Equal(
            "ValidatingAdmissionPolicy.admissionregistration.k8s.io \"empty\" is invalid: [spec.matchConstraints.resourceRules: Required value, spec.validations: Required value: validations or auditAnnotations must contain at least one item, spec.auditAnnotations: Required value: validations or auditAnnotations must contain at least one item]",
            status.GetProperty("message").GetString());
    }

    private static string Deployment(int replicas) =>
        $$$$$"""{"metadata":{"name":"web-{{{{{replicas}}}}}"},"spec":{"replicas":{{{{{replicas}}}}},"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"c","image":"nginx"}]}}}}""";

    private Task<JsonElement> DeployAsync(string ns, int replicas, HttpStatusCode expected) =>
        RunningServer.JsonAsync(server.Admin, HttpMethod.Post, $"/apis/apps/v1/namespaces/{ns}/deployments", Deployment(replicas), "application/json", expected);

    /// <summary>Makes a policy on the deployments of a namespace and binds it; both have the namespace's name.</summary>
    private async Task BindAsync(string ns, string policy, string binding = "", string actions = Deny)
    {
        var match = $$$"""
            "namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"{{{ns}}}"}}
            """;
        await server.CreateAsync(
            Group + "/validatingadmissionpolicies",
            $$$$"""{"metadata":{"name":"{{{{ns}}}}"},"spec":{"matchConstraints":{"resourceRules":[{"apiGroups":["apps"],"apiVersions":["v1"],"operations":["CREATE","UPDATE"],"resources":["deployments"]}]},{{{{policy}}}}}}""");
        await server.CreateAsync(
            Group + "/validatingadmissionpolicybindings",
            $$$$"""{"metadata":{"name":"{{{{ns}}}}"},"spec":{"policyName":"{{{{ns}}}}","validationActions":{{{{actions}}}},"matchResources":{{{{{match}}}}}{{{{binding}}}}}}""");
    }
}
