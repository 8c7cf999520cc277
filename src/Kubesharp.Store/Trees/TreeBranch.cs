namespace Kubesharp.Store.Trees;

/// <summary>An inner node: children beside the lower bounds that separate them.</summary>
internal sealed class TreeBranch<T> : TreeNode<T>
{
    public TreeBranch(object owner)
        : base(owner, new string[Width], ownsKeys: true)
    {
        Children = new TreeNode<T>[Width];
    }

    private TreeBranch(object owner, TreeBranch<T> from)
        : base(owner, from.Keys, ownsKeys: false)
    {
        Children = from.Children.AsSpan().ToArray();
        Count = from.Count;
        Size = from.Size;
    }

    public TreeNode<T>[] Children { get; }

    public override TreeNode<T> CopyFor(object owner) => new TreeBranch<T>(owner, this);

    /// <summary>Which child a key belongs to.</summary>
    public int ChildOf(string key)
    {
        int low = 1, high = Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (string.CompareOrdinal(Keys[middle], key) <= 0) low = middle + 1;
            else high = middle;
        }

        return low - 1;
    }

    /// <summary>Adds a child; the caller accounts for <see cref="TreeNode{T}.Size"/>.</summary>
    public void InsertChild(int at, string lowerBound, TreeNode<T> child)
    {
        OpenKeys(at, [lowerBound]);
        Array.Copy(Children, at, Children, at + 1, Count - at);
        Children[at] = child;
        Count++;
    }

    public override void InsertSlots(int at, TreeNode<T> source, int from, int count)
    {
        var branch = (TreeBranch<T>)source;
        OpenKeys(at, branch.Keys.AsSpan(from, count));
        Array.Copy(Children, at, Children, at + count, Count - at);
        Array.Copy(branch.Children, from, Children, at, count);
        Count += count;
        for (var i = at; i < at + count; i++) Size += Children[i].Size;
    }

    public override void RemoveSlot(int at)
    {
        CloseKeys(at);
        Array.Copy(Children, at + 1, Children, at, Count - at - 1);
        Count--;
        Children[Count] = null!;
    }

    /// <summary>Drops everything from a position on, after a split moved it away.</summary>
    public void Truncate(int count)
    {
        OwnKeys();
        for (var i = count; i < Count; i++) Size -= Children[i].Size;
        Array.Clear(Keys, count, Count - count);
        Array.Clear(Children, count, Count - count);
        Count = count;
    }

    /// <summary>Names the lower bound of a child, needed when a merge makes slot 0 an ordinary one.</summary>
    public void SetKey(int at, string key)
    {
        OwnKeys();
        Keys[at] = key;
    }
}
