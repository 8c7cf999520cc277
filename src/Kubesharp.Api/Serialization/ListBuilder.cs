namespace Kubesharp.Api.Serialization;

/// <summary>Gathers the items of a list whose length is not known beforehand.</summary>
public struct ListBuilder<T>
{
    private T[]? _items;
    private int _count;

    public void Add(T item)
    {
        if (_items is null) _items = new T[2];
        else if (_count == _items.Length) Array.Resize(ref _items, _count * 2);
        _items[_count++] = item;
    }

    /// <summary>The list; present even when it has no items.</summary>
    public readonly ValueList<T> ToList() => new(ToArray());

    /// <summary>The list; absent when it has no items, as protobuf cannot tell the two apart.</summary>
    public readonly ValueList<T> ToListOrNull() => _count == 0 ? default : ToList();

    public readonly T[] ToArray()
    {
        if (_items is null || _count == 0) return [];
        return _items.Length == _count ? _items : _items[.._count];
    }
}

/// <summary>Turns gathered pairs into maps.</summary>
public static class ListBuilderExtensions
{
    /// <summary>The map; absent when it has no pairs, as protobuf cannot tell the two apart.</summary>
    public static ValueMap<TValue> ToMapOrNull<TValue>(this ListBuilder<KeyValuePair<string, TValue>> pairs)
    {
        var array = pairs.ToArray();
        return array.Length == 0 ? default : new(ValueMap.Sort(array));
    }
}
