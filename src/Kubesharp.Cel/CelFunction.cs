using Kubesharp.Cel.Values;

namespace Kubesharp.Cel;

/// <summary>A function that expressions can call. Several may have one name; the first that knows the types of the arguments answers.</summary>
/// <param name="Name">Name, with its namespace if it has one (<c>sets.contains</c>).</param>
/// <param name="IsMember">Whether it is called on a value, which is then its first argument.</param>
/// <param name="MinArguments">Least number of arguments, without the value it is called on.</param>
/// <param name="MaxArguments">Greatest number of arguments, without the value it is called on.</param>
/// <param name="Body">What it does; null when it does not know the types of the arguments. No argument is ever an error.</param>
public sealed record CelFunction(string Name, bool IsMember, int MinArguments, int MaxArguments, Func<CelValue[], CelValue?> Body)
{
    /// <summary>What a call costs, beside what it costs to look through its arguments.</summary>
    public long Cost { get; init; }

    /// <summary>A function of a fixed number of arguments.</summary>
    public static CelFunction Global(string name, int arguments, Func<CelValue[], CelValue?> body) => new(name, IsMember: false, arguments, arguments, body);

    /// <summary>A function that is called on a value, with a fixed number of further arguments.</summary>
    public static CelFunction Member(string name, int arguments, Func<CelValue[], CelValue?> body) => new(name, IsMember: true, arguments, arguments, body);
}
