namespace Kubesharp.Store.Trees;

/// <summary>
/// A node of an <see cref="OrderedTree{T}"/>. A node may be changed in place only by the builder that owns it; all others see it
/// frozen. Copies made for a value update go on sharing the key array, since keys change far less often than values.
/// </summary>
internal abstract class TreeNode<T>(object owner, string[] keys, bool ownsKeys)
{
    /// <summary>Most slots of a node. A leaf of 32 references is copied in well under 100 ns and keeps trees of 30,000 keys at depth 3.</summary>
    public const int Width = 32;

    /// <summary>A node below this fill is merged with a neighbour when both fit into one.</summary>
    public const int MergeBelow = Width / 4;

    public object Owner { get; } = owner;

    /// <summary>Leaf: the keys. Branch: for slot i &gt; 0 the lower bound of child i; slot 0 is unused.</summary>
    public string[] Keys { get; private set; } = keys;

    /// <summary>Used slots.</summary>
    public int Count { get; set; }

    /// <summary>Keys in the whole subtree.</summary>
    public int Size { get; set; }

    /// <summary>Whether <see cref="Keys"/> belongs to this node alone.</summary>
    private bool OwnsKeys { get; set; } = ownsKeys;

    public abstract TreeNode<T> CopyFor(object owner);

    public abstract void InsertSlots(int at, TreeNode<T> source, int from, int count);

    /// <summary>Closes the gap of one slot.</summary>
    public abstract void RemoveSlot(int at);

    /// <summary>Makes the key array safe to change.</summary>
    protected void OwnKeys()
    {
        if (OwnsKeys) return;
        Keys = Keys.AsSpan().ToArray();
        OwnsKeys = true;
    }

    protected void OpenKeys(int at, ReadOnlySpan<string> source)
    {
        OwnKeys();
        Array.Copy(Keys, at, Keys, at + source.Length, Count - at);
        source.CopyTo(Keys.AsSpan(at));
    }

    protected void CloseKeys(int at)
    {
        OwnKeys();
        Array.Copy(Keys, at + 1, Keys, at, Count - at - 1);
        Keys[Count - 1] = null!;
    }
}
