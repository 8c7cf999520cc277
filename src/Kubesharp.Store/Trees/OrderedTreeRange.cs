namespace Kubesharp.Store.Trees;

/// <summary>
/// A walk over part of an <see cref="OrderedTree{T}"/> in key order; also its own enumerator, so it is for one walk. It may be kept
/// across awaits: the tree below it never changes.
/// </summary>
public struct OrderedTreeRange<T>
{
    private readonly string? _end;
    private readonly List<(TreeBranch<T> Branch, int Child)> _path;
    private TreeLeaf<T> _leaf;
    private int _index;
    private int _limit;

    internal OrderedTreeRange(TreeNode<T> root, string start, string? end)
    {
        _end = end;
        _path = [];
        var node = root;
        while (node is TreeBranch<T> branch)
        {
            var child = branch.ChildOf(start);
            _path.Add((branch, child));
            node = branch.Children[child];
        }

        _leaf = (TreeLeaf<T>)node;
        _index = _leaf.LowerBound(start) - 1;
        _limit = LimitOf(_leaf);
    }

    /// <summary>The key the walk is at.</summary>
    public readonly string CurrentKey => _leaf.Keys[_index];

    /// <summary>The value the walk is at.</summary>
    public readonly T Current => _leaf.Values[_index];

    /// <summary>Lets <c>foreach</c> walk the range.</summary>
    public readonly OrderedTreeRange<T> GetEnumerator() => this;

    /// <summary>Goes to the next key; false at the end.</summary>
    public bool MoveNext()
    {
        while (true)
        {
            if (++_index < _limit) return true;
            if (_limit < _leaf.Count || !NextLeaf())
            {
                _index = _limit - 1;
                return false;
            }
        }
    }

    private bool NextLeaf()
    {
        for (var level = _path.Count - 1; level >= 0; level--)
        {
            var (branch, child) = _path[level];
            if (child + 1 >= branch.Count) continue;
            _path[level] = (branch, child + 1);
            var node = branch.Children[child + 1];
            while (node is TreeBranch<T> inner)
            {
                _path[++level] = (inner, 0);
                node = inner.Children[0];
            }

            _leaf = (TreeLeaf<T>)node;
            _index = -1;
            _limit = LimitOf(_leaf);
            return true;
        }

        return false;
    }

    private readonly int LimitOf(TreeLeaf<T> leaf)
    {
        if (_end is null || leaf.Count == 0 || string.CompareOrdinal(leaf.Keys[leaf.Count - 1], _end) < 0) return leaf.Count;
        return leaf.LowerBound(_end);
    }
}
