using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Api.Schema;

namespace Kubesharp.Server.OpenApi;

/// <summary>Writes types as OpenAPI schemas, in the dialect of version 2 or 3, and remembers which types were named.</summary>
internal sealed class SchemaWriter(Utf8JsonWriter writer, bool isV3)
{
    public const string Time = "io.k8s.apimachinery.pkg.apis.meta.v1.Time";
    public const string MicroTime = "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime";
    public const string Quantity = "io.k8s.apimachinery.pkg.api.resource.Quantity";
    public const string IntOrString = "io.k8s.apimachinery.pkg.util.intstr.IntOrString";
    public const string Patch = "io.k8s.apimachinery.pkg.apis.meta.v1.Patch";

    private readonly SortedDictionary<string, TypeSchema> _types = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _scalars = new(StringComparer.Ordinal);
    private readonly Queue<TypeSchema> _pending = new();

    /// <summary>Types that stand for kinds without a schema of their own: name and kind.</summary>
    private readonly SortedDictionary<string, GroupVersionKind> _open = new(StringComparer.Ordinal);

    private string Prefix => isV3 ? "#/components/schemas/" : "#/definitions/";

    /// <summary>Writes a reference to a type as a schema of its own.</summary>
    public void Reference(TypeSchema type)
    {
        Need(type);
        Reference(type.Name);
    }

    /// <summary>Writes a reference to one of the well-known scalars, or to a kind without schema.</summary>
    public void Reference(string name)
    {
        writer.WriteStartObject();
        writer.WriteString("$ref", Prefix + name);
        writer.WriteEndObject();
    }

    /// <summary>Makes sure a type is among the definitions.</summary>
    public void Need(TypeSchema type)
    {
        if (_types.TryAdd(type.Name, type)) _pending.Enqueue(type);
    }

    public void NeedScalar(string name) => _scalars.Add(name);

    public void NeedOpen(string name, GroupVersionKind kind) => _open.TryAdd(name, kind);

    /// <summary>Finds every type that the needed ones lead to.</summary>
    public void Close()
    {
        while (_pending.TryDequeue(out var type))
        {
            foreach (var field in type.Fields) Visit(field.Value);
        }

        if (_open.Count > 0) Need(Api.Meta.V1.ObjectMeta.Schema);
        if (_pending.Count > 0) Close();
    }

    /// <summary>Writes all definitions as members, in order of their names.</summary>
    public void WriteDefinitions()
    {
        var names = new SortedSet<string>(_types.Keys, StringComparer.Ordinal);
        names.UnionWith(_scalars);
        names.UnionWith(_open.Keys);
        foreach (var name in names)
        {
            writer.WritePropertyName(name);
            if (_types.TryGetValue(name, out var type)) WriteType(type);
            else if (_open.TryGetValue(name, out var kind)) WriteOpenKind(kind);
            else WriteScalarDefinition(name);
        }
    }

    private void Visit(ValueSchema value)
    {
        switch (value.Kind)
        {
            case ValueKind.Object:
                Need(value.Type!);
                break;
            case ValueKind.List or ValueKind.Map:
                Visit(value.Element!);
                break;
            case ValueKind.Time:
                _scalars.Add(Time);
                break;
            case ValueKind.MicroTime:
                _scalars.Add(MicroTime);
                break;
            case ValueKind.Quantity:
                _scalars.Add(Quantity);
                break;
            case ValueKind.IntOrString:
                _scalars.Add(IntOrString);
                break;
        }
    }

    private void WriteType(TypeSchema type)
    {
        writer.WriteStartObject();
        if (type.Description.Length > 0) writer.WriteString("description", type.Description);
        writer.WriteString("type", "object");
        var required = Array.FindAll(type.Fields, field => field.Required);
        if (required.Length > 0)
        {
            writer.WriteStartArray("required");
            foreach (var field in required) writer.WriteStringValue(field.Name);
            writer.WriteEndArray();
        }

        if (type.Fields.Length > 0 || type.Kind is not null)
        {
            writer.WriteStartObject("properties");
            if (type.Kind is not null) WriteTypeMeta();
            foreach (var field in type.Fields)
            {
                if (type.Kind is not null && field.Name is "apiVersion" or "kind") continue;
                writer.WritePropertyName(field.Name);
                WriteField(field);
            }

            writer.WriteEndObject();
        }

        if (type.Kind is { } kind) WriteKind(kind, asList: true);
        if (type.Atomic) writer.WriteString("x-kubernetes-map-type", "atomic");
        writer.WriteEndObject();
    }

    private void WriteTypeMeta()
    {
        writer.WriteStartObject("apiVersion");
        writer.WriteString("description", "Group and version that define the form of this object, such as apps/v1.");
        writer.WriteString("type", "string");
        writer.WriteEndObject();
        writer.WriteStartObject("kind");
        writer.WriteString("description", "Kind of this object, in CamelCase. It cannot be changed.");
        writer.WriteString("type", "string");
        writer.WriteEndObject();
    }

    // A kind that only its metadata is known of.
    private void WriteOpenKind(GroupVersionKind kind)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "object");
        if (!kind.Kind.EndsWith("List", StringComparison.Ordinal))
        {
            writer.WriteStartObject("properties");
            WriteTypeMeta();
            writer.WritePropertyName("metadata");
            Reference(Api.Meta.V1.ObjectMeta.Schema.Name);
            writer.WriteEndObject();
        }

        WriteKind(kind, asList: true);
        writer.WriteBoolean("x-kubernetes-preserve-unknown-fields", true);
        writer.WriteEndObject();
    }

    /// <summary>Writes the extension that names a kind; on types it is a list, on operations a single one.</summary>
    public void WriteKind(GroupVersionKind kind, bool asList)
    {
        writer.WritePropertyName("x-kubernetes-group-version-kind");
        if (asList) writer.WriteStartArray();
        writer.WriteStartObject();
        writer.WriteString("group", kind.Group);
        writer.WriteString("kind", kind.Kind);
        writer.WriteString("version", kind.Version);
        writer.WriteEndObject();
        if (asList) writer.WriteEndArray();
    }

    private void WriteField(FieldSchema field)
    {
        writer.WriteStartObject();
        var value = field.Value;
        var fallback = isV3 ? DefaultOf(field) : null;
        if (NameOf(value) is { } reference)
        {
            // In version 3 nothing beside a reference counts, so it is wrapped; version 2 readers take both from one object.
            if (isV3 && (field.Description.Length > 0 || fallback is not null))
            {
                writer.WriteStartArray("allOf");
                Reference(reference);
                writer.WriteEndArray();
            }
            else
            {
                writer.WriteString("$ref", Prefix + reference);
            }
        }

        if (fallback is not null)
        {
            writer.WritePropertyName("default");
            writer.WriteRawValue(fallback, skipInputValidation: true);
        }

        if (field.Description.Length > 0) writer.WriteString("description", field.Description);
        if (field.Enum.Length > 0)
        {
            writer.WriteStartArray("enum");
            foreach (var item in field.Enum.Order(StringComparer.Ordinal)) writer.WriteStringValue(item);
            writer.WriteEndArray();
        }

        if (NameOf(value) is null) WriteShape(value);
        WriteMerging(field);
        writer.WriteEndObject();
    }

    private void WriteMerging(FieldSchema field)
    {
        if (field.ListMapKeys.Length > 0)
        {
            writer.WriteStartArray("x-kubernetes-list-map-keys");
            foreach (var key in field.ListMapKeys) writer.WriteStringValue(key);
            writer.WriteEndArray();
        }

        if (field.ListType != ListType.Unset) writer.WriteString("x-kubernetes-list-type", field.ListType.ToString().ToLowerInvariant());
        if (field.Atomic) writer.WriteString("x-kubernetes-map-type", "atomic");
        if (field.MergeKey is not null) writer.WriteString("x-kubernetes-patch-merge-key", field.MergeKey);
        var strategy = (field.Merge, field.RetainKeys) switch
        {
            (true, true) => "merge,retainKeys",
            (true, false) => "merge",
            (false, true) => "retainKeys",
            _ => null,
        };
        if (strategy is not null) writer.WriteString("x-kubernetes-patch-strategy", strategy);
    }

    private void WriteValue(ValueSchema value)
    {
        writer.WriteStartObject();
        if (NameOf(value) is { } reference) writer.WriteString("$ref", Prefix + reference);
        else WriteShape(value);
        writer.WriteEndObject();
    }

    private void WriteShape(ValueSchema value)
    {
        var (type, format) = value.Kind switch
        {
            ValueKind.Int32 => ("integer", "int32"),
            ValueKind.Int64 => ("integer", "int64"),
            ValueKind.Double => ("number", "double"),
            ValueKind.Boolean => ("boolean", null),
            ValueKind.Bytes => ("string", "byte"),
            ValueKind.List => ("array", null),
            ValueKind.Map or ValueKind.Any => ("object", null),
            _ => ("string", null),
        };
        if (format is not null) writer.WriteString("format", format);
        writer.WriteString("type", type);
        if (value.Kind == ValueKind.Map)
        {
            writer.WritePropertyName("additionalProperties");
            WriteValue(value.Element!);
        }
        else if (value.Kind == ValueKind.List)
        {
            writer.WritePropertyName("items");
            WriteValue(value.Element!);
        }
    }

    private static string? NameOf(ValueSchema value) => value.Kind switch
    {
        ValueKind.Object => value.Type!.Name,
        ValueKind.Time => Time,
        ValueKind.MicroTime => MicroTime,
        ValueKind.Quantity => Quantity,
        ValueKind.IntOrString => IntOrString,
        _ => null,
    };

    private static string? DefaultOf(FieldSchema field)
    {
        if (field.Default is not null) return field.Default;
        if (!field.ZeroDefault) return null;
        return field.Value.Kind switch
        {
            ValueKind.Object => "{}",
            ValueKind.String => "\"\"",
            ValueKind.Int32 or ValueKind.Int64 => "0",
            ValueKind.Boolean => "false",
            _ => null,
        };
    }

    private void WriteScalarDefinition(string name)
    {
        writer.WriteStartObject();
        switch (name)
        {
            case Time or MicroTime:
                writer.WriteString("description", name == Time ? "A time in the form of RFC 3339, in whole seconds." : "A time in the form of RFC 3339, with microseconds.");
                writer.WriteString("format", "date-time");
                writer.WriteString("type", "string");
                break;
            case Quantity:
                writer.WriteString("description", "An amount with an optional suffix: binary (Ki, Mi, Gi), decimal (m, k, M, G) or an exponent. 100m is a tenth, 1Gi is 1073741824.");
                WriteEither("number", "string");
                break;
            case IntOrString:
                writer.WriteString("description", "A number, or a text such as a percentage or a name.");
                if (isV3) WriteEither("integer", "string");
                writer.WriteString("format", "int-or-string");
                if (!isV3) writer.WriteString("type", "string");
                break;
            default:
                writer.WriteString("description", "A patch, in the form its content type names.");
                writer.WriteString("type", "object");
                break;
        }

        writer.WriteEndObject();
    }

    // Version 2 knows no alternatives; there the text form stands for both.
    private void WriteEither(string first, string second)
    {
        if (!isV3)
        {
            writer.WriteString("type", second);
            return;
        }

        writer.WriteStartArray("oneOf");
        foreach (var type in (ReadOnlySpan<string>)[second, first])
        {
            writer.WriteStartObject();
            writer.WriteString("type", type);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
