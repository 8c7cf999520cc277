using Kubesharp.Api.Schema;

namespace Kubesharp.Api.Serialization;

/// <summary>Names of types as upstream's error messages spell them.</summary>
internal static class GoTypes
{
    /// <summary>Last part of an OpenAPI name: <c>PodSpec</c>.</summary>
    public static string ShortNameOf(TypeSchema schema) => schema.Name[(schema.Name.LastIndexOf('.') + 1)..];

    /// <summary>Type with its package: <c>v1.PodSpec</c>.</summary>
    public static string NameOf(TypeSchema schema)
    {
        var parts = schema.Name.Split('.');
        return $"{parts[^2]}.{parts[^1]}";
    }

    public static string NameOf(ValueSchema? value, string expected) => value?.Kind switch
    {
        ValueKind.String => "string",
        ValueKind.Int32 => "int32",
        ValueKind.Int64 => "int64",
        ValueKind.Boolean => "bool",
        ValueKind.Double => "float64",
        ValueKind.Bytes => "[]uint8",
        ValueKind.Time or ValueKind.MicroTime => "string",
        ValueKind.Object => NameOf(value.Type!),
        ValueKind.List => "[]" + NameOf(value.Element, expected),
        ValueKind.Map => "map[string]" + NameOf(value.Element, expected),
        _ => expected,
    };

    /// <summary>The struct that holds the last field of a path, the path without keys of maps, and the type at its end.</summary>
    public static (TypeSchema Owner, string Fields, ValueSchema? Value) Resolve(TypeSchema root, string path)
    {
        var owner = root;
        var fields = new List<string>();
        ValueSchema? value = ValueSchema.Object(() => root);
        foreach (var step in path.Split('.'))
        {
            while (value is { Kind: ValueKind.List }) value = value.Element;
            if (value is { Kind: ValueKind.Map })
            {
                value = value.Element;
                continue;
            }

            if (value?.Type is not { } type) break;
            owner = type;
            fields.Add(step);
            value = type.Field(step)?.Value;
        }

        return (owner, string.Join('.', fields), value);
    }
}
