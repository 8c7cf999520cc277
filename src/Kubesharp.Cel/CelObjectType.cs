using Kubesharp.Cel.Values;

namespace Kubesharp.Cel;

/// <summary>A type that expressions can make objects of, as in <c>Name{field: value}</c>.</summary>
/// <param name="Name">Full name; it may have dots.</param>
/// <param name="Fields">Names of the fields; null when any name is one.</param>
/// <param name="Make">Makes an object of its fields, or tells by a <see cref="CelError"/> what is wrong with them.</param>
public sealed record CelObjectType(string Name, IReadOnlyCollection<string>? Fields, Func<IReadOnlyDictionary<string, CelValue>, CelValue> Make)
{
    /// <summary>A type whose objects take every field.</summary>
    public static CelObjectType Open(string name) => new(name, null, fields => new CelObject(name, fields));
}
