using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Server.Registry;

namespace Kubesharp.Server.OpenApi;

/// <summary>Writes the paths of resources with their operations and parameters.</summary>
internal sealed class OperationWriter(Utf8JsonWriter writer, SchemaWriter schemas, bool isV3)
{
    private static readonly QueryParameter Pretty = new("pretty", "string", "'true' makes the answer easier to read.");

    private static readonly QueryParameter DryRun = new("dryRun", "string", "With the value All nothing is stored; the answer is what it would have been.");

    private static readonly QueryParameter FieldManager = new("fieldManager", "string", "Name of the program that makes the change, for the record of who owns which field.");

    private static readonly QueryParameter FieldValidation = new("fieldValidation", "string", "What unknown or repeated fields lead to: Ignore, Warn or Strict.");

    private static readonly QueryParameter Force = new("force", "boolean", "Takes over fields that others own. Only for apply.");

    private static readonly QueryParameter[] Writing = [Pretty, DryRun, FieldManager, FieldValidation];

    private static readonly QueryParameter[] Patching = [.. Writing, Force];

    private static readonly QueryParameter[] Deleting =
    [
        Pretty,
        DryRun,
        new("gracePeriodSeconds", "integer", "Seconds the object has to end by itself."),
        new("ignoreStoreReadErrorWithClusterBreakingPotential", "boolean", "Deletes even what can no longer be read."),
        new("orphanDependents", "boolean", "Older form of propagationPolicy."),
        new("propagationPolicy", "string", "What happens to dependents: Orphan, Background or Foreground."),
    ];

    private static readonly QueryParameter[] Listing =
    [
        Pretty,
        new("allowWatchBookmarks", "boolean", "A watch may send BOOKMARK events."),
        new("continue", "string", "Token from the part before, to get the next one."),
        new("fieldSelector", "string", "Only objects whose fields match."),
        new("labelSelector", "string", "Only objects whose labels match."),
        new("limit", "integer", "How many objects one answer may have."),
        new("resourceVersion", "string", "Version the answer has to be at or after."),
        new("resourceVersionMatch", "string", "How resourceVersion is meant: Exact or NotOlderThan."),
        new("sendInitialEvents", "boolean", "A watch starts with the objects that exist."),
        new("timeoutSeconds", "integer", "Seconds after which the call ends."),
        new("watch", "boolean", "Sends changes as they happen instead of a list."),
    ];

    private static readonly string[] PatchTypes =
        ["application/json-patch+json", "application/merge-patch+json", "application/strategic-merge-patch+json", "application/apply-patch+yaml", "application/apply-patch+cbor"];

    private static readonly string[] AnswerTypes = ["application/json", "application/yaml", "application/vnd.kubernetes.protobuf"];

    /// <summary>Writes every path of a resource as members of the paths object.</summary>
    public void Write(ServedResource resource)
    {
        var info = resource.Info;
        var root = info.Gvr.Group.Length == 0 ? $"/api/{info.Gvr.Version}" : $"/apis/{info.Gvr.Group}/{info.Gvr.Version}";
        var collection = info.Namespaced ? $"{root}/namespaces/{{namespace}}/{info.Gvr.Resource}" : $"{root}/{info.Gvr.Resource}";
        var names = new Names(resource);
        if ((resource.Verbs & (Verbs.Create | Verbs.List | Verbs.DeleteCollection)) != 0)
        {
            Open(collection, info.Namespaced, named: false);
            if (resource.Verbs.HasFlag(Verbs.List)) Operation("get", "list", info.Gvk, names.Of("list", info.Namespaced), Listing, null, ListKind(info.Gvk));
            if (resource.Verbs.HasFlag(Verbs.Create)) Operation("post", "post", info.Gvk, names.Of("create", info.Namespaced), Writing, info.Gvk, info.Gvk);
            if (resource.Verbs.HasFlag(Verbs.DeleteCollection))
                Operation("delete", "deletecollection", info.Gvk, names.Of("deleteCollection", info.Namespaced), [.. Listing[1..], .. Deleting], DeleteOptions.Gvk, Status.Gvk);
            writer.WriteEndObject();
        }

        const Verbs item = Verbs.Get | Verbs.Update | Verbs.Patch | Verbs.Delete;
        if ((resource.Verbs & item) != 0)
        {
            Open(collection + "/{name}", info.Namespaced, named: true);
            WriteItem(resource.Verbs & item, info.Gvk, info.Gvk, suffix => names.Of(suffix, info.Namespaced));
            writer.WriteEndObject();
        }

        foreach (var subresource in resource.Subresources)
        {
            if (!subresource.IsListed) continue;
            Open($"{collection}/{{name}}/{subresource.Name}", info.Namespaced, named: true);
            var last = char.ToUpperInvariant(subresource.Name[0]) + subresource.Name[1..];
            WriteItem(subresource.Verbs & ~Verbs.DeleteCollection, subresource.Kind, subresource.Kind, verb => names.Of(verb, info.Namespaced) + last);
            writer.WriteEndObject();
        }

        if (!info.Namespaced || !resource.Verbs.HasFlag(Verbs.List)) return;
        Open($"{root}/{info.Gvr.Resource}", false, named: false);
        Operation("get", "list", info.Gvk, names.Of("list", false) + "ForAllNamespaces", Listing, null, ListKind(info.Gvk));
        writer.WriteEndObject();
    }

    private void WriteItem(Verbs verbs, GroupVersionKind sent, GroupVersionKind received, Func<string, string> id)
    {
        if (verbs.HasFlag(Verbs.Get)) Operation("get", "get", received, id("read"), [Pretty], null, received);
        if (verbs.HasFlag(Verbs.Create)) Operation("post", "post", sent, id("create"), Writing, sent, received);
        if (verbs.HasFlag(Verbs.Update)) Operation("put", "put", sent, id("replace"), Writing, sent, received);
        if (verbs.HasFlag(Verbs.Patch)) Operation("patch", "patch", sent, id("patch"), Patching, null, received);
        if (verbs.HasFlag(Verbs.Delete)) Operation("delete", "delete", sent, id("delete"), Deleting, DeleteOptions.Gvk, Status.Gvk);
    }

    private void Open(string path, bool inNamespace, bool named)
    {
        writer.WriteStartObject(path);
        if (!inNamespace && !named) return;
        writer.WriteStartArray("parameters");
        if (named) PathParameter("name", "Name of the object.");
        if (inNamespace) PathParameter("namespace", "Namespace of the object.");
        writer.WriteEndArray();
    }

    private void Operation(string method, string action, GroupVersionKind kind, string id, ReadOnlySpan<QueryParameter> query, GroupVersionKind? body, GroupVersionKind answer)
    {
        writer.WriteStartObject(method);
        writer.WriteString("operationId", id);
        var isPatch = action == "patch";
        if (!isV3)
        {
            Strings("consumes", isPatch ? PatchTypes : ["*/*"]);
            Strings("produces", AnswerTypes);
        }

        writer.WriteStartArray("parameters");
        foreach (var parameter in query) QueryParameterObject(parameter);
        var hasBody = body is not null || isPatch;
        if (hasBody && !isV3)
        {
            writer.WriteStartObject();
            writer.WriteString("in", "body");
            writer.WriteString("name", "body");
            if (action is not ("delete" or "deletecollection")) writer.WriteBoolean("required", true);
            writer.WritePropertyName("schema");
            BodySchema(body);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (hasBody && isV3)
        {
            writer.WriteStartObject("requestBody");
            Content(isPatch ? PatchTypes : ["*/*"], () => BodySchema(body));
            if (action is not ("delete" or "deletecollection")) writer.WriteBoolean("required", true);
            writer.WriteEndObject();
        }

        writer.WriteStartObject("responses");
        Response("200", "OK", answer);
        if (action is "post" or "put" or "patch") Response("201", "Created", answer);
        if (action is "post" or "delete") Response("202", "Accepted", answer);
        Response("401", "Unauthorized", null);
        writer.WriteEndObject();
        writer.WriteString("x-kubernetes-action", action);
        schemas.WriteKind(kind, asList: false);
        writer.WriteEndObject();
    }

    private void Response(string code, string description, GroupVersionKind? answer)
    {
        writer.WriteStartObject(code);
        if (answer is not null)
        {
            if (isV3)
            {
                Content(AnswerTypes, () => KindSchema(answer));
            }
            else
            {
                writer.WritePropertyName("schema");
                KindSchema(answer);
            }
        }

        writer.WriteString("description", description);
        writer.WriteEndObject();
    }

    private void Content(ReadOnlySpan<string> types, Action schema)
    {
        writer.WriteStartObject("content");
        foreach (var type in types)
        {
            writer.WriteStartObject(type);
            writer.WritePropertyName("schema");
            schema();
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private void BodySchema(GroupVersionKind? kind)
    {
        if (kind is not null)
        {
            KindSchema(kind);
            return;
        }

        schemas.NeedScalar(SchemaWriter.Patch);
        schemas.Reference(SchemaWriter.Patch);
    }

    private void KindSchema(GroupVersionKind kind)
    {
        if (KindTable.Find(kind.ApiVersion, kind.Kind) is { } codec)
        {
            schemas.Reference(codec.Schema);
            return;
        }

        if (kind.Kind.EndsWith("Options", StringComparison.Ordinal))
        {
            // Options of streams are query parameters; what comes back is bytes.
            writer.WriteStartObject();
            writer.WriteString("type", "string");
            writer.WriteEndObject();
            return;
        }

        var name = NameOf(kind);
        schemas.NeedOpen(name, kind);
        schemas.Reference(name);
    }

    /// <summary>The name of a custom kind among the definitions: <c>com.example.stable.v1.CronTab</c>.</summary>
    public static string NameOf(GroupVersionKind kind)
    {
        var steps = kind.Group.Split('.');
        Array.Reverse(steps);
        return $"{string.Join('.', steps)}.{kind.Version}.{kind.Kind}";
    }

    private static GroupVersionKind ListKind(GroupVersionKind kind) => kind with { Kind = kind.Kind + "List" };

    private void PathParameter(string name, string description)
    {
        writer.WriteStartObject();
        writer.WriteString("description", description);
        writer.WriteString("in", "path");
        writer.WriteString("name", name);
        writer.WriteBoolean("required", true);
        Type("string");
        writer.WriteEndObject();
    }

    private void QueryParameterObject(QueryParameter parameter)
    {
        writer.WriteStartObject();
        writer.WriteString("description", parameter.Description);
        writer.WriteString("in", "query");
        writer.WriteString("name", parameter.Name);
        Type(parameter.Type);
        writer.WriteEndObject();
    }

    private void Type(string type)
    {
        if (isV3) writer.WriteStartObject("schema");
        writer.WriteString("type", type);
        writer.WriteBoolean("uniqueItems", true);
        if (isV3) writer.WriteEndObject();
    }

    private void Strings(string name, ReadOnlySpan<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values) writer.WriteStringValue(value);
        writer.WriteEndArray();
    }

    private sealed record QueryParameter(string Name, string Type, string Description);

    /// <summary>Names of operations, such as <c>listCoreV1NamespacedPod</c>.</summary>
    private readonly struct Names(ServedResource resource)
    {
        private readonly string _group = GroupWord(resource.Info.Gvr.Group) + Capital(resource.Info.Gvr.Version);
        private readonly string _kind = resource.Info.Gvk.Kind;

        public string Of(string verb, bool inNamespace) => $"{verb}{_group}{(inNamespace ? "Namespaced" : "")}{_kind}";

        private static string GroupWord(string group)
        {
            if (group.Length == 0) return "Core";
            var word = group.EndsWith(".k8s.io", StringComparison.Ordinal) ? group[..^".k8s.io".Length] : group;
            return string.Concat(word.Split('.', '-').Select(Capital));
        }

        private static string Capital(string word) => word.Length == 0 ? "" : char.ToUpperInvariant(word[0]) + word[1..];
    }
}
