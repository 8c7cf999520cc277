using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Kubesharp.Server.Tests.Hosting;

namespace Kubesharp.Server.Tests.Rest;

[Collection(ServerTests.Name)]
public sealed class VerbTests(RunningServer server)
{
    [Fact]
    public async Task Create_NewObject_AnswersItWithServerFields()
    {
        var path = await ConfigMapsAsync();
        var created = await server.CreateAsync(path, """{"metadata":{"name":"a"},"data":{"k":"v"}}""");
        var metadata = created.GetProperty("metadata");
        Assert.Equal("ConfigMap", created.GetProperty("kind").GetString());
        Assert.Equal("v1", created.GetProperty("apiVersion").GetString());
        Assert.Equal(36, metadata.GetProperty("uid").GetString()!.Length);
        Assert.True(metadata.GetProperty("creationTimestamp").GetDateTime() > DateTime.MinValue);
        Assert.True(long.Parse(metadata.GetProperty("resourceVersion").GetString()!) > 0);
        Assert.Equal(created.GetRawText(), (await server.GetAsync(path + "/a")).GetRawText());
    }

    [Fact]
    public async Task Create_GenerateName_AddsFiveCharacters()
    {
        var created = await server.CreateAsync(await ConfigMapsAsync(), """{"metadata":{"generateName":"job-"}}""");
        Assert.Matches("^job-[bcdfghjklmnpqrstvwxz2456789]{5}$", created.GetProperty("metadata").GetProperty("name").GetString());
    }

    [Fact]
    public async Task Create_ExistingName_IsAlreadyExists()
    {
        var path = await ConfigMapsAsync();
        await server.CreateAsync(path, """{"metadata":{"name":"a"}}""");
        var status = await RunningServer.JsonAsync(server.Admin, HttpMethod.Post, path, """{"metadata":{"name":"a"}}""", "application/json", HttpStatusCode.Conflict);
        Assert.Equal("AlreadyExists", status.GetProperty("reason").GetString());
        Assert.Equal("configmaps \"a\" already exists", status.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Create_DryRun_StoresNothing()
    {
        var path = await ConfigMapsAsync();
        var created = await server.CreateAsync(path + "?dryRun=All", """{"metadata":{"name":"a"}}""");
        Assert.False(created.GetProperty("metadata").TryGetProperty("resourceVersion", out _));
        await RunningServer.JsonAsync(server.Admin, HttpMethod.Get, path + "/a", null, null, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Create_Yaml_IsTheSameAsJson()
    {
        var path = await ConfigMapsAsync();
        var created = await RunningServer.JsonAsync(
            server.Admin, HttpMethod.Post, path, "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  k: \"yes\"\n", "application/yaml", HttpStatusCode.Created);
        Assert.Equal("yes", created.GetProperty("data").GetProperty("k").GetString());
    }

    [Fact]
    public async Task Head_ExistingObject_HasNoBody()
    {
        var path = await ConfigMapsAsync();
        await server.CreateAsync(path, """{"metadata":{"name":"a"}}""");
        using var answer = await RunningServer.SendAsync(server.Admin, HttpMethod.Head, path + "/a");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Get_Protobuf_DecodesToTheSameObject()
    {
        var path = await ConfigMapsAsync();
        await server.CreateAsync(path, """{"metadata":{"name":"a"},"data":{"k":"v"}}""");
        using var answer = await RunningServer.SendAsync(server.Admin, HttpMethod.Get, path + "/a", accept: "application/vnd.kubernetes.protobuf");
        Assert.Equal("application/vnd.kubernetes.protobuf", answer.Content.Headers.ContentType!.MediaType);
        var decoded = Api.Serialization.ApiProtobuf.Decode<Api.Core.V1.ConfigMap>(await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal("v", decoded.Data["k"]);
        Assert.NotEmpty(decoded.Metadata.ResourceVersion);
    }

    [Fact]
    public async Task Create_Protobuf_IsStored()
    {
        var path = await ConfigMapsAsync();
        var body = Api.Serialization.ApiProtobuf.Encode(new Api.Core.V1.ConfigMap { Metadata = new() { Name = "p" }, Data = Api.ValueMap.Of("k", "v") });
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body), Version = HttpVersion.Version20 };
        request.Content.Headers.ContentType = new("application/vnd.kubernetes.protobuf");
        using var answer = await server.Admin.SendAsync(request);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal("v", (await server.GetAsync(path + "/p")).GetProperty("data").GetProperty("k").GetString());
    }

    [Fact]
    public async Task Update_StaleResourceVersion_IsConflict()
    {
        var path = await ConfigMapsAsync();
        var created = await server.CreateAsync(path, """{"metadata":{"name":"a"}}""");
        var version = created.GetProperty("metadata").GetProperty("resourceVersion").GetString();
        await server.PatchAsync(path + "/a", """{"data":{"k":"1"}}""");
        var status = await RunningServer.JsonAsync(
            server.Admin,
            HttpMethod.Put,
            path + "/a",
            $$$$$$"""{"metadata":{"name":"a","resourceVersion":"{{{{{{version}}}}}}"},"data":{"k":"2"}}""",
            "application/json",
            HttpStatusCode.Conflict);
        Assert.Equal(
            "Operation cannot be fulfilled on configmaps \"a\": the object has been modified; please apply your changes to the latest version and try again",
            status.GetProperty("message").GetString());
        Assert.Equal("1", (await server.GetAsync(path + "/a")).GetProperty("data").GetProperty("k").GetString());
    }

    [Fact]
    public async Task Update_NothingChanged_WritesNothing()
    {
        var path = await ConfigMapsAsync();
        var created = await server.CreateAsync(path, """{"metadata":{"name":"a"},"data":{"k":"v"}}""");
        var updated = await server.PutAsync(path + "/a", created.GetRawText());
        Assert.Equal(created.GetRawText(), updated.GetRawText());
    }

    [Fact]
    public async Task Update_SpecOfDeployment_RaisesGenerationAndKeepsStatus()
    {
        var path = await DeploymentsAsync();
        await server.CreateAsync(path, Deployment("web", 1));
        await server.PatchAsync(path + "/web/status", """{"status":{"replicas":1,"observedGeneration":1},"spec":{"replicas":9}}""");
        var updated = await server.PutAsync(path + "/web", Deployment("web", 3));
        Assert.Equal(2, updated.GetProperty("metadata").GetProperty("generation").GetInt64());
        Assert.Equal(3, updated.GetProperty("spec").GetProperty("replicas").GetInt32());
        Assert.Equal(1, updated.GetProperty("status").GetProperty("replicas").GetInt32());
    }

    [Theory]
    [InlineData("application/merge-patch+json", """{"data":{"a":null,"b":"2"}}""")]
    [InlineData("application/strategic-merge-patch+json", """{"data":{"a":null,"b":"2"}}""")]
    [InlineData("application/json-patch+json", """[{"op":"remove","path":"/data/a"},{"op":"add","path":"/data/b","value":"2"}]""")]
    public async Task Patch_EachForm_ChangesTheObject(string type, string patch)
    {
        var path = await ConfigMapsAsync();
        await server.CreateAsync(path, """{"metadata":{"name":"a"},"data":{"a":"1"}}""");
        var patched = await server.PatchAsync(path + "/a", patch, type);
        Assert.Equal("""{"b":"2"}""", patched.GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task Apply_Twice_CreatesThenChangesNothing()
    {
        var path = await ConfigMapsAsync();
        const string Wanted = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  k: v\n";
        using var first = await RunningServer.SendAsync(server.Admin, HttpMethod.Patch, path + "/a?fieldManager=me", Wanted, "application/apply-patch+yaml");
        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        var second = await server.PatchAsync(path + "/a?fieldManager=me", Wanted, "application/apply-patch+yaml");
        Assert.Equal("Apply", second.GetProperty("metadata").GetProperty("managedFields")[0].GetProperty("operation").GetString());
        Assert.Equal(await first.Content.ReadAsStringAsync(), second.GetRawText() + "\n");
    }

    [Fact]
    public async Task Scale_Patch_ChangesReplicas()
    {
        var path = await DeploymentsAsync();
        await server.CreateAsync(path, Deployment("web", 1));
        var scale = await server.PatchAsync(path + "/web/scale", """{"spec":{"replicas":4}}""");
        Assert.Equal("Scale", scale.GetProperty("kind").GetString());
        Assert.Equal("app=web", scale.GetProperty("status").GetProperty("selector").GetString());
        Assert.Equal(4, (await server.GetAsync(path + "/web")).GetProperty("spec").GetProperty("replicas").GetInt32());
    }

    [Fact]
    public async Task Get_Table_HasColumnsAndRows()
    {
        var path = await ConfigMapsAsync();
        await server.CreateAsync(path, """{"metadata":{"name":"a"}}""");
        using var answer = await RunningServer.SendAsync(server.Admin, HttpMethod.Get, path, accept: "application/json;as=Table;v=v1;g=meta.k8s.io,application/json");
        var table = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal("Table", table.GetProperty("kind").GetString());
        Assert.Equal("Name", table.GetProperty("columnDefinitions")[0].GetProperty("name").GetString());
        Assert.Equal("a", table.GetProperty("rows")[0].GetProperty("cells")[0].GetString());
        Assert.Equal("PartialObjectMetadata", table.GetProperty("rows")[0].GetProperty("object").GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Get_TableOfTheBetaVersion_IsOfThatVersion()
    {
        var path = await ConfigMapsAsync();
        await server.CreateAsync(path, """{"metadata":{"name":"a"}}""");
        var table = await AskAsync(path, "application/json;as=Table;v=v1beta1;g=meta.k8s.io", HttpStatusCode.OK);
        Assert.Equal("meta.k8s.io/v1beta1", table.GetProperty("apiVersion").GetString());
        Assert.Equal("meta.k8s.io/v1beta1", table.GetProperty("rows")[0].GetProperty("object").GetProperty("apiVersion").GetString());
    }

    [Fact]
    public async Task Get_MetadataOfTheBetaVersion_IsOfThatVersion()
    {
        const string Beta = "meta.k8s.io/v1beta1";
        var path = await ConfigMapsAsync();
        await server.CreateAsync(path, """{"metadata":{"name":"a"}}""");
        Assert.Equal(Beta, (await AskAsync(path + "/a", "application/json;as=PartialObjectMetadata;v=v1beta1;g=meta.k8s.io", HttpStatusCode.OK)).GetProperty("apiVersion").GetString());
        var list = await AskAsync(path, "application/json;as=PartialObjectMetadataList;v=v1beta1;g=meta.k8s.io", HttpStatusCode.OK);
        Assert.Equal((Beta, "PartialObjectMetadataList"), (list.GetProperty("apiVersion").GetString(), list.GetProperty("kind").GetString()));
        using var answer = await RunningServer.SendAsync(server.Admin, HttpMethod.Get, path + "/a", accept: "application/vnd.kubernetes.protobuf;as=PartialObjectMetadata;v=v1beta1;g=meta.k8s.io");
        Assert.Contains(Beta, Encoding.UTF8.GetString((await answer.Content.ReadAsByteArrayAsync())[..40]));
    }

    [Theory]
    [InlineData("", "PartialObjectMetadata", "you requested PartialObjectMetadata, but the requested object is a list (*core.ConfigMapList)")]
    [InlineData("/a", "PartialObjectMetadataList", "you requested PartialObjectMetadataList, but the requested object is not a list (*core.ConfigMap)")]
    public async Task Get_MetadataInTheWrongForm_IsNotAcceptable(string name, string form, string message)
    {
        var path = await ConfigMapsAsync();
        await server.CreateAsync(path, """{"metadata":{"name":"a"}}""");
        var status = await AskAsync(path + name, $"application/json;as={form};v=v1;g=meta.k8s.io", HttpStatusCode.NotAcceptable);
        Assert.Equal(message, status.GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("application/merge-patch+json")]
    [InlineData("application/strategic-merge-patch+json")]
    public async Task Patch_ScaleOfTheWrongType_IsInvalid(string type)
    {
        var path = await DeploymentsAsync();
        await server.CreateAsync(path, Deployment("web", 1));
        var status = await RunningServer.JsonAsync(
            server.Admin, HttpMethod.Patch, path + "/web/scale", """{"spec":{"replicas":"many"}}""", type, HttpStatusCode.UnprocessableEntity);
        Assert.Equal("Invalid", status.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Approval_Patched_KeepsTheMetadataToo()
    {
        const string Path = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Convert.ToBase64String(Encoding.ASCII.GetBytes(new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256).CreateSigningRequestPem()));
        await server.CreateAsync(Path, $$$"""{"metadata":{"name":"approved"},"spec":{"request":"{{{request}}}","signerName":"example.com/x","usages":["client auth"]}}""");
        var patched = await server.PatchAsync(
            Path + "/approved/approval",
            """{"metadata":{"annotations":{"by":"me"}},"status":{"conditions":[{"type":"Approved","status":"True","reason":"R"}]}}""");
        Assert.Equal("me", patched.GetProperty("metadata").GetProperty("annotations").GetProperty("by").GetString());
        Assert.Equal("Approved", patched.GetProperty("status").GetProperty("conditions")[0].GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"clusterIP\":\"\"")]
    public async Task Service_MadeExternal_LosesWhatItHadInTheCluster(string more)
    {
        var path = $"/api/v1/namespaces/{await server.NewNamespaceAsync()}/services";
        await server.CreateAsync(path, """{"metadata":{"name":"s"},"spec":{"type":"NodePort","ports":[{"port":80}]}}""");
        var service = await server.PatchAsync(path + "/s", $$$"""{"spec":{"type":"ExternalName","externalName":"example.com"{{{more}}}}}""");
        Assert.False(service.GetProperty("spec").TryGetProperty("clusterIP", out _));
        Assert.False(service.GetProperty("spec").TryGetProperty("ipFamilies", out _));
    }

    [Fact]
    public async Task ApiServices_AreThereForWhatIsServed()
    {
        var list = await server.GetAsync("/apis/apiregistration.k8s.io/v1/apiservices");
        var core = list.GetProperty("items").EnumerateArray().Single(item => item.GetProperty("metadata").GetProperty("name").GetString() == "v1.");
        Assert.Equal(18000, core.GetProperty("spec").GetProperty("groupPriorityMinimum").GetInt32());
        Assert.Equal("Local", core.GetProperty("status").GetProperty("conditions")[0].GetProperty("reason").GetString());
        var table = await AskAsync("/apis/apiregistration.k8s.io/v1/apiservices/v1.apps", "application/json;as=Table;v=v1;g=meta.k8s.io", HttpStatusCode.OK);
        Assert.Equal(["v1.apps", "Local", "True"], table.GetProperty("rows")[0].GetProperty("cells").EnumerateArray().Take(3).Select(cell => cell.GetString()!));
    }

    [Fact]
    public async Task TokenTracking_SaysSinceWhen()
    {
        var map = await server.GetAsync("/api/v1/namespaces/kube-system/configmaps/kube-apiserver-legacy-service-account-token-tracking");
        Assert.Matches("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", map.GetProperty("data").GetProperty("since").GetString());
    }

    [Fact]
    public async Task ServiceCidr_OfTheCluster_IsReady()
    {
        var cidr = await server.GetAsync("/apis/networking.k8s.io/v1/servicecidrs/kubernetes");
        var condition = cidr.GetProperty("status").GetProperty("conditions")[0];
        Assert.Equal(("Ready", "True"), (condition.GetProperty("type").GetString(), condition.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task ClaimStatus_PatchedAndReplaced_IsKept()
    {
        var path = $"/api/v1/namespaces/{await server.NewNamespaceAsync()}/persistentvolumeclaims";
        await server.CreateAsync(path, """{"metadata":{"name":"a"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}""");
        var claim = await server.PatchAsync(path + "/a/status", """{"status":{"conditions":[{"type":"StatusPatched","status":"True"}]}}""");
        Assert.Equal("StatusPatched", claim.GetProperty("status").GetProperty("conditions")[0].GetProperty("type").GetString());
        claim = await server.PutAsync(path + "/a/status", claim.GetRawText().Replace("StatusPatched", "StatusUpdated"));
        Assert.Equal("StatusUpdated", claim.GetProperty("status").GetProperty("conditions")[0].GetProperty("type").GetString());
    }

    [Fact]
    public async Task Create_EventOfTheNewGroup_IsCheckedMoreStrictly()
    {
        var ns = await server.NewNamespaceAsync();
        var body = $$$"""{"metadata":{"name":"e"},"{{0}}":{"kind":"Pod","namespace":"{{{ns}}}","name":"p"},"type":"Normal","reason":"R"}""";
        await server.CreateAsync($"/api/v1/namespaces/{ns}/events", body.Replace("{{0}}", "involvedObject"));
        var status = await RunningServer.JsonAsync(
            server.Admin, HttpMethod.Post, $"/apis/events.k8s.io/v1/namespaces/{ns}/events", body.Replace("{{0}}", "regarding"), "application/json", HttpStatusCode.UnprocessableEntity);
        Assert.Contains("eventTime: Required value", status.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Update_EventOfTheNewGroup_IsLessStrictThanItsCreation()
    {
        var ns = await server.NewNamespaceAsync();
        var path = $"/apis/events.k8s.io/v1/namespaces/{ns}/events";
        var made = await server.CreateAsync(
            path,
            $$$"""{"metadata":{"name":"e"},"regarding":{"kind":"Pod","namespace":"{{{ns}}}","name":"p"},"type":"Normal","reason":"R","action":"A","reportingController":"c","reportingInstance":"i","note":"n","eventTime":"2026-01-01T00:00:00.000000Z"}""");
        await server.PatchAsync(path + "/e", """{"series":{"count":2,"lastObservedTime":"2026-01-01T00:00:01.000000Z"}}""");
        var changed = await server.PatchAsync(path + "/e", """{"note":"other","action":"B"}""");
        Assert.Equal(("other", "B"), (changed.GetProperty("note").GetString(), changed.GetProperty("action").GetString()));
        var status = await RunningServer.JsonAsync(
            server.Admin, HttpMethod.Patch, path + "/e", """{"action":""}""", "application/merge-patch+json", HttpStatusCode.UnprocessableEntity);
        Assert.EndsWith("is invalid: action: Required value", status.GetProperty("message").GetString());
        await server.PatchAsync($"/api/v1/namespaces/{ns}/events/e", """{"message":"other"}""");
        status = await RunningServer.JsonAsync(
            server.Admin, HttpMethod.Post, path, made.GetRawText().Replace("\"name\":\"e\"", "\"name\":\"f\"").Replace("\"note\"", "\"deprecatedCount\":1,\"note\"").Replace("\"resourceVersion\"", "\"selfLink\""), "application/json", HttpStatusCode.UnprocessableEntity);
        Assert.EndsWith("count: Invalid value: \"\": needs to be unset", status.GetProperty("message").GetString());
    }

    private async Task<JsonElement> AskAsync(string path, string accept, HttpStatusCode expected)
    {
        using var answer = await RunningServer.SendAsync(server.Admin, HttpMethod.Get, path, accept: accept);
        Assert.Equal(expected, answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.Clone();
    }

    private static string Deployment(string name, int replicas) =>
        $$$$$$"""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"{{{{{{name}}}}}}"},"spec":{"replicas":{{{{{{replicas}}}}}},"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"c","image":"nginx"}]}}}}""";

    private async Task<string> ConfigMapsAsync() => $"/api/v1/namespaces/{await server.NewNamespaceAsync()}/configmaps";

    private async Task<string> DeploymentsAsync() => $"/apis/apps/v1/namespaces/{await server.NewNamespaceAsync()}/deployments";
}
