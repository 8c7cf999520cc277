namespace Kubesharp.Api.Schema;

/// <summary>What the machinery that works on any kind (patch, apply, OpenAPI, explain, unknown-field checks) knows of an API type.</summary>
public sealed class TypeSchema
{
    private Dictionary<string, FieldSchema>? _byName;

    /// <summary>Name in OpenAPI documents.</summary>
    public required string Name { get; init; }

    /// <summary>Text of the doc comment; empty when there is none.</summary>
    public string Description { get; init; } = "";

    /// <summary>Kind, when the type can stand alone.</summary>
    public GroupVersionKind? Kind { get; init; }

    /// <summary>Server-side apply owns values of this type as a whole.</summary>
    public bool Atomic { get; init; }

    /// <summary>Fields in JSON order; members of inlined types stand among them.</summary>
    public required FieldSchema[] Fields { get; init; }

    /// <summary>The field with a JSON name, or null.</summary>
    public FieldSchema? Field(string name)
    {
        _byName ??= Fields.ToDictionary(field => field.Name, StringComparer.Ordinal);
        return _byName.GetValueOrDefault(name);
    }

    /// <summary>The field whose UTF-8 JSON name is <paramref name="name"/>, or null.</summary>
    public FieldSchema? Field(ReadOnlySpan<byte> name)
    {
        foreach (var field in Fields)
        {
            if (name.SequenceEqual(field.Utf8Name)) return field;
        }

        return null;
    }
}
