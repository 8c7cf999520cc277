using System.Diagnostics.CodeAnalysis;

namespace Kubesharp.Store.Trees;

/// <summary>
/// Makes a new <see cref="OrderedTree{T}"/> by many changes at the price of one: nodes it has already copied it changes in place. For
/// one thread.
/// </summary>
public sealed class OrderedTreeBuilder<T>
{
    private TreeNode<T> _root;
    private object _owner = new();

    internal OrderedTreeBuilder(TreeNode<T> root)
    {
        _root = root;
    }

    /// <summary>How many keys there are.</summary>
    public int Count => _root.Size;

    /// <summary>Finds the value of a key.</summary>
    public bool TryGet(string key, [MaybeNullWhen(false)] out T value) => OrderedTree<T>.TryGet(_root, key, out value);

    /// <summary>Stores a value. Returns true, and the old value, when the key existed.</summary>
    public bool Set(string key, T value, [MaybeNullWhen(false)] out T previous)
    {
        _root = Editable(_root);
        var existed = Set(_root, key, value, out previous, out var sibling, out var bound);
        if (sibling is null) return existed;
        var root = new TreeBranch<T>(_owner) { Size = _root.Size + sibling.Size };
        root.InsertChild(0, string.Empty, _root);
        root.InsertChild(1, bound!, sibling);
        _root = root;
        return existed;
    }

    /// <summary>Removes a key. Returns true, and the old value, when it existed.</summary>
    public bool Remove(string key, [MaybeNullWhen(false)] out T previous)
    {
        if (!TryGet(key, out previous)) return false;
        _root = Editable(_root);
        Remove(_root, key);
        while (_root is TreeBranch<T> { Count: <= 1 } branch)
            _root = branch.Count == 1 ? branch.Children[0] : new TreeLeaf<T>(_owner);
        return true;
    }

    /// <summary>The tree as built so far. The builder may go on; it copies again what this tree now shares.</summary>
    public OrderedTree<T> ToTree()
    {
        _owner = new object();
        return new OrderedTree<T>(_root);
    }

    private TreeNode<T> Editable(TreeNode<T> node) => ReferenceEquals(node.Owner, _owner) ? node : node.CopyFor(_owner);

    private bool Set(
        TreeNode<T> node, string key, T value, [MaybeNullWhen(false)] out T previous, out TreeNode<T>? sibling, out string? bound)
    {
        if (node is TreeLeaf<T> leaf) return SetInLeaf(leaf, key, value, out previous, out sibling, out bound);
        var branch = (TreeBranch<T>)node;
        var at = branch.ChildOf(key);
        var child = branch.Children[at] = Editable(branch.Children[at]);
        var existed = Set(child, key, value, out previous, out var childSibling, out var childBound);
        if (!existed) branch.Size++;
        sibling = null;
        bound = null;
        if (childSibling is null) return existed;

        if (branch.Count < TreeNode<T>.Width)
        {
            branch.InsertChild(at + 1, childBound!, childSibling);
            return existed;
        }

        // A full node hit at its end grows like a list: keep it full and start a new one.
        var keep = at + 1 == branch.Count ? branch.Count : branch.Count / 2;
        var right = new TreeBranch<T>(_owner);
        bound = keep < branch.Count ? branch.Keys[keep] : childBound;
        right.InsertSlots(0, branch, keep, branch.Count - keep);
        branch.Truncate(keep);
        var (half, place) = at + 1 > keep || keep == TreeNode<T>.Width ? (right, at + 1 - keep) : (branch, at + 1);
        half.InsertChild(place, childBound!, childSibling);
        Recount(branch);
        Recount(right);
        sibling = right;
        return existed;
    }

    private bool SetInLeaf(
        TreeLeaf<T> leaf, string key, T value, [MaybeNullWhen(false)] out T previous, out TreeNode<T>? sibling, out string? bound)
    {
        sibling = null;
        bound = null;
        var at = leaf.LowerBound(key);
        if (leaf.HasKeyAt(at, key))
        {
            previous = leaf.Values[at];
            leaf.Values[at] = value;
            return true;
        }

        previous = default;
        if (leaf.Count < TreeNode<T>.Width)
        {
            leaf.Insert(at, key, value);
            return false;
        }

        var keep = at == leaf.Count ? leaf.Count : leaf.Count / 2;
        var right = new TreeLeaf<T>(_owner);
        right.InsertSlots(0, leaf, keep, leaf.Count - keep);
        leaf.Truncate(keep);
        if (at > keep || keep == TreeNode<T>.Width) right.Insert(at - keep, key, value);
        else leaf.Insert(at, key, value);
        sibling = right;
        bound = right.Keys[0];
        return false;
    }

    private void Remove(TreeNode<T> node, string key)
    {
        if (node is TreeLeaf<T> leaf)
        {
            leaf.RemoveSlot(leaf.LowerBound(key));
            return;
        }

        var branch = (TreeBranch<T>)node;
        var at = branch.ChildOf(key);
        var child = branch.Children[at] = Editable(branch.Children[at]);
        Remove(child, key);
        branch.Size--;
        if (child.Count == 0) branch.RemoveSlot(at);
        else if (child.Count < TreeNode<T>.MergeBelow) MergeChild(branch, at);
    }

    private void MergeChild(TreeBranch<T> branch, int at)
    {
        if (at > 0 && Fits(branch, at - 1)) MergeWithNext(branch, at - 1);
        else if (at + 1 < branch.Count && Fits(branch, at)) MergeWithNext(branch, at);
    }

    private static bool Fits(TreeBranch<T> branch, int left) =>
        branch.Children[left].Count + branch.Children[left + 1].Count <= TreeNode<T>.Width;

    private void MergeWithNext(TreeBranch<T> branch, int left)
    {
        var target = branch.Children[left] = Editable(branch.Children[left]);
        var source = branch.Children[left + 1];
        var joint = target.Count;
        target.InsertSlots(joint, source, 0, source.Count);
        if (target is TreeBranch<T> merged) merged.SetKey(joint, branch.Keys[left + 1]);
        branch.RemoveSlot(left + 1);
    }

    private static void Recount(TreeBranch<T> branch)
    {
        var size = 0;
        for (var i = 0; i < branch.Count; i++) size += branch.Children[i].Size;
        branch.Size = size;
    }
}
