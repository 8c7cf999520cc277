namespace Kubesharp.Store.Trees;

/// <summary>
/// An immutable map from string keys, in ordinal order, to values: a B+ tree whose changes copy only the path to the changed leaf. An
/// older tree stays what it was, so keeping one reference keeps a snapshot. Reading needs no locks.
/// </summary>
public sealed class OrderedTree<T>
{
    /// <summary>The tree without keys.</summary>
    public static readonly OrderedTree<T> Empty = new(new TreeLeaf<T>(new object()));

    private readonly TreeNode<T> _root;

    internal OrderedTree(TreeNode<T> root)
    {
        _root = root;
    }

    /// <summary>How many keys there are.</summary>
    public int Count => _root.Size;

    internal TreeNode<T> Root => _root;

    /// <summary>Finds the value of a key.</summary>
    public bool TryGet(string key, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T value) => TryGet(_root, key, out value);

    /// <summary>How many keys lie in [start, end), found without visiting them. A null end means no end.</summary>
    public int CountRange(string start, string? end) => Math.Max(0, (end is null ? Count : Rank(end)) - Rank(start));

    /// <summary>How many keys begin with a prefix, found without visiting them.</summary>
    public int CountPrefix(string prefix) => CountRange(prefix, KeyRange.PrefixEnd(prefix));

    /// <summary>Walks the keys in [start, end) in order. A null end means no end.</summary>
    public OrderedTreeRange<T> Range(string start, string? end) => new(_root, start, end);

    /// <summary>Walks the keys that begin with a prefix, in order.</summary>
    public OrderedTreeRange<T> Prefix(string prefix) => new(_root, prefix, KeyRange.PrefixEnd(prefix));

    /// <summary>Walks all keys in order.</summary>
    public OrderedTreeRange<T> All() => new(_root, string.Empty, null);

    /// <summary>A builder that starts from this tree and leaves it as it is.</summary>
    public OrderedTreeBuilder<T> ToBuilder() => new(_root);

    internal static bool TryGet(TreeNode<T> node, string key, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T value)
    {
        while (node is TreeBranch<T> branch) node = branch.Children[branch.ChildOf(key)];
        var leaf = (TreeLeaf<T>)node;
        var index = leaf.LowerBound(key);
        var found = leaf.HasKeyAt(index, key);
        value = found ? leaf.Values[index] : default;
        return found;
    }

    /// <summary>How many keys are less than the given one.</summary>
    private int Rank(string key)
    {
        var rank = 0;
        var node = _root;
        while (node is TreeBranch<T> branch)
        {
            var child = branch.ChildOf(key);
            for (var i = 0; i < child; i++) rank += branch.Children[i].Size;
            node = branch.Children[child];
        }

        return rank + ((TreeLeaf<T>)node).LowerBound(key);
    }
}
