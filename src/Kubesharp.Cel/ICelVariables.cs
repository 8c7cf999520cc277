using System.Diagnostics.CodeAnalysis;
using Kubesharp.Cel.Values;

namespace Kubesharp.Cel;

/// <summary>Values of the variables of an expression.</summary>
public interface ICelVariables
{
    /// <summary>The value of a variable; false when it has none.</summary>
    bool TryGet(string name, [MaybeNullWhen(false)] out CelValue value);
}

/// <summary>Variables in a dictionary.</summary>
/// <param name="values">Values by name.</param>
public sealed class CelVariables(IReadOnlyDictionary<string, CelValue> values) : ICelVariables
{
    public static readonly CelVariables None = new(new Dictionary<string, CelValue>());

    /// <summary>A single variable.</summary>
    public static CelVariables Of(string name, CelValue value) => new(new Dictionary<string, CelValue> { [name] = value });

    public bool TryGet(string name, [MaybeNullWhen(false)] out CelValue value) => values.TryGetValue(name, out value);
}
