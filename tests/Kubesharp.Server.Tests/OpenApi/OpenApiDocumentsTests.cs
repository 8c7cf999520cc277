using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kubesharp.Api;
using Kubesharp.Server.OpenApi;
using Kubesharp.Server.Registry;

namespace Kubesharp.Server.Tests.OpenApi;

public sealed class OpenApiDocumentsTests
{
    private const string Protobuf = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";

    private static readonly ResourceRegistry BuiltIn = new(BuiltInResources.Create());

    private static readonly OpenApiDocuments Documents = new(() => BuiltIn, "v1.36.2");

    private static JsonNode Json(string path, IOpenApiDocuments? documents = null) => JsonNode.Parse((documents ?? Documents).Find(path, "application/json")!.Body.Span)!;

    [Fact]
    public void Find_V2_DescribesEveryKindOnce()
    {
        var definitions = Json("v2")["definitions"]!.AsObject();
        var kinds = definitions.SelectMany(d => d.Value!["x-kubernetes-group-version-kind"]?.AsArray() ?? []).Select(k => k!.ToJsonString()).ToList();
        Assert.Equal(kinds.Count, kinds.Distinct().Count());
        foreach (var resource in BuiltIn.Resources)
        {
            var gvk = resource.Info.Gvk;
            Assert.Contains($"{{\"group\":\"{gvk.Group}\",\"kind\":\"{gvk.Kind}\",\"version\":\"{gvk.Version}\"}}", kinds);
        }
    }

    [Fact]
    public void Find_AnyDocument_ReferencesOnlyWhatItDefines()
    {
        Check(Json("v2"), "definitions", "#/definitions/");
        foreach (var (path, _) in Json("v3")["paths"]!.AsObject()) Check(Json($"v3/{path}")["components"]!.Root, "components", "#/components/schemas/");

        static void Check(JsonNode document, string part, string prefix)
        {
            var defined = (part == "components" ? document[part]!["schemas"]! : document[part]!).AsObject().Select(d => prefix + d.Key).ToHashSet();
            var used = References(document).ToHashSet();
            Assert.NotEmpty(used);
            Assert.Subset(defined, used);
        }
    }

    [Fact]
    public void Find_V3Index_LinksDocumentsByTheirHash()
    {
        var paths = Json("v3")["paths"]!.AsObject();
        Assert.Contains("api/v1", paths.Select(p => p.Key));
        Assert.Contains("apis/apps/v1", paths.Select(p => p.Key));
        foreach (var (path, link) in paths)
        {
            var document = Documents.Find($"v3/{path}", "")!;
            Assert.Equal($"/openapi/v3/{path}?hash={document.ETag.Trim('"')}", link!["serverRelativeURL"]!.GetValue<string>());
        }
    }

    [Fact]
    public void Find_PodSpec_SaysHowItsListsMerge()
    {
        var spec = Json("v2")["definitions"]!["io.k8s.api.core.v1.PodSpec"]!;
        Assert.Equal(["containers"], spec["required"]!.AsArray().Select(r => r!.GetValue<string>()));
        var containers = spec["properties"]!["containers"]!;
        Assert.Equal("array", containers["type"]!.GetValue<string>());
        Assert.Equal("#/definitions/io.k8s.api.core.v1.Container", containers["items"]!["$ref"]!.GetValue<string>());
        Assert.Equal("name", containers["x-kubernetes-patch-merge-key"]!.GetValue<string>());
        Assert.Equal("merge", containers["x-kubernetes-patch-strategy"]!.GetValue<string>());
        Assert.Equal("map", containers["x-kubernetes-list-type"]!.GetValue<string>());
        Assert.Equal("merge,retainKeys", spec["properties"]!["volumes"]!["x-kubernetes-patch-strategy"]!.GetValue<string>());
        var port = Json("v3/api/v1")["components"]!["schemas"]!["io.k8s.api.core.v1.ContainerPort"]!["properties"]!["protocol"]!;
        Assert.Equal("TCP", port["default"]!.GetValue<string>());
        Assert.Equal(["SCTP", "TCP", "UDP"], port["enum"]!.AsArray().Select(r => r!.GetValue<string>()));
        Assert.Equal("atomic", Json("v2")["definitions"]!["io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector"]!["x-kubernetes-map-type"]!.GetValue<string>());
    }

    [Fact]
    public void Find_PatchOperations_NameTheirKindAndTheValidationParameter()
    {
        foreach (var (path, _) in Json("v3")["paths"]!.AsObject())
        {
            foreach (var (_, operations) in Json($"v3/{path}")["paths"]!.AsObject())
            {
                if (operations!["patch"] is not { } patch) continue;
                Assert.NotNull(patch["x-kubernetes-group-version-kind"]!["kind"]);
                Assert.Contains("fieldValidation", patch["parameters"]!.AsArray().Select(p => p!["name"]!.GetValue<string>()));
            }
        }
    }

    [Fact]
    public void Find_AnyDocument_HasOperationNamesOnce()
    {
        var names = Json("v2")["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject()).Where(o => o.Key != "parameters").Select(o => o.Value!["operationId"]!.GetValue<string>()).ToList();
        Assert.Empty(names.GroupBy(name => name).Where(group => group.Count() > 1).Select(group => group.Key));
        Assert.Contains("listCoreV1NamespacedPod", names);
        Assert.Contains("replaceAppsV1NamespacedDeploymentStatus", names);
    }

    [Fact]
    public void Find_Protobuf_HoldsTheSameDefinitions()
    {
        var document = Documents.Find("v2", Protobuf)!;
        Assert.Equal("application/com.github.proto-openapi.spec.v2.v1.0+protobuf", document.ContentType);
        var root = ProtobufFields.Read(document.Body);
        Assert.Equal("2.0", Encoding.UTF8.GetString(root.Single(f => f.Number == 1).Bytes.Span));
        var definitions = ProtobufFields.Read(root.Single(f => f.Number == 9).Bytes);
        var expected = Json("v2")["definitions"]!.AsObject();
        Assert.Equal(expected.Select(d => d.Key), definitions.Select(d => Encoding.UTF8.GetString(ProtobufFields.Read(d.Bytes)[0].Bytes.Span)));
        var pod = definitions.Select(d => ProtobufFields.Read(d.Bytes)).Single(d => Encoding.UTF8.GetString(d[0].Bytes.Span) == "io.k8s.api.core.v1.Pod");
        var extension = ProtobufFields.Read(ProtobufFields.Read(pod[1].Bytes).Single(f => f.Number == 31).Bytes);
        Assert.Equal("x-kubernetes-group-version-kind", Encoding.UTF8.GetString(extension[0].Bytes.Span));
        Assert.Equal("[{\"group\":\"\",\"kind\":\"Pod\",\"version\":\"v1\"}]", Encoding.UTF8.GetString(ProtobufFields.Read(extension[1].Bytes).Single(f => f.Number == 2).Bytes.Span));
        Assert.Equal(Json("v2")["paths"]!.AsObject().Count, ProtobufFields.Read(root.Single(f => f.Number == 8).Bytes).Count);
    }

    [Fact]
    public void Find_AskedTwice_GivesTheSameBytes()
    {
        Assert.Same(Documents.Find("v2", ""), Documents.Find("v2", "application/json, */*"));
        Assert.Same(Documents.Find("v3/apis/apps/v1", ""), Documents.Find("v3/apis/apps/v1", ""));
    }

    [Theory]
    [InlineData("v4")]
    [InlineData("v3/apis/nothing/v1")]
    [InlineData("")]
    public void Find_UnknownPath_IsNull(string path) => Assert.Null(Documents.Find(path, ""));

    [Fact]
    public void Find_AfterACustomResourceCame_AddsItsDocumentAndKeepsTheOthers()
    {
        var current = BuiltIn;
        var documents = new OpenApiDocuments(() => current, "v1.36.2");
        var apps = documents.Find("v3/apis/apps/v1", "");
        var index = documents.Find("v3", "")!;
        Assert.Null(documents.Find("v3/apis/stable.example.com/v1", ""));
        var info = new ResourceInfo(new("stable.example.com", "v1", "crontabs"), new("stable.example.com", "v1", "CronTab"), "crontab", true, [], []);
        current = new ResourceRegistry([.. BuiltIn.Resources, new ServedResource { Info = info, Verbs = Verbs.All, IsCustom = true }]);
        var custom = Json("v3/apis/stable.example.com/v1", documents);
        Assert.Equal("CronTab", custom["components"]!["schemas"]!["com.example.stable.v1.CronTab"]!["x-kubernetes-group-version-kind"]![0]!["kind"]!.GetValue<string>());
        Assert.NotNull(custom["paths"]!["/apis/stable.example.com/v1/namespaces/{namespace}/crontabs/{name}"]!["patch"]);
        Assert.NotNull(Json("v2", documents)["definitions"]!["com.example.stable.v1.CronTab"]);
        Assert.Same(apps, documents.Find("v3/apis/apps/v1", ""));
        Assert.NotEqual(index.ETag, documents.Find("v3", "")!.ETag);
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(m => m.Key == "$ref" && m.Value is JsonValue text && text.GetValueKind() == JsonValueKind.String ? [text.GetValue<string>()] : References(m.Value)),
        JsonArray a => a.SelectMany(References),
        _ => [],
    };
}
