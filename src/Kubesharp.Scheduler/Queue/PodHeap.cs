namespace Kubesharp.Scheduler.Queue;

/// <summary>A binary heap of waiting pods from which any can be taken.</summary>
internal sealed class PodHeap(Comparison<QueuedPod> order)
{
    private readonly List<QueuedPod> _items = [];

    public int Count => _items.Count;

    public QueuedPod? Peek() => _items.Count == 0 ? null : _items[0];

    public void Push(QueuedPod pod)
    {
        pod.HeapIndex = _items.Count;
        _items.Add(pod);
        Up(pod.HeapIndex);
    }

    public QueuedPod? Pop()
    {
        if (_items.Count == 0) return null;
        var first = _items[0];
        Remove(first);
        return first;
    }

    public void Remove(QueuedPod pod)
    {
        var index = pod.HeapIndex;
        var last = _items.Count - 1;
        if (index != last) Put(index, _items[last]);
        _items.RemoveAt(last);
        pod.HeapIndex = -1;
        if (index == last) return;
        Up(index);
        Down(index);
    }

    /// <summary>Restores the order after a pod in the heap changed.</summary>
    public void Fix(QueuedPod pod)
    {
        Up(pod.HeapIndex);
        Down(pod.HeapIndex);
    }

    private void Up(int index)
    {
        while (index > 0)
        {
            var parent = (index - 1) / 2;
            if (Compare(_items[parent], _items[index]) <= 0) return;
            Swap(parent, index);
            index = parent;
        }
    }

    private void Down(int index)
    {
        while (true)
        {
            var child = (2 * index) + 1;
            if (child >= _items.Count) return;
            if (child + 1 < _items.Count && Compare(_items[child + 1], _items[child]) < 0) child++;
            if (Compare(_items[index], _items[child]) <= 0) return;
            Swap(index, child);
            index = child;
        }
    }

    private int Compare(QueuedPod left, QueuedPod right)
    {
        var result = order(left, right);
        return result != 0 ? result : left.Sequence.CompareTo(right.Sequence);
    }

    private void Swap(int left, int right)
    {
        var item = _items[left];
        Put(left, _items[right]);
        Put(right, item);
    }

    private void Put(int index, QueuedPod pod)
    {
        _items[index] = pod;
        pod.HeapIndex = index;
    }
}
