namespace Kubesharp.Cel.Checking;

/// <summary>What is known of the type of an expression before it is evaluated.</summary>
public sealed class CelStaticType
{
    public static readonly CelStaticType Dyn = new("dyn");
    public static readonly CelStaticType Bool = new("bool");
    public static readonly CelStaticType Int = new("int");
    public static readonly CelStaticType Uint = new("uint");
    public static readonly CelStaticType Double = new("double");
    public static readonly CelStaticType String = new("string");
    public static readonly CelStaticType Bytes = new("bytes");
    public static readonly CelStaticType Null = new("null");

    private readonly Func<string, CelStaticType?>? _fieldOf;

    private CelStaticType(string name, CelStaticType? key = null, CelStaticType? element = null, Func<string, CelStaticType?>? fieldOf = null)
    {
        Name = name;
        Key = key;
        Element = element;
        _fieldOf = fieldOf;
    }

    public string Name { get; }

    /// <summary>Type of the keys of a map; null for other types.</summary>
    public CelStaticType? Key { get; }

    /// <summary>Type of the items of a list or the values of a map; null for other types.</summary>
    public CelStaticType? Element { get; }

    /// <summary>Whether nothing is known.</summary>
    public bool IsDyn => ReferenceEquals(this, Dyn);

    public bool IsObject => _fieldOf is not null;

    public bool IsList => Element is not null && Key is null;

    public bool IsMap => Key is not null;

    internal bool IsNumber => Name is "int" or "uint" or "double";

    public static CelStaticType List(CelStaticType element) => new("list", element: element);

    public static CelStaticType Map(CelStaticType key, CelStaticType value) => new("map", key, value);

    /// <summary>An object.</summary>
    /// <param name="name">Name of its type.</param>
    /// <param name="fieldOf">The type of a field; null when there is none of that name.</param>
    public static CelStaticType Object(string name, Func<string, CelStaticType?> fieldOf) => new(name, fieldOf: fieldOf);

    /// <summary>The type of a field; null when there is none of that name.</summary>
    public CelStaticType? Field(string name) => _fieldOf?.Invoke(name);

    /// <summary>Whether a value of one of the types may be one of the other, as far as is known.</summary>
    public bool IsCompatible(CelStaticType other)
    {
        if (IsDyn || other.IsDyn) return true;
        if (Name == "null" || other.Name == "null") return Name == other.Name || IsObject || other.IsObject;
        if (Name != other.Name) return false;
        return (Element is null || Element.IsCompatible(other.Element!)) && (Key is null || Key.IsCompatible(other.Key!));
    }

    public override string ToString() => IsMap ? $"map({Key}, {Element})" : IsList ? $"list({Element})" : Name;
}
