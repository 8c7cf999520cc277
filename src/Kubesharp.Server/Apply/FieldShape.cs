using System.Collections.Concurrent;
using System.Text;
using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Schema;
using Kubesharp.Server.Patch;

namespace Kubesharp.Server.Apply;

/// <summary>How ownership treats a value.</summary>
internal enum ShapeKind
{
    /// <summary>A scalar, or anything that is owned as a whole.</summary>
    Leaf,

    /// <summary>An object whose members are owned one by one.</summary>
    Object,

    /// <summary>A list of scalars that are owned one by one.</summary>
    Set,

    /// <summary>A list of objects that are identified by key members.</summary>
    KeyedList,

    /// <summary>Nothing is known: objects are owned member by member, everything else as a whole.</summary>
    Deduced,
}

/// <summary>A schema compiled for what server-side apply asks of it.</summary>
internal sealed class FieldShape
{
    private static readonly ConcurrentDictionary<TypeSchema, FieldShape> Types = new();

    // Members of metadata that belong to the server and are never owned.
    private static readonly string[] ServerMetadata =
        ["name", "namespace", "creationTimestamp", "selfLink", "uid", "clusterName", "generation", "managedFields", "resourceVersion"];

    private FieldShape(ShapeKind kind) => Kind = kind;

    public static FieldShape Leaf { get; } = new(ShapeKind.Leaf) { Scalar = ScalarType.Any };

    public static FieldShape Deduced { get; } = new(ShapeKind.Deduced);

    public ShapeKind Kind { get; }

    /// <summary>Declared members of an object.</summary>
    public ShapeField[] Fields { get; private init; } = [];

    /// <summary>Shape of list items, or of members that are not declared; null when such members are not allowed.</summary>
    public FieldShape? Element { get; private init; }

    /// <summary>Names of the members that identify an item of a <see cref="ShapeKind.KeyedList"/>, in order of name.</summary>
    public ShapeKey[] Keys { get; private init; } = [];

    /// <summary>What a leaf may hold.</summary>
    public ScalarType Scalar { get; private init; }

    /// <summary>For leaves that are not scalars: the shape their content must fit.</summary>
    public FieldShape? Content { get; private init; }

    /// <summary>The leaf is a list as a whole.</summary>
    public bool IsList { get; private init; }

    /// <summary>The shape of objects of a type.</summary>
    public static FieldShape Of(TypeSchema type) => Types.GetOrAdd(type, static type => new(ShapeKind.Object)
    {
        Fields = Array.ConvertAll(type.Fields, field => new ShapeField(field.Utf8Name, () => Of(field))),
    });

    /// <summary>The shape of whole objects of a kind.</summary>
    /// <param name="type">The kind's schema, or null.</param>
    /// <param name="reset">Paths such as <c>status</c> or <c>metadata.labels</c> that are not owned, because the server resets them.</param>
    public static FieldShape Root(TypeSchema? type, string[] reset)
    {
        var metadata = new FieldShape(ShapeKind.Object)
        {
            Fields = Array.ConvertAll(ObjectMeta.Schema.Fields, field =>
                new ShapeField(field.Utf8Name, () => Of(field)) { Ignored = ServerMetadata.Contains(field.Name) || reset.Contains($"metadata.{field.Name}") }),
        };
        var fields = new List<ShapeField>();
        foreach (var field in type?.Fields ?? [])
        {
            if (field.Name is "apiVersion" or "kind" or "metadata") continue;
            fields.Add(new(field.Utf8Name, () => Of(field)) { Ignored = reset.Contains(field.Name) });
        }

        if (type is null)
        {
            foreach (var name in reset)
            {
                if (!name.Contains('.')) fields.Add(new(Encoding.UTF8.GetBytes(name), static () => Deduced) { Ignored = true });
            }
        }

        fields.Insert(0, new("metadata"u8.ToArray(), () => metadata) { SelfIgnored = true, Ignored = reset.Contains("metadata") });
        fields.Insert(0, new("apiVersion"u8.ToArray(), static () => Text) { Ignored = true });
        fields.Insert(0, new("kind"u8.ToArray(), static () => Text) { Ignored = true });
        return new(ShapeKind.Object) { Fields = [.. fields], Element = type is null ? Deduced : null };
    }

    /// <summary>The declared member of a name, or null.</summary>
    /// <param name="name">Name of the member.</param>
    /// <param name="hint">Where to start looking; moves to the member after the one found, which is the likely next one.</param>
    public ShapeField? Field(ReadOnlySpan<byte> name, ref int hint)
    {
        var fields = Fields;
        for (var i = 0; i < fields.Length; i++)
        {
            var at = hint + i < fields.Length ? hint + i : hint + i - fields.Length;
            if (!fields[at].Name.AsSpan().SequenceEqual(name)) continue;
            hint = at + 1 < fields.Length ? at + 1 : 0;
            return fields[at];
        }

        return null;
    }

    /// <summary>Whether a step leads to a declared member that can be owned.</summary>
    public bool Declares(PathElement step)
    {
        var hint = 0;
        return Kind == ShapeKind.Object && Field(step.Content, ref hint) is { SelfIgnored: false };
    }

    /// <summary>The shape one step further down a path.</summary>
    public FieldShape Step(PathElement step)
    {
        if (!step.IsField) return Element ?? Deduced;
        var hint = 0;
        return Field(step.Content, ref hint)?.Shape ?? Element ?? Deduced;
    }

    private static FieldShape Text { get; } = new(ShapeKind.Leaf) { Scalar = ScalarType.String };

    private static FieldShape Of(FieldSchema field)
    {
        var value = field.Value;
        switch (value.Kind)
        {
            case ValueKind.List when field.ListType == ListType.Set:
                return new(ShapeKind.Set) { Element = Of(value.Element!) };
            case ValueKind.List when field.ListType == ListType.Map:
                var item = value.Element!.Type;
                return new(ShapeKind.KeyedList)
                {
                    Element = Of(value.Element!),
                    Keys = [.. field.ListMapKeys.Order(StringComparer.Ordinal).Select(name => new ShapeKey(Encoding.UTF8.GetBytes(name), Default(item, name)))],
                };
            case ValueKind.Object or ValueKind.Map when field.Atomic:
                return new(ShapeKind.Leaf) { Content = Of(value) };
            default:
                return Of(value);
        }
    }

    private static FieldShape Of(ValueSchema value)
    {
        switch (value.Kind)
        {
            case ValueKind.Object:
                var type = value.Type!;
                return type.Atomic ? new(ShapeKind.Leaf) { Content = Of(type) } : Of(type);
            case ValueKind.Map:
                return new(ShapeKind.Object) { Element = Of(value.Element!) };
            case ValueKind.List:
                return new(ShapeKind.Leaf) { IsList = true, Content = Of(value.Element!) };
            case ValueKind.Any:
                return Deduced;
            case ValueKind.Boolean:
                return new(ShapeKind.Leaf) { Scalar = ScalarType.Boolean };
            case ValueKind.Int32 or ValueKind.Int64 or ValueKind.Double:
                return new(ShapeKind.Leaf) { Scalar = ScalarType.Number };
            case ValueKind.Quantity or ValueKind.IntOrString:
                return Leaf;
            default:
                return Text;
        }
    }

    private static byte[]? Default(TypeSchema? item, string name) =>
        item?.Field(name)?.Default is { } json ? JsonTextOf(json) : null;

    private static byte[] JsonTextOf(string json)
    {
        using var tape = JsonTape.Parse(Encoding.UTF8.GetBytes(json));
        using var output = new ByteBuffer();
        tape.WriteTo(0, output);
        return output.ToArray();
    }
}

/// <summary>What a scalar may be.</summary>
internal enum ScalarType
{
    /// <summary>The value is no scalar.</summary>
    None,
    Any,
    String,
    Number,
    Boolean,
}

/// <summary>A member that identifies list items, with the JSON text of its default or null.</summary>
internal sealed record ShapeKey(byte[] Name, byte[]? Default);

/// <summary>A declared member of an object.</summary>
internal sealed class ShapeField(byte[] name, Func<FieldShape> shape)
{
    private FieldShape? _shape;

    public byte[] Name => name;

    public PathElement Step { get; } = PathElement.Field(name);

    /// <summary>Looked up late, because types may contain themselves.</summary>
    public FieldShape Shape => _shape ??= shape();

    /// <summary>Nobody owns the member or anything in it.</summary>
    public bool Ignored { get; init; }

    /// <summary>Nobody owns the member itself, but what is in it.</summary>
    public bool SelfIgnored { get; init; }
}
