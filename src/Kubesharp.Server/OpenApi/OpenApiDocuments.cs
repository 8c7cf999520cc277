using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Kubesharp.Api.Serialization;
using Kubesharp.Server.Registry;

namespace Kubesharp.Server.OpenApi;

/// <summary>Makes OpenAPI documents from the registry when they are first asked for, and keeps their bytes until what they describe changes.</summary>
/// <param name="registry">The resources that are served now; a new object when they change.</param>
/// <param name="version">Version of the API, such as <c>v1.36.2</c>.</param>
internal sealed class OpenApiDocuments(Func<ResourceRegistry> registry, string version) : IOpenApiDocuments
{
    private const string Json = "application/json";
    private const string Protobuf = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    private Edition? _current;

    /// <inheritdoc/>
    public OpenApiDocument? Find(string path, string accept)
    {
        var edition = Current();
        return path switch
        {
            "v2" => accept.Contains("com.github.proto-openapi.spec.v2", StringComparison.Ordinal) && !PrefersJson(accept) ? edition.V2Protobuf.Value : edition.V2.Value,
            "v3" or "v3/" => edition.Index.Value,
            _ when path.StartsWith("v3/", StringComparison.Ordinal) => edition.Groups.TryGetValue(path[3..].TrimEnd('/'), out var group) ? group.Document.Value : null,
            _ => null,
        };
    }

    private static bool PrefersJson(string accept) => accept.TrimStart().StartsWith(Json, StringComparison.Ordinal);

    private Edition Current()
    {
        var now = registry();
        var known = Volatile.Read(ref _current);
        if (known is not null && ReferenceEquals(known.Registry, now)) return known;
        var next = new Edition(now, known, version);

        // Whoever comes second serves the edition of the first; both are of the same registry or the older one is replaced at the next request.
        var seen = Interlocked.CompareExchange(ref _current, next, known);
        return ReferenceEquals(seen, known) || seen is null || !ReferenceEquals(seen.Registry, now) ? next : seen;
    }

    /// <summary>The documents of one state of the registry.</summary>
    private sealed class Edition
    {
        public Edition(ResourceRegistry registry, Edition? before, string version)
        {
            Registry = registry;
            foreach (var resources in registry.Resources.GroupBy(PathOf))
            {
                var list = resources.ToList();
                Groups[resources.Key] = before is not null && before.Groups.TryGetValue(resources.Key, out var known) && known.Resources.SequenceEqual(list, ReferenceEqualityComparer.Instance)
                    ? known
                    : new(list, new(() => Of(WriteV3(list, version), Json)));
            }

            V2 = new(() => Of(WriteV2(registry.Resources, version), Json));
            V2Protobuf = new(() => Of(GnosticConverter.Convert(V2.Value.Body), Protobuf));
            Index = new(() => Of(WriteIndex(), Json));
        }

        public ResourceRegistry Registry { get; }

        /// <summary>By path below <c>v3/</c>, such as <c>apis/apps/v1</c>.</summary>
        public SortedDictionary<string, GroupDocument> Groups { get; } = new(StringComparer.Ordinal);

        public Lazy<OpenApiDocument> V2 { get; }

        public Lazy<OpenApiDocument> V2Protobuf { get; }

        public Lazy<OpenApiDocument> Index { get; }

        private byte[] WriteIndex() => Write(writer =>
        {
            writer.WriteStartObject("paths");
            foreach (var (path, group) in Groups)
            {
                writer.WriteStartObject(path);
                writer.WriteString("serverRelativeURL", $"/openapi/v3/{path}?hash={group.Document.Value.ETag.Trim('"')}");
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        });

        private static string PathOf(ServedResource resource)
        {
            var gvr = resource.Info.Gvr;
            return gvr.Group.Length == 0 ? $"api/{gvr.Version}" : $"apis/{gvr.Group}/{gvr.Version}";
        }
    }

    private sealed record GroupDocument(List<ServedResource> Resources, Lazy<OpenApiDocument> Document);

    private static byte[] WriteV3(IReadOnlyList<ServedResource> resources, string version) => Write(writer =>
    {
        writer.WriteString("openapi", "3.0.0");
        Info(writer, version);
        var schemas = new SchemaWriter(writer, isV3: true);
        Paths(writer, schemas, resources, isV3: true);
        writer.WriteStartObject("components");
        writer.WriteStartObject("schemas");
        schemas.WriteDefinitions();
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private static byte[] WriteV2(IReadOnlyList<ServedResource> resources, string version) => Write(writer =>
    {
        writer.WriteString("swagger", "2.0");
        Info(writer, version);
        var schemas = new SchemaWriter(writer, isV3: false);
        Paths(writer, schemas, resources, isV3: false);
        writer.WriteStartObject("definitions");
        schemas.WriteDefinitions();
        writer.WriteEndObject();
    });

    private static void Info(Utf8JsonWriter writer, string version)
    {
        writer.WriteStartObject("info");
        writer.WriteString("title", "Kubernetes");
        writer.WriteString("version", version);
        writer.WriteEndObject();
    }

    private static void Paths(Utf8JsonWriter writer, SchemaWriter schemas, IReadOnlyList<ServedResource> resources, bool isV3)
    {
        var operations = new OperationWriter(writer, schemas, isV3);
        writer.WriteStartObject("paths");
        foreach (var resource in resources) operations.Write(resource);
        writer.WriteEndObject();
        schemas.Close();
    }

    private static byte[] Write(Action<Utf8JsonWriter> content)
    {
        var bytes = new ArrayBufferWriter<byte>(1 << 20);
        using (var writer = new Utf8JsonWriter(bytes, ApiJson.WriterOptions))
        {
            writer.WriteStartObject();
            content(writer);
            writer.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }

    private static OpenApiDocument Of(byte[] body, string contentType) =>
        new(body, contentType, $"\"{Convert.ToHexString(SHA512.HashData(body))}\"");
}
