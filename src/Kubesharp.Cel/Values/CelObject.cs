using System.Diagnostics.CodeAnalysis;

namespace Kubesharp.Cel.Values;

/// <summary>An object of a named type, made by an expression.</summary>
/// <param name="typeName">Name of the type.</param>
/// <param name="fields">The fields that are set.</param>
public sealed class CelObject(string typeName, IReadOnlyDictionary<string, CelValue> fields) : CelMap
{
    public override CelType Type { get; } = new(typeName);

    public override int Count => fields.Count;

    public override IEnumerable<CelValue> Keys => fields.Keys.Select(name => (CelValue)name);

    /// <summary>The fields that are set.</summary>
    public IReadOnlyDictionary<string, CelValue> Fields => fields;

    public override bool TryGet(CelValue key, [MaybeNullWhen(false)] out CelValue value)
    {
        value = null;
        return key is CelString name && fields.TryGetValue(name.Value, out value);
    }

    public override bool Equals(object? obj) => obj is CelObject other && other.Type.Equals(Type) && base.Equals(obj);

    public override int GetHashCode() => base.GetHashCode();
}
