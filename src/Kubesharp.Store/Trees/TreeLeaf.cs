namespace Kubesharp.Store.Trees;

/// <summary>The bottom of the tree: sorted keys beside their values.</summary>
internal sealed class TreeLeaf<T> : TreeNode<T>
{
    public TreeLeaf(object owner)
        : base(owner, new string[Width], ownsKeys: true)
    {
        Values = new T[Width];
    }

    private TreeLeaf(object owner, TreeLeaf<T> from)
        : base(owner, from.Keys, ownsKeys: false)
    {
        Values = from.Values.AsSpan().ToArray();
        Count = from.Count;
        Size = from.Size;
    }

    public T[] Values { get; }

    public override TreeNode<T> CopyFor(object owner) => new TreeLeaf<T>(owner, this);

    /// <summary>Position of the first key not less than the given one.</summary>
    public int LowerBound(string key)
    {
        int low = 0, high = Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (string.CompareOrdinal(Keys[middle], key) < 0) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    public bool HasKeyAt(int index, string key) => index < Count && string.Equals(Keys[index], key);

    public void Insert(int at, string key, T value)
    {
        OpenKeys(at, [key]);
        Array.Copy(Values, at, Values, at + 1, Count - at);
        Values[at] = value;
        Count++;
        Size++;
    }

    public override void InsertSlots(int at, TreeNode<T> source, int from, int count)
    {
        var leaf = (TreeLeaf<T>)source;
        OpenKeys(at, leaf.Keys.AsSpan(from, count));
        Array.Copy(Values, at, Values, at + count, Count - at);
        Array.Copy(leaf.Values, from, Values, at, count);
        Count += count;
        Size += count;
    }

    public override void RemoveSlot(int at)
    {
        CloseKeys(at);
        Array.Copy(Values, at + 1, Values, at, Count - at - 1);
        Count--;
        Values[Count] = default!;
        Size--;
    }

    /// <summary>Drops everything from a position on, after a split moved it away.</summary>
    public void Truncate(int count)
    {
        OwnKeys();
        Array.Clear(Keys, count, Count - count);
        Array.Clear(Values, count, Count - count);
        Count = count;
        Size = count;
    }
}
