using Kubesharp.Cel.Evaluation;
using Kubesharp.Cel.Values;

namespace Kubesharp.Cel.Functions;

/// <summary>Work with lists.</summary>
internal static class ListFunctions
{
    public static IReadOnlyList<CelFunction> All { get; } =
    [
        CelFunction.Member("isSorted", 0, IsSorted),
        CelFunction.Member("sum", 0, Sum),
        CelFunction.Member("min", 0, static arguments => Extreme(arguments, "min", -1)),
        CelFunction.Member("max", 0, static arguments => Extreme(arguments, "max", 1)),
        CelFunction.Member("indexOf", 1, static arguments => arguments[0] is CelList list ? Find(list, arguments[1], 0, list.Count, 1) : null),
        CelFunction.Member("lastIndexOf", 1, static arguments => arguments[0] is CelList list ? Find(list, arguments[1], list.Count - 1, -1, -1) : null),
    ];

    private static CelValue? IsSorted(CelValue[] arguments)
    {
        if (arguments[0] is not CelList list) return null;
        for (var i = 1; i < list.Count; i++)
        {
            if (list[i - 1].CompareTo(list[i]) is not { } order) return CelError.NoSuchOverload;
            if (order > 0) return CelBool.False;
        }

        return CelBool.True;
    }

    private static CelValue? Sum(CelValue[] arguments)
    {
        if (arguments[0] is not CelList list) return null;
        if (list.Count == 0) return new CelInt(0);
        var sum = list[0];
        if (sum is not (CelInt or CelUint or CelDouble or CelDuration)) return null;
        for (var i = 1; i < list.Count && !sum.IsError; i++) sum = Operators.Add(sum, list[i]);
        return sum;
    }

    private static CelValue? Extreme(CelValue[] arguments, string name, int sign)
    {
        if (arguments[0] is not CelList list) return null;
        if (list.Count == 0) return new CelError($"{name} called on empty list");
        var best = list[0];
        for (var i = 1; i < list.Count; i++)
        {
            if (list[i].CompareTo(best) is not { } order) return CelError.NoSuchOverload;
            if (Math.Sign(order) == sign) best = list[i];
        }

        return best;
    }

    private static CelInt Find(CelList list, CelValue value, int from, int to, int step)
    {
        for (var i = from; i != to; i += step)
        {
            if (list[i].Equals(value)) return new CelInt(i);
        }

        return new CelInt(-1);
    }
}
