using Kubesharp.Api;
using Kubesharp.Api.Core.V1;

namespace Kubesharp.Scheduler.Cluster;

/// <summary>A node label whose values divide the nodes into domains. Values are small numbers, in a column with an entry per node.</summary>
public sealed class TopologyKey
{
    private const int FewNodes = 8;

    /// <summary>Says that a node does not have the label.</summary>
    public const int None = -1;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<List<int>> _rows = [];
    private int[] _column = [];
    private int[] _places = [];
    private readonly int _manyDomains;
    private int _domains;
    private int _nodes;

    internal TopologyKey(string name, int manyDomains)
    {
        Name = name;
        _manyDomains = manyDomains;
    }

    /// <summary>Key of the label.</summary>
    public string Name { get; }

    /// <summary>Number of the domain that a node is in, by the node's row; <see cref="None"/> for nodes without the label.</summary>
    public int this[int row] => row < _column.Length ? _column[row] - 1 : None;

    /// <summary>
    /// Whether there are many domains of few nodes, as with names of hosts. Such nodes are told apart by what is counted in their
    /// domain rather than by the domain. It does not go back and forth with every node.
    /// </summary>
    internal bool IsFine { get; private set; }

    /// <summary>Domain of a node as it was when its object was the given one.</summary>
    internal int DomainOf(NodeInfo info, Node node)
    {
        if (info.Exists && ReferenceEquals(info.Node, node)) return this[info.Index];
        return node.Metadata.Labels.TryGetValue(Name, out var value) ? Intern(value) : None;
    }

    /// <summary>Rows of the nodes in a domain.</summary>
    internal List<int> RowsOf(int domain) => _rows[domain];

    /// <summary>Takes note of a node's labels; without labels the node is gone.</summary>
    internal void Set(int row, ValueMap<string> labels)
    {
        var domain = labels.TryGetValue(Name, out var value) ? Intern(value) : None;
        if (this[row] == domain) return;
        if (row >= _column.Length)
        {
            Array.Resize(ref _column, Math.Max(16, (row + 1) * 2));
            Array.Resize(ref _places, _column.Length);
        }

        Leave(row);
        _column[row] = domain + 1;
        if (domain == None) return;
        var rows = _rows[domain];
        if (rows.Count == 0) _domains++;
        _places[row] = rows.Count;
        rows.Add(row);
        _nodes++;
        Judge();
    }

    private void Leave(int row)
    {
        var domain = _column[row] - 1;
        if (domain == None) return;
        var rows = _rows[domain];
        var place = _places[row];
        rows[place] = rows[^1];
        _places[rows[place]] = place;
        rows.RemoveAt(rows.Count - 1);
        if (rows.Count == 0) _domains--;
        _nodes--;
        Judge();
    }

    private void Judge()
    {
        if (IsFine) IsFine = _domains >= _manyDomains / 2 && _nodes <= _domains * FewNodes * 2L;
        else IsFine = _domains >= _manyDomains && _nodes <= _domains * (long)FewNodes;
    }

    private int Intern(string value)
    {
        if (_numbers.TryGetValue(value, out var number)) return number;
        number = _rows.Count;
        _numbers.Add(value, number);
        _rows.Add([]);
        return number;
    }
}
