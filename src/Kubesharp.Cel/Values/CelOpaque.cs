namespace Kubesharp.Cel.Values;

/// <summary>A value of a type that only functions know, such as a quantity.</summary>
/// <param name="type">The type.</param>
/// <param name="value">What it stands for; its equality is the equality of the values.</param>
public sealed class CelOpaque(CelType type, object value) : CelValue
{
    public object Value { get; } = value;

    public override CelType Type { get; } = type;

    public override bool Equals(object? obj) => obj is CelOpaque other && other.Type.Equals(Type) && other.Value.Equals(Value);

    public override int GetHashCode() => Value.GetHashCode();

    public override string ToString() => Value.ToString() ?? "";
}
