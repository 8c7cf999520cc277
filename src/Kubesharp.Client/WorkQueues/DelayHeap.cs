using System.Diagnostics.CodeAnalysis;

namespace Kubesharp.Client;

/// <summary>Keys by the time they are due. Bringing a key forward leaves its old place in the heap, which is skipped when it surfaces.</summary>
internal sealed class DelayHeap<TKey>
    where TKey : notnull
{
    private readonly PriorityQueue<TKey, (long Due, long Order)> _heap = new();
    private readonly Dictionary<TKey, long> _due = [];
    private long _order;

    public int Count => _due.Count;

    /// <summary>Adds a key, unless it is due earlier already.</summary>
    public void Add(TKey key, long due)
    {
        if (_due.TryGetValue(key, out var known) && known <= due) return;
        _due[key] = due;
        _heap.Enqueue(key, (due, _order++));
    }

    /// <summary>When the first key is due.</summary>
    public bool TryPeek(out long due)
    {
        while (_heap.TryPeek(out var key, out var place))
        {
            due = place.Due;
            if (_due.TryGetValue(key, out var known) && known == due) return true;
            _heap.Dequeue();
        }

        due = 0;
        return false;
    }

    /// <summary>Takes the first key if it is due; keys due at one time come in the order they were added.</summary>
    public bool TryTakeDue(long now, [MaybeNullWhen(false)] out TKey key)
    {
        key = default;
        if (!TryPeek(out var due) || due > now) return false;
        key = _heap.Dequeue();
        _due.Remove(key);
        return true;
    }

    public void Clear()
    {
        _heap.Clear();
        _due.Clear();
    }
}
