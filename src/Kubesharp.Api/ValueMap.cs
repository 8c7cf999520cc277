using System.Collections;
using System.Runtime.CompilerServices;

namespace Kubesharp.Api;

/// <summary>
/// An immutable map from text to values, kept sorted by key (ordinal) as the wire formats want it, and compared by content.
/// The default value stands for an absent map; for equality an absent map and an empty one are the same.
/// </summary>
[CollectionBuilder(typeof(ValueMap), nameof(ValueMap.Create))]
public readonly struct ValueMap<TValue> : IReadOnlyDictionary<string, TValue>, IEquatable<ValueMap<TValue>>
{
    private const int LinearLimit = 8;
    private readonly KeyValuePair<string, TValue>[]? _pairs;

    internal ValueMap(KeyValuePair<string, TValue>[]? sorted) => _pairs = sorted;

    /// <summary>Whether the map is absent, as opposed to present and empty.</summary>
    public bool IsNull => _pairs is null;

    public int Count => _pairs is null ? 0 : _pairs.Length;

    public IEnumerable<string> Keys => (_pairs ?? []).Select(pair => pair.Key);

    public IEnumerable<TValue> Values => (_pairs ?? []).Select(pair => pair.Value);

    public TValue this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException(key);

    public ReadOnlySpan<KeyValuePair<string, TValue>> AsSpan() => _pairs;

    /// <summary>Enumerates in key order without allocating.</summary>
    public ValueList<KeyValuePair<string, TValue>>.Enumerator GetEnumerator() => new(_pairs ?? []);

    IEnumerator<KeyValuePair<string, TValue>> IEnumerable<KeyValuePair<string, TValue>>.GetEnumerator() =>
        ((IEnumerable<KeyValuePair<string, TValue>>)(_pairs ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => (_pairs ?? []).GetEnumerator();

    public bool ContainsKey(string key) => IndexOf(key) >= 0;

    public bool TryGetValue(string key, out TValue value)
    {
        var index = IndexOf(key);
        value = index >= 0 ? _pairs![index].Value : default!;
        return index >= 0;
    }

    /// <summary>The value of <paramref name="key"/>, or the default of the value type when there is none.</summary>
    public TValue? Get(string key) => TryGetValue(key, out var value) ? value : default;

    /// <summary>A new map in which <paramref name="key"/> has <paramref name="value"/>.</summary>
    public ValueMap<TValue> Set(string key, TValue value)
    {
        var index = IndexOf(key);
        if (index >= 0)
        {
            var copy = AsSpan().ToArray();
            copy[index] = new(key, value);
            return new(copy);
        }

        return ValueMap.Create<TValue>([.. AsSpan(), new(key, value)]);
    }

    /// <summary>A new map without <paramref name="key"/>; the same map when it has no such key.</summary>
    public ValueMap<TValue> Remove(string key)
    {
        var index = IndexOf(key);
        return index < 0 ? this : new([.. AsSpan()[..index], .. AsSpan()[(index + 1)..]]);
    }

    public bool Equals(ValueMap<TValue> other)
    {
        var left = AsSpan();
        var right = other.AsSpan();
        if (left.Length != right.Length) return false;
        for (var i = 0; i < left.Length; i++)
        {
            if (left[i].Key != right[i].Key || !EqualityComparer<TValue>.Default.Equals(left[i].Value, right[i].Value)) return false;
        }

        return true;
    }

    public override bool Equals(object? obj) => obj is ValueMap<TValue> other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var (key, value) in AsSpan())
        {
            hash.Add(key);
            hash.Add(value);
        }

        return hash.ToHashCode();
    }

    public override string ToString() => $"{{{string.Join(", ", (_pairs ?? []).Select(pair => $"{pair.Key}={pair.Value}"))}}}";

    public static bool operator ==(ValueMap<TValue> left, ValueMap<TValue> right) => left.Equals(right);

    public static bool operator !=(ValueMap<TValue> left, ValueMap<TValue> right) => !left.Equals(right);

    private int IndexOf(string key)
    {
        var pairs = AsSpan();
        if (pairs.Length <= LinearLimit)
        {
            for (var i = 0; i < pairs.Length; i++)
            {
                if (pairs[i].Key == key) return i;
            }

            return -1;
        }

        int low = 0, high = pairs.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = string.CompareOrdinal(pairs[middle].Key, key);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return -1;
    }
}

/// <summary>Makes <see cref="ValueMap{TValue}"/> values.</summary>
public static class ValueMap
{
    /// <summary>Sorts the pairs by key; of several pairs with one key the last wins.</summary>
    public static ValueMap<TValue> Create<TValue>(ReadOnlySpan<KeyValuePair<string, TValue>> pairs) => new(Sort(pairs.ToArray()));

    /// <summary>Copies pairs into a map; of several pairs with one key the last wins.</summary>
    public static ValueMap<TValue> ToValueMap<TValue>(this IEnumerable<KeyValuePair<string, TValue>> pairs) => new(Sort([.. pairs]));

    /// <summary>A map with one pair.</summary>
    public static ValueMap<TValue> Of<TValue>(string key, TValue value) => new([new(key, value)]);

    internal static KeyValuePair<string, TValue>[] Sort<TValue>(KeyValuePair<string, TValue>[] pairs)
    {
        if (IsSorted(pairs)) return pairs;
        var sorted = new SortedDictionary<string, TValue>(StringComparer.Ordinal);
        foreach (var (key, value) in pairs) sorted[key] = value;
        return [.. sorted];
    }

    private static bool IsSorted<TValue>(ReadOnlySpan<KeyValuePair<string, TValue>> pairs)
    {
        for (var i = 1; i < pairs.Length; i++)
        {
            if (string.CompareOrdinal(pairs[i - 1].Key, pairs[i].Key) >= 0) return false;
        }

        return true;
    }
}
