namespace Kubesharp.Api.Schema;

/// <summary>Shape of a JSON value.</summary>
public enum ValueKind
{
    String,
    Int32,
    Int64,
    Boolean,
    Double,
    Time,
    MicroTime,
    Bytes,
    Quantity,
    IntOrString,

    /// <summary>Any JSON value.</summary>
    Any,

    /// <summary>An object whose fields a <see cref="TypeSchema"/> lists.</summary>
    Object,

    List,

    /// <summary>An object with free keys.</summary>
    Map,
}

/// <summary>Type of a field, or of the items of a list or map.</summary>
public sealed class ValueSchema
{
    private readonly Func<TypeSchema>? _type;

    private ValueSchema(ValueKind kind, ValueSchema? element = null, Func<TypeSchema>? type = null)
    {
        Kind = kind;
        Element = element;
        _type = type;
    }

    public ValueKind Kind { get; }

    /// <summary>Type of the items of a list or of the values of a map; null for the other kinds.</summary>
    public ValueSchema? Element { get; }

    /// <summary>Fields of an object; null for the other kinds. Looked up late, because types may contain themselves.</summary>
    public TypeSchema? Type => _type?.Invoke();

    public static ValueSchema String { get; } = new(ValueKind.String);

    public static ValueSchema Int32 { get; } = new(ValueKind.Int32);

    public static ValueSchema Int64 { get; } = new(ValueKind.Int64);

    public static ValueSchema Boolean { get; } = new(ValueKind.Boolean);

    public static ValueSchema Double { get; } = new(ValueKind.Double);

    public static ValueSchema Time { get; } = new(ValueKind.Time);

    public static ValueSchema MicroTime { get; } = new(ValueKind.MicroTime);

    public static ValueSchema Bytes { get; } = new(ValueKind.Bytes);

    public static ValueSchema Quantity { get; } = new(ValueKind.Quantity);

    public static ValueSchema IntOrString { get; } = new(ValueKind.IntOrString);

    public static ValueSchema Any { get; } = new(ValueKind.Any);

    public static ValueSchema Object(Func<TypeSchema> type) => new(ValueKind.Object, type: type);

    public static ValueSchema List(ValueSchema element) => new(ValueKind.List, element);

    public static ValueSchema Map(ValueSchema element) => new(ValueKind.Map, element);
}
