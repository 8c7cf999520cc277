using System.Globalization;

namespace Kubesharp.Cel.Values;

/// <summary>
/// A value of the Common Expression Language. Values are immutable, and <see cref="object.Equals(object)"/> is equality as the language
/// defines it: numbers of different types are equal when they are the same number, and values of different types are otherwise not equal.
/// </summary>
public abstract class CelValue
{
    /// <summary>What <c>type(value)</c> gives.</summary>
    public abstract CelType Type { get; }

    /// <summary>Whether this stands for a failed evaluation.</summary>
    public bool IsError => this is CelError;

    /// <summary>Whether the value is the zero of its type: false, 0, empty or null.</summary>
    internal virtual bool IsZero => false;

    public abstract override bool Equals(object? obj);

    public abstract override int GetHashCode();

    /// <summary>Less than, equal to or greater than zero; null when the two cannot be compared.</summary>
    internal virtual int? CompareTo(CelValue other) => null;

    public static implicit operator CelValue(bool value) => CelBool.Of(value);

    public static implicit operator CelValue(long value) => new CelInt(value);

    public static implicit operator CelValue(string value) => new CelString(value);
}

/// <summary>A type as a value, by its name.</summary>
public sealed class CelType(string name) : CelValue
{
    public static readonly CelType Bool = new("bool");
    public static readonly CelType Int = new("int");
    public static readonly CelType Uint = new("uint");
    public static readonly CelType Double = new("double");
    public static readonly CelType String = new("string");
    public static readonly CelType Bytes = new("bytes");
    public static readonly CelType Null = new("null_type");
    public static readonly CelType List = new("list");
    public static readonly CelType Map = new("map");
    public static readonly CelType TypeType = new("type");
    public static readonly CelType Timestamp = new("google.protobuf.Timestamp");
    public static readonly CelType Duration = new("google.protobuf.Duration");
    public static readonly CelType Optional = new("optional_type");
    internal static readonly CelType Error = new("error");

    public string Name { get; } = name;

    public override CelType Type => TypeType;

    public override bool Equals(object? obj) => obj is CelType other && other.Name == Name;

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Name;
}

/// <summary>A failed evaluation. It travels like a value, because the logical operators may leave it out of account.</summary>
public sealed class CelError(string message) : CelValue
{
    internal static readonly CelError NoSuchOverload = new("no such overload");
    internal static readonly CelError IntegerOverflow = new("integer overflow");
    internal static readonly CelError UnsignedOverflow = new("unsigned integer overflow");

    public string Message { get; } = message;

    public override CelType Type => CelType.Error;

    public static CelError NoSuchKey(object? key) => new($"no such key: {key}");

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => Message.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => $"error: {Message}";
}

/// <summary>The value null.</summary>
public sealed class CelNull : CelValue
{
    public static readonly CelNull Value = new();

    private CelNull()
    {
    }

    public override CelType Type => CelType.Null;

    internal override bool IsZero => true;

    public override bool Equals(object? obj) => obj is CelNull;

    public override int GetHashCode() => 0;

    public override string ToString() => "null";
}

/// <summary>True or false.</summary>
public sealed class CelBool : CelValue
{
    public static readonly CelBool True = new(true);
    public static readonly CelBool False = new(false);

    private CelBool(bool value) => Value = value;

    public bool Value { get; }

    public override CelType Type => CelType.Bool;

    internal override bool IsZero => !Value;

    public static CelBool Of(bool value) => value ? True : False;

    public override bool Equals(object? obj) => obj is CelBool other && other.Value == Value;

    public override int GetHashCode() => Value ? 1 : 2;

    public override string ToString() => Value ? "true" : "false";

    internal override int? CompareTo(CelValue other) => other is CelBool value ? Value.CompareTo(value.Value) : null;
}

/// <summary>Text.</summary>
public sealed class CelString(string value) : CelValue
{
    public static readonly CelString Empty = new("");

    public string Value { get; } = value;

    public override CelType Type => CelType.String;

    internal override bool IsZero => Value.Length == 0;

    public override bool Equals(object? obj) => obj is CelString other && other.Value == Value;

    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Value;

    internal override int? CompareTo(CelValue other) => other is CelString value ? string.CompareOrdinal(Value, value.Value) : null;
}

/// <summary>Bytes.</summary>
public sealed class CelBytes(byte[] value) : CelValue
{
    public ReadOnlyMemory<byte> Value { get; } = value;

    public override CelType Type => CelType.Bytes;

    internal override bool IsZero => Value.Length == 0;

    public override bool Equals(object? obj) => obj is CelBytes other && other.Value.Span.SequenceEqual(Value.Span);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Value.Span);
        return hash.ToHashCode();
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value.Length} bytes");

    internal override int? CompareTo(CelValue other) => other is CelBytes value ? Value.Span.SequenceCompareTo(value.Value.Span) : null;
}

/// <summary>A value that may be absent.</summary>
public sealed class CelOptional : CelValue
{
    public static readonly CelOptional None = new(null);

    private CelOptional(CelValue? value) => Value = value;

    /// <summary>The value, or null.</summary>
    public CelValue? Value { get; }

    public override CelType Type => CelType.Optional;

    internal override bool IsZero => Value is null;

    public static CelOptional Of(CelValue value) => new(value);

    public override bool Equals(object? obj) => obj is CelOptional other && Equals(other.Value, Value);

    public override int GetHashCode() => Value?.GetHashCode() ?? 0;

    public override string ToString() => Value is null ? "optional.none()" : $"optional.of({Value})";
}
