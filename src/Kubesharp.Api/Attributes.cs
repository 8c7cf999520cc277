namespace Kubesharp.Api;

/// <summary>Marks a record as an API type; the generator writes its JSON and protobuf codecs and its schema from the declaration.</summary>
/// <param name="name">Name of the type in OpenAPI documents, such as <c>io.k8s.api.core.v1.Pod</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ApiTypeAttribute(string name) : Attribute
{
    public string Name => name;

    /// <summary>Whether server-side apply owns values of this type as a whole instead of field by field.</summary>
    public bool Atomic { get; set; }

    /// <summary>Whether many objects carry equal values of this type, so that reading protobuf gives them one in common.</summary>
    public bool Shared { get; set; }
}

/// <summary>Gives an API type a kind of its own, so that it can stand alone in a request, a response or the store.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class KindAttribute(string group, string version, string kind) : Attribute
{
    public string Group => group;

    public string Version => version;

    public string Kind => kind;
}

/// <summary>Names the REST resource a kind is stored and served under.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ResourceAttribute(string plural, string singular) : Attribute
{
    public string Plural => plural;

    public string Singular => singular;

    public bool Namespaced { get; set; }

    /// <summary>Short names accepted on command lines, separated by commas.</summary>
    public string ShortNames { get; set; } = "";

    /// <summary>Groups of resources this one belongs to, such as <c>all</c>, separated by commas.</summary>
    public string Categories { get; set; } = "";
}

/// <summary>Describes one field of an API type.</summary>
/// <param name="number">Protobuf field number; 0 when the field exists in JSON only.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FieldAttribute(int number) : Attribute
{
    public int Number => number;

    /// <summary>JSON name where it is not the property name with a lower-case first letter.</summary>
    public string? Name { get; set; }

    /// <summary>Written even when empty; an absent list, map, pointer or time is then <c>null</c>.</summary>
    public bool Always { get; set; }

    /// <summary>An object that is left out when it holds nothing.</summary>
    public bool OmitZero { get; set; }

    public bool Required { get; set; }

    /// <summary>A time with six fractional digits (MicroTime).</summary>
    public bool Micro { get; set; }

    /// <summary>Protobuf wraps the value list in a message of its own with the values as field 1.</summary>
    public bool Wrapped { get; set; }

    /// <summary>Strategic merge patch merges the list instead of replacing it.</summary>
    public bool Merge { get; set; }

    /// <summary>Strategic merge patch may clear the keys not listed in <c>$retainKeys</c>.</summary>
    public bool RetainKeys { get; set; }

    /// <summary>Key by which strategic merge patch matches list items.</summary>
    public string? MergeKey { get; set; }

    /// <summary>How server-side apply treats the list.</summary>
    public ListType ListType { get; set; }

    /// <summary>Keys that identify an item of a <see cref="ListType.Map"/> list, separated by commas.</summary>
    public string? ListMapKeys { get; set; }

    /// <summary>Server-side apply owns the map or object as a whole.</summary>
    public bool Atomic { get; set; }

    /// <summary>Default shown in OpenAPI documents, as JSON.</summary>
    public string? Default { get; set; }

    /// <summary>Class of constants that lists every allowed value.</summary>
    public Type? Enum { get; set; }
}

/// <summary>Puts the members of the property's type into the JSON object of the declaring type; protobuf nests them under a number.</summary>
/// <param name="number">Protobuf field number of the nested message.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class InlineAttribute(int number) : Attribute
{
    public int Number => number;
}
