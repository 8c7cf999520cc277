using System.Diagnostics.CodeAnalysis;

namespace Kubesharp.Cel.Values;

/// <summary>A list. Others may derive their own, to look into something without copying it.</summary>
public abstract class CelList : CelValue
{
    public static readonly CelList Empty = new CelArray([]);

    public override CelType Type => CelType.List;

    public abstract int Count { get; }

    public abstract CelValue this[int index] { get; }

    internal override bool IsZero => Count == 0;

    public static CelList Of(params CelValue[] items) => items.Length == 0 ? Empty : new CelArray(items);

    public override bool Equals(object? obj)
    {
        if (obj is not CelList other || other.Count != Count) return false;
        for (var i = 0; i < Count; i++)
        {
            if (!this[i].Equals(other[i])) return false;
        }

        return true;
    }

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        for (var i = 0; i < Count; i++) hash.Add(this[i]);
        return hash.ToHashCode();
    }

    public bool Contains(CelValue value)
    {
        for (var i = 0; i < Count; i++)
        {
            if (this[i].Equals(value)) return true;
        }

        return false;
    }

    public override string ToString() => $"[{string.Join(", ", Enumerable.Range(0, Count).Select(i => this[i]))}]";

    private sealed class CelArray(CelValue[] items) : CelList
    {
        public override int Count => items.Length;

        public override CelValue this[int index] => items[index];
    }
}

/// <summary>A map or an object with fields. Others may derive their own, to look into something without copying it.</summary>
public abstract class CelMap : CelValue
{
    public static readonly CelMap Empty = new CelDictionary([]);

    public override CelType Type => CelType.Map;

    public abstract int Count { get; }

    /// <summary>The keys; a comprehension visits them in this order.</summary>
    public abstract IEnumerable<CelValue> Keys { get; }

    internal override bool IsZero => Count == 0;

    public static CelMap Of(Dictionary<CelValue, CelValue> entries) => entries.Count == 0 ? Empty : new CelDictionary(entries);

    /// <summary>A map from texts.</summary>
    public static CelMap Of(IEnumerable<KeyValuePair<string, CelValue>> entries) =>
        Of(entries.ToDictionary(entry => (CelValue)new CelString(entry.Key), entry => entry.Value));

    public abstract bool TryGet(CelValue key, [MaybeNullWhen(false)] out CelValue value);

    public override bool Equals(object? obj)
    {
        if (obj is not CelMap other || other.Count != Count) return false;
        foreach (var key in Keys)
        {
            if (!TryGet(key, out var mine) || !other.TryGet(key, out var theirs) || !mine.Equals(theirs)) return false;
        }

        return true;
    }

    public override int GetHashCode()
    {
        // Order does not count.
        var hash = 0;
        foreach (var key in Keys) hash ^= HashCode.Combine(key, TryGet(key, out var value) ? value : null);
        return hash;
    }

    public override string ToString() => $"{{{string.Join(", ", Keys.Select(key => $"{key}: {(TryGet(key, out var value) ? value : null)}"))}}}";

    private sealed class CelDictionary(Dictionary<CelValue, CelValue> entries) : CelMap
    {
        public override int Count => entries.Count;

        public override IEnumerable<CelValue> Keys => entries.Keys;

        public override bool TryGet(CelValue key, [MaybeNullWhen(false)] out CelValue value) => entries.TryGetValue(key, out value);
    }
}
