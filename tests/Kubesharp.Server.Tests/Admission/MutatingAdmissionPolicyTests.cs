using System.Net;
using System.Text.Json;
using Kubesharp.Server.Tests.Hosting;

namespace Kubesharp.Server.Tests.Admission;

[Collection(ServerTests.Name)]
public sealed class MutatingAdmissionPolicyTests(RunningServer server)
{
    private const string Group = "/apis/admissionregistration.k8s.io/v1";

    [Fact]
    public async Task Configuration_IsMergedIntoTheObject()
    {
        var ns = await server.NewNamespaceAsync();
        await BindAsync(
            ns,
            Apply("""
                Object{
                  metadata: Object.metadata{labels: {'team': variables.team}},
                  spec: Object.spec{replicas: object.spec.replicas + 1, template: Object.spec.template{spec: Object.spec.template.spec{
                    containers: [Object.spec.template.spec.containers{name: 'side', image: 'busybox'}]}}}
                }
                """),
            """
            "variables":[{"name":"team","expression":"namespaceObject.metadata.name"}],
            """);
        var made = await DeployAsync(ns);
        Assert.Equal((ns, 2), (made.GetProperty("metadata").GetProperty("labels").GetProperty("team").GetString(), made.GetProperty("spec").GetProperty("replicas").GetInt32()));
        var containers = made.GetProperty("spec").GetProperty("template").GetProperty("spec").GetProperty("containers").EnumerateArray().ToList();
        Assert.Equal(["c", "side"], containers.Select(container => container.GetProperty("name").GetString()));
        Assert.Equal("File", containers[1].GetProperty("terminationMessagePolicy").GetString());

        // What a policy writes belongs to nobody.
        var owned = made.GetProperty("metadata").GetProperty("managedFields")[0].GetProperty("fieldsV1").GetRawText();
        Assert.DoesNotContain("side", owned);
        Assert.DoesNotContain("team", owned);
    }

    [Fact]
    public async Task Patch_IsCarriedOutUnlessItsTestFails()
    {
        var ns = await server.NewNamespaceAsync();
        await BindAsync(
            ns,
            Patch("""
                [
                  JSONPatch{op: 'test', path: '/spec/replicas', value: 1},
                  JSONPatch{op: 'replace', path: '/spec/replicas', value: 4},
                  JSONPatch{op: 'add', path: '/metadata/labels', value: {'a': 'b'}},
                  JSONPatch{op: 'add', path: '/metadata/labels/' + jsonpatch.escapeKey('example.com/x'), value: 'y'},
                  JSONPatch{op: 'add', path: '/spec/template/spec/containers/-', value: Object.spec.template.spec.containers{name: 'side', image: 'busybox'}}
                ]
                """));
        var made = await DeployAsync(ns);
        Assert.Equal(4, made.GetProperty("spec").GetProperty("replicas").GetInt32());
        Assert.Equal("""{"a":"b","example.com/x":"y"}""", made.GetProperty("metadata").GetProperty("labels").GetRawText());
        Assert.Equal(2, made.GetProperty("spec").GetProperty("template").GetProperty("spec").GetProperty("containers").GetArrayLength());
        made = await DeployAsync(ns, replicas: 2);
        Assert.Equal(2, made.GetProperty("spec").GetProperty("replicas").GetInt32());
    }

    [Fact]
    public async Task Policies_GoByTheirNames_AndThoseThatWantToSeeWhatCameAfterThem()
    {
        // Each writes down what it saw; the first is asked again after the second, which is not.
        var ns = await server.NewNamespaceAsync();
        const string Note = "Object{metadata: Object.metadata{annotations: {'NAME': object.metadata.?annotations['seen'].orValue('-') + object.metadata.?annotations['SEEN'].orValue('-'), 'seen': 'NAME'}}}";
        await BindAsync(ns, Apply(Note.Replace("NAME", "a").Replace("SEEN", "b")), name: $"{ns}-a", reinvocation: "IfNeeded");
        await BindAsync(ns, Apply(Note.Replace("NAME", "b").Replace("SEEN", "a")), name: $"{ns}-b");
        var annotations = (await DeployAsync(ns)).GetProperty("metadata").GetProperty("annotations");
        Assert.Equal(("ba--", "a--", "a"), (annotations.GetProperty("a").GetString(), annotations.GetProperty("b").GetString(), annotations.GetProperty("seen").GetString()));
    }

    [Fact]
    public async Task Result_IsValidatedAndSeenByTheStepsBefore()
    {
        var ns = await server.NewNamespaceAsync();
        await BindAsync(ns, Apply("Object{spec: Object.spec{replicas: -1}}"));
        var status = await DeployAsync(ns, expected: HttpStatusCode.UnprocessableEntity);
        Assert.Equal("Deployment.apps \"web\" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0", status.GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("Object{spec: Object.spec{replica: 1}}", "error applying patch: failed to convert patch object to typed object: .spec.replica: field not declared in schema")]
    [InlineData("Object{spec: Object.spec{selector: Object.spec.selector{matchLabels: {'a': 'b'}}}}", "error applying patch: invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: .spec.selector")]
    [InlineData("Object{spec: Object.template{}}", "type mismatch: unexpected type name \"Object.template\", expected \"Object.spec\", which matches field name path from root Object type")]
    [InlineData("Object{spec: Object.spec{replicas: object.spec.nothing}}", "expression 'Object{spec: Object.spec{replicas: object.spec.nothing}}' resulted in error: no such key: nothing")]
    public async Task Configuration_ThatDoesNotFit_RefusesTheRequest(string expression, string problem)
    {
        var ns = await server.NewNamespaceAsync();
        await BindAsync(ns, Apply(expression));
        var status = await DeployAsync(ns, expected: HttpStatusCode.Forbidden);
        Assert.Equal($"policy '{ns}' with binding '{ns}' denied request: {problem}", status.GetProperty("message").GetString());
        Assert.Equal("Invalid", status.GetProperty("reason").GetString());
        Assert.Equal(status.GetProperty("message").GetString(), status.GetProperty("details").GetProperty("causes")[0].GetProperty("message").GetString());
    }

    [Fact]
    public async Task Failure_ToBeIgnored_LeavesTheObjectAlone()
    {
        var ns = await server.NewNamespaceAsync();
        await BindAsync(ns, Apply("Object{spec: Object.spec{replica: 1}}"), "\"failurePolicy\":\"Ignore\",");
        Assert.Equal(1, (await DeployAsync(ns)).GetProperty("spec").GetProperty("replicas").GetInt32());
    }

    [Fact]
    public async Task Patch_OfAnUnknownField_IsTheServersError()
    {
        var ns = await server.NewNamespaceAsync();
        await BindAsync(ns, Patch("[JSONPatch{op: 'add', path: '/spec/nothing', value: 1}]"), "\"failurePolicy\":\"Ignore\",");
        var status = await DeployAsync(ns, expected: HttpStatusCode.InternalServerError);
        Assert.Equal("Internal error occurred: strict decoding error: unknown field \"spec.nothing\"", status.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Conditions_AndParameters_DecideWhatIsChanged()
    {
        var ns = await server.NewNamespaceAsync();
        foreach (var (name, level) in new[] { ("one", "3"), ("two", "5") })
            await server.CreateAsync($"/api/v1/namespaces/{ns}/configmaps", $$$$"""{"metadata":{"name":"{{{{name}}}}","labels":{"use":"yes"}},"data":{"replicas":"{{{{level}}}}"}}""");
        await BindAsync(
            ns,
            Apply("Object{spec: Object.spec{replicas: int(params.data.replicas)}, metadata: Object.metadata{labels: {params.metadata.name: 'used'}}}"),
            """
            "paramKind":{"apiVersion":"v1","kind":"ConfigMap"},"matchConditions":[{"name":"rises","expression":"object.spec.replicas < int(params.data.replicas)"}],
            """,
            """
            ,"paramRef":{"selector":{"matchLabels":{"use":"yes"}},"parameterNotFoundAction":"Deny"}
            """);
        var made = await DeployAsync(ns, replicas: 4);
        Assert.Equal("""{"two":"used"}""", made.GetProperty("metadata").GetProperty("labels").GetRawText());
        Assert.Equal(5, made.GetProperty("spec").GetProperty("replicas").GetInt32());
        await server.DeleteAsync($"/api/v1/namespaces/{ns}/configmaps/one");
        await server.DeleteAsync($"/api/v1/namespaces/{ns}/configmaps/two");
        var status = await DeployAsync(ns, replicas: 1, expected: HttpStatusCode.Forbidden);
        Assert.Equal(
            $"policy '{ns}' with binding '{ns}' denied request: failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction",
            status.GetProperty("message").GetString());
        Assert.Equal("Forbidden", status.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Update_IsChangedToo_ButDeletionIsNot()
    {
        var ns = await server.NewNamespaceAsync();
        await DeployAsync(ns);
        await BindAsync(ns, Patch("[JSONPatch{op: 'add', path: '/metadata/resourceVersion', value: '7'}, JSONPatch{op: 'add', path: '/metadata/annotations', value: {'by': request.operation}}]"));
        var path = $"/apis/apps/v1/namespaces/{ns}/deployments/web-1";
        var patched = await server.PatchAsync(path, """{"spec":{"replicas":2}}""");
        Assert.Equal("UPDATE", patched.GetProperty("metadata").GetProperty("annotations").GetProperty("by").GetString());
        Assert.NotEqual("7", patched.GetProperty("metadata").GetProperty("resourceVersion").GetString());
        await server.DeleteAsync(path);
    }

    [Fact]
    public async Task Namespace_CannotBeChanged()
    {
        var ns = await server.NewNamespaceAsync();
        await BindAsync(ns, Apply("Object{metadata: Object.metadata{namespace: 'default'}}"));
        var status = await DeployAsync(ns, expected: HttpStatusCode.BadRequest);
        Assert.Equal("the namespace of the provided object does not match the namespace sent on the request", status.GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("""{"patchType":"JSONPatch"}""", "spec.mutations[0].jsonPatch: Required value: must be specified when patchType is JSONPatch")]
    [InlineData("""{"patchType":"ApplyConfiguration","applyConfiguration":{"expression":" "}}""", "spec.mutations[0].applyConfiguration.expression: Required value")]
    [InlineData("""{"patchType":"ApplyConfiguration","applyConfiguration":{"expression":"Object{}"},"jsonPatch":{"expression":"[]"}}""", "spec.mutations[0].jsonPatch: Invalid value: \"{jsonPatch}\": must not be specified when patchType is ApplyConfiguration")]
    [InlineData("""{"patchType":"JSONPatch","jsonPatch":{"expression":"[JSONPatch{ops: 'add'}]"}}""", "spec.mutations[0].jsonPatch.expression: Invalid value: \"[JSONPatch{ops: 'add'}]\": compilation failed: ERROR: <input>:1:17: undefined field 'ops'\n | [JSONPatch{ops: 'add'}]\n | ................^")]
    [InlineData("""{"patchType":"ApplyConfiguration","applyConfiguration":{"expression":"{'a': 1}"}}""", "spec.mutations[0].applyConfiguration.expression: Invalid value: \"{'a': 1}\": must evaluate to Object but got map(string, int)")]
    [InlineData("""{"patchType":"JSONPatch","jsonPatch":{"expression":"'no'"}}""", "spec.mutations[0].jsonPatch.expression: Invalid value: \"'no'\": must evaluate to list(JSONPatch) but got string")]
    public async Task Mutation_Malformed_IsInvalid(string mutation, string problem)
    {
        var status = await RunningServer.JsonAsync(
            server.Admin, HttpMethod.Post, Group + "/mutatingadmissionpolicies", Policy("bad", mutation, "", "Never"), "application/json", HttpStatusCode.UnprocessableEntity);
        Assert.Equal($"MutatingAdmissionPolicy.admissionregistration.k8s.io \"bad\" is invalid: {problem}", status.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Policy_AboutDeletions_IsInvalid()
    {
        var policy = Policy("bad", Apply("Object{}"), "", "").Replace("\"CREATE\"", "\"DELETE\"", StringComparison.Ordinal).Replace("\"deployments\"", "\"*\",\"deployments\"", StringComparison.Ordinal);
        var status = await RunningServer.JsonAsync(server.Admin, HttpMethod.Post, Group + "/mutatingadmissionpolicies", policy, "application/json", HttpStatusCode.UnprocessableEntity);
        Assert.Equal(
            "MutatingAdmissionPolicy.admissionregistration.k8s.io \"bad\" is invalid: [spec.matchConstraints.resourceRules[0].resources: Invalid value: [\"*\",\"deployments\"]: if '*' is present, must not specify other resources without subresources, spec.matchConstraints.resourceRules.operations: Unsupported value: \"DELETE\": supported values: \"*\", \"CONNECT\", \"CREATE\", \"UPDATE\", spec.reinvocationPolicy: Required value]",
            status.GetProperty("message").GetString());
    }

    private static string Apply(string expression) => $$$"""{"patchType":"ApplyConfiguration","applyConfiguration":{"expression":{{{JsonSerializer.Serialize(expression)}}}}}""";

    private static string Patch(string expression) => $$$"""{"patchType":"JSONPatch","jsonPatch":{"expression":{{{JsonSerializer.Serialize(expression)}}}}}""";

    private static string Policy(string name, string mutation, string policy, string reinvocation) =>
        $$$$"""{"metadata":{"name":"{{{{name}}}}"},"spec":{{{{{policy}}}}"reinvocationPolicy":"{{{{reinvocation}}}}","matchConstraints":{"resourceRules":[{"apiGroups":["apps"],"apiVersions":["v1"],"operations":["CREATE","UPDATE"],"resources":["deployments"]}]},"mutations":[{{{{mutation}}}}]}}""";

    private Task<JsonElement> DeployAsync(string ns, int replicas = 1, HttpStatusCode expected = HttpStatusCode.Created) => RunningServer.JsonAsync(
        server.Admin,
        HttpMethod.Post,
        $"/apis/apps/v1/namespaces/{ns}/deployments?fieldManager=test",
        $$$$$"""{"metadata":{"name":"web{{{{{(expected == HttpStatusCode.Created ? $"-{replicas}" : "")}}}}}"},"spec":{"replicas":{{{{{replicas}}}}},"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"c","image":"nginx"}]}}}}""",
        "application/json",
        expected);

    /// <summary>Makes a policy on the deployments of a namespace and binds it.</summary>
    private async Task BindAsync(string ns, string mutation, string policy = "", string binding = "", string? name = null, string reinvocation = "Never")
    {
        name ??= ns;
        await server.CreateAsync(Group + "/mutatingadmissionpolicies", Policy(name, mutation, policy, reinvocation));
        await server.CreateAsync(
            Group + "/mutatingadmissionpolicybindings",
            $$$$$"""{"metadata":{"name":"{{{{{name}}}}}"},"spec":{"policyName":"{{{{{name}}}}}","matchResources":{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"{{{{{ns}}}}}"}}}{{{{{binding}}}}}}}""");
    }
}
