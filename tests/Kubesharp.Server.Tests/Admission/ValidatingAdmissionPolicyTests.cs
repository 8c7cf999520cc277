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

    [Fact]
    public async Task Authorizer_SaysWhoMayDoWhat()
    {
        var ns = await server.NewNamespaceAsync();
        await BindAsync(
            ns,
            $$"""
            "validations":[
              {"expression":"authorizer.group('apps').resource('deployments').subresource('scale').namespace('{{ns}}').name('x').check('update').allowed() && !authorizer.path('/x').check('get').errored()"},
              {"expression":"authorizer.requestResource.check('create').allowed() && authorizer.serviceAccount('{{ns}}', 'default').group('').resource('pods').check('get').error() == ''"},
              {"expression":"authorizer.serviceAccount('{{ns}}', 'default').group('apps').resource('deployments').namespace('{{ns}}').check('delete').allowed()","messageExpression":"'no: ' + request.userInfo.username"}]
            """);
        var status = await DeployAsync(ns, 1, HttpStatusCode.UnprocessableEntity);
        Assert.EndsWith("denied request: no: kubernetes-admin", status.GetProperty("message").GetString());
        await server.CreateAsync($"/apis/rbac.authorization.k8s.io/v1/namespaces/{ns}/roles", """{"metadata":{"name":"r"},"rules":[{"apiGroups":["apps"],"resources":["deployments"],"verbs":["delete"]}]}""");
        await server.CreateAsync(
            $"/apis/rbac.authorization.k8s.io/v1/namespaces/{ns}/rolebindings",
            $$$$"""{"metadata":{"name":"r"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"r"},"subjects":[{"kind":"ServiceAccount","name":"default","namespace":"{{{{ns}}}}"}]}""");
        await DeployAsync(ns, 1, HttpStatusCode.Created);
    }

    [Fact]
    public async Task Expressions_ThatCostTooMuch_AreGivenUp()
    {
        var ns = await server.NewNamespaceAsync();
        var check = """{"expression":"authorizer.path('/x').check('get').allowed()"},""";
        await BindAsync(ns, $"\"validations\":[{string.Concat(Enumerable.Repeat(check, 29))[..^1]}]");
        var status = await DeployAsync(ns, 1, HttpStatusCode.UnprocessableEntity);
        Assert.EndsWith("denied request: validation failed due to running out of cost budget, no further validation rules will be run", status.GetProperty("message").GetString());
        ns = await server.NewNamespaceAsync();
        await BindAsync(ns, """
            "validations":[{"expression":"authorizer.path('/a').check('get').allowed() && authorizer.path('/b').check('get').allowed() && authorizer.path('/c').check('get').allowed()"}]
            """);
        status = await DeployAsync(ns, 1, HttpStatusCode.UnprocessableEntity);
        Assert.EndsWith("resulted in error: operation cancelled: actual cost limit exceeded", status.GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("Equivalent", HttpStatusCode.UnprocessableEntity)]
    [InlineData("Exact", HttpStatusCode.Created)]
    public async Task Rule_AboutAnotherVersion_IsMetUnlessToldOtherwise(string matchPolicy, HttpStatusCode expected)
    {
        var ns = await server.NewNamespaceAsync();
        await server.CreateAsync(
            Group + "/validatingadmissionpolicies",
            $$$$"""{"metadata":{"name":"{{{{ns}}}}"},"spec":{"matchConstraints":{"matchPolicy":"{{{{matchPolicy}}}}","namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"{{{{ns}}}}"}},"resourceRules":[{"apiGroups":["autoscaling"],"apiVersions":["v1"],"operations":["*"],"resources":["horizontalpodautoscalers"]}]},"validations":[{"expression":"object.spec.targetCPUUtilizationPercentage < 50","messageExpression":"object.apiVersion + ' ' + request.kind.version + ' ' + request.requestKind.version"}]}}""");
        await server.CreateAsync(Group + "/validatingadmissionpolicybindings", $$$"""{"metadata":{"name":"{{{ns}}}"},"spec":{"policyName":"{{{ns}}}","validationActions":["Deny"]}}""");
        var status = await RunningServer.JsonAsync(
            server.Admin,
            HttpMethod.Post,
            $"/apis/autoscaling/v2/namespaces/{ns}/horizontalpodautoscalers",
            """{"metadata":{"name":"web"},"spec":{"maxReplicas":3,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"web"},"metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":60}}}]}}""",
            "application/json",
            expected);
        if (expected != HttpStatusCode.Created) Assert.EndsWith("denied request: autoscaling/v1 v1 v2", status.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Annotation_ThatIsNoText_IsAFaultOfThePolicy()
    {
        var ns = await server.NewNamespaceAsync();
        await BindAsync(ns, """
            "auditAnnotations":[{"key":"none","valueExpression":"null"},{"key":"text","valueExpression":"object.metadata.name"},{"key":"size","valueExpression":"object.spec.replicas"}]
            """, actions: """["Warn"]""");
        var status = await DeployAsync(ns, 1, HttpStatusCode.UnprocessableEntity);
        Assert.EndsWith("denied request: valueExpression 'object.spec.replicas' resulted in unsupported return type: int. Return type must be either string or null.", status.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Parameters_OfAnUnknownKind_AreAFaultOfThePolicy()
    {
        var ns = await server.NewNamespaceAsync();
        await BindAsync(ns, """
            "paramKind":{"apiVersion":"example.com/v1","kind":"Nothing"},"validations":[{"expression":"true"}]
            """, """
            ,"paramRef":{"name":"limits","parameterNotFoundAction":"Deny"}
            """, """["Audit"]""");
        var status = await DeployAsync(ns, 1, HttpStatusCode.UnprocessableEntity);
        Assert.EndsWith(
            $"ValidatingAdmissionPolicy '{ns}' denied request: failed to configure policy: failed to find resource referenced by paramKind: 'example.com/v1, Kind=Nothing'",
            status.GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("\"validations\":[{\"expression\":\"params.a == 1\"}]", "spec.validations[0].expression: Invalid value: \"params.a == 1\": compilation failed: ERROR: <input>:1:1: undeclared reference to 'params' (in container '')\n | params.a == 1\n | ^")]
    [InlineData("\"validations\":[{\"expression\":\"true\",\"messageExpression\":\"string(authorizer)\"}]", "spec.validations[0].messageExpression: Invalid value: \"string(authorizer)\": compilation failed: ERROR: <input>:1:8: undeclared reference to 'authorizer' (in container '')\n | string(authorizer)\n | .......^")]
    [InlineData("\"validations\":[{\"expression\":\"1 + 1\",\"messageExpression\":\"[1]\"}],\"auditAnnotations\":[{\"key\":\"a\",\"valueExpression\":\"1\"}]", "[spec.validations[0].expression: Invalid value: \"1 + 1\": must evaluate to bool but got int, spec.validations[0].messageExpression: Invalid value: \"[1]\": must evaluate to string but got list(int), spec.auditAnnotations[0].valueExpression: Invalid value: \"1\": must evaluate to one of [string null] but got int]")]
    [InlineData("\"auditAnnotations\":[{\"key\":\"\",\"valueExpression\":\" \"}]", "[spec.auditAnnotations[0].key: Invalid value: \"p/\": name part must be non-empty, spec.auditAnnotations[0].key: Invalid value: \"p/\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'), spec.auditAnnotations[0].valueExpression: Required value: valueExpression is not specified]")]
    [InlineData("\"variables\":[{\"name\":\"for\",\"expression\":\"1\"}],\"validations\":[{\"expression\":\"true\",\"message\":\" \"}]", "[spec.variables[0].name: Invalid value: \"for\": name is not a valid CEL identifier, spec.validations[0].message: Invalid value: \" \": message must be non-empty if specified]")]
    public async Task Policy_Malformed_IsInvalid(string policy, string problem)
    {
        var body = $$$$"""{"metadata":{"name":"p"},"spec":{"matchConstraints":{"resourceRules":[{"apiGroups":["apps"],"apiVersions":["v1"],"operations":["*"],"resources":["deployments"]}]},{{{{policy}}}}}}""";
        var status = await RunningServer.JsonAsync(server.Admin, HttpMethod.Post, Group + "/validatingadmissionpolicies", body, "application/json", HttpStatusCode.UnprocessableEntity);
        Assert.Equal($"ValidatingAdmissionPolicy.admissionregistration.k8s.io \"p\" is invalid: {problem}", status.GetProperty("message").GetString());
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
