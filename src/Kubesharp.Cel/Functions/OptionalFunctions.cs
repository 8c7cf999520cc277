using Kubesharp.Cel.Values;

namespace Kubesharp.Cel.Functions;

/// <summary>Values that may be absent.</summary>
internal static class OptionalFunctions
{
    public static IReadOnlyList<CelFunction> All { get; } =
    [
        CelFunction.Global("optional.of", 1, static arguments => CelOptional.Of(arguments[0])),
        CelFunction.Global("optional.none", 0, static _ => CelOptional.None),
        CelFunction.Global("optional.ofNonZeroValue", 1, static arguments => arguments[0].IsZero ? CelOptional.None : CelOptional.Of(arguments[0])),
        CelFunction.Member("hasValue", 0, static arguments => arguments[0] is CelOptional optional ? CelBool.Of(optional.Value is not null) : null),
        CelFunction.Member("value", 0, static arguments => arguments[0] is CelOptional optional ? optional.Value ?? new CelError("optional.none() dereference") : null),
        CelFunction.Member("first", 0, static arguments => arguments[0] is CelList list ? list.Count == 0 ? CelOptional.None : CelOptional.Of(list[0]) : null),
        CelFunction.Member("last", 0, static arguments => arguments[0] is CelList list ? list.Count == 0 ? CelOptional.None : CelOptional.Of(list[list.Count - 1]) : null),
        CelFunction.Member("unwrapOpt", 0, Unwrap),
        CelFunction.Global("optional.unwrap", 1, Unwrap),
    ];

    private static CelList? Unwrap(CelValue[] arguments)
    {
        if (arguments[0] is not CelList list) return null;
        var values = new List<CelValue>();
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is not CelOptional optional) return null;
            if (optional.Value is not null) values.Add(optional.Value);
        }

        return CelList.Of([.. values]);
    }
}
