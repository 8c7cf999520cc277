using System.Diagnostics.CodeAnalysis;

namespace Kubesharp.Client;

/// <summary>A map that forgets what was not used for longest. Not thread-safe.</summary>
internal sealed class LruCache<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> _nodes = [];
    private readonly LinkedList<(TKey Key, TValue Value)> _recent = new();

    public int Count => _nodes.Count;

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (!_nodes.TryGetValue(key, out var node))
        {
            value = default;
            return false;
        }

        _recent.Remove(node);
        _recent.AddFirst(node);
        value = node.Value.Value;
        return true;
    }

    public void Set(TKey key, TValue value)
    {
        if (_nodes.Remove(key, out var old)) _recent.Remove(old);
        _nodes[key] = _recent.AddFirst((key, value));
        if (_nodes.Count <= capacity) return;
        var last = _recent.Last!;
        _recent.RemoveLast();
        _nodes.Remove(last.Value.Key);
    }
}
