using Kubesharp.Cel.Values;

namespace Kubesharp.Cel.Functions;

/// <summary>Lists as sets.</summary>
internal static class SetFunctions
{
    public static IReadOnlyList<CelFunction> All { get; } =
    [
        CelFunction.Global("sets.contains", 2, static arguments => arguments is [CelList left, CelList right] ? CelBool.Of(Contains(left, right)) : null),
        CelFunction.Global("sets.equivalent", 2, static arguments => arguments is [CelList left, CelList right] ? CelBool.Of(Contains(left, right) && Contains(right, left)) : null),
        CelFunction.Global("sets.intersects", 2, static arguments => arguments is [CelList left, CelList right] ? CelBool.Of(Intersects(left, right)) : null),
    ];

    private static bool Contains(CelList list, CelList items)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (!list.Contains(items[i])) return false;
        }

        return true;
    }

    private static bool Intersects(CelList list, CelList items)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (list.Contains(items[i])) return true;
        }

        return false;
    }
}
