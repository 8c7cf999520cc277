using System.Text;

namespace Kubesharp.Api.Schema;

/// <summary>One field of a <see cref="TypeSchema"/>.</summary>
public sealed class FieldSchema
{
    private readonly string _name = "";

    /// <summary>JSON name.</summary>
    public required string Name
    {
        get => _name;
        init
        {
            _name = value;
            Utf8Name = Encoding.UTF8.GetBytes(value);
        }
    }

    public byte[] Utf8Name { get; private init; } = [];

    public string Description { get; init; } = "";

    public required ValueSchema Value { get; init; }

    /// <summary>Protobuf field number; 0 when the field exists in JSON only.</summary>
    public int Number { get; init; }

    public bool Required { get; init; }

    /// <summary>The field has a zero value and no way to be absent, which OpenAPI documents state as its default.</summary>
    public bool ZeroDefault { get; init; }

    /// <summary>Default as JSON text, or null.</summary>
    public string? Default { get; init; }

    /// <summary>Strategic merge patch merges the list instead of replacing it.</summary>
    public bool Merge { get; init; }

    public bool RetainKeys { get; init; }

    public string? MergeKey { get; init; }

    public ListType ListType { get; init; }

    public string[] ListMapKeys { get; init; } = [];

    /// <summary>Server-side apply owns the map or object as a whole.</summary>
    public bool Atomic { get; init; }

    /// <summary>Every allowed value, when the field is an enumeration.</summary>
    public string[] Enum { get; init; } = [];
}
