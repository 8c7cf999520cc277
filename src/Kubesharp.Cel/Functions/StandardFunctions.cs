using Kubesharp.Cel.Values;

namespace Kubesharp.Cel.Functions;

/// <summary>Functions of the language itself that are neither operators nor conversions.</summary>
internal static class StandardFunctions
{
    public static IReadOnlyList<CelFunction> All { get; } =
    [
        CelFunction.Global("size", 1, Size),
        CelFunction.Member("size", 0, Size),
        CelFunction.Member("startsWith", 1, static arguments => Texts(arguments, static (text, part) => text.StartsWith(part, StringComparison.Ordinal))),
        CelFunction.Member("endsWith", 1, static arguments => Texts(arguments, static (text, part) => text.EndsWith(part, StringComparison.Ordinal))),
        CelFunction.Member("contains", 1, static arguments => Texts(arguments, static (text, part) => text.Contains(part, StringComparison.Ordinal))),
        CelFunction.Member("matches", 1, Matches),
        CelFunction.Global("matches", 2, Matches),
    ];

    private static CelValue? Size(CelValue[] arguments) => arguments[0] switch
    {
        CelString text => new CelInt(new CodePoints(text.Value).Count),
        CelBytes bytes => new CelInt(bytes.Value.Length),
        CelList list => new CelInt(list.Count),
        CelMap map => new CelInt(map.Count),
        _ => null,
    };

    private static CelBool? Texts(CelValue[] arguments, Func<string, string, bool> holds) =>
        arguments is [CelString text, CelString part] ? CelBool.Of(holds(text.Value, part.Value)) : null;

    private static CelValue? Matches(CelValue[] arguments)
    {
        if (arguments is not [CelString text, CelString pattern]) return null;
        return RegexFunctions.Find(pattern.Value, out var failure) is { } regex ? CelBool.Of(regex.IsMatch(text.Value)) : failure;
    }
}
