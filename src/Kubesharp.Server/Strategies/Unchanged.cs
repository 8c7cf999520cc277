using Kubesharp.Api;

namespace Kubesharp.Server.Strategies;

/// <summary>Rewrites immutable lists and maps and gives the same one back when no item changed, so that defaulting a complete object allocates nothing.</summary>
internal static class Unchanged
{
    /// <summary>The list with <paramref name="change"/> applied to each item; the very same list when every item stayed the same instance.</summary>
    public static ValueList<T> Map<T>(this ValueList<T> list, Func<T, T> change)
        where T : class
    {
        var items = list.AsSpan();
        for (var i = 0; i < items.Length; i++)
        {
            var changed = change(items[i]);
            if (ReferenceEquals(changed, items[i])) continue;
            var copy = items.ToArray();
            copy[i] = changed;
            for (i++; i < copy.Length; i++) copy[i] = change(copy[i]);
            return ValueList.Wrap(copy);
        }

        return list;
    }

    /// <summary>The same with one argument passed on, so that callers need no closure.</summary>
    public static ValueList<T> Map<T, TArgument>(this ValueList<T> list, TArgument argument, Func<T, TArgument, T> change)
        where T : class
    {
        var items = list.AsSpan();
        for (var i = 0; i < items.Length; i++)
        {
            var changed = change(items[i], argument);
            if (ReferenceEquals(changed, items[i])) continue;
            var copy = items.ToArray();
            copy[i] = changed;
            for (i++; i < copy.Length; i++) copy[i] = change(copy[i], argument);
            return ValueList.Wrap(copy);
        }

        return list;
    }

    /// <summary>Whether both are the same list in memory (an absent and an empty list count as the same).</summary>
    public static bool IsSame<T>(this ValueList<T> list, ValueList<T> other) => list.AsSpan() == other.AsSpan();

    /// <summary>Whether both are the same map in memory (an absent and an empty map count as the same).</summary>
    public static bool IsSame<T>(this ValueMap<T> map, ValueMap<T> other) => map.AsSpan() == other.AsSpan();
}
