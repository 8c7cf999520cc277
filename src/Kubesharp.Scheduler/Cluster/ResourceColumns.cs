namespace Kubesharp.Scheduler.Cluster;

/// <summary>Amounts of resources on all nodes: one array per resource, one entry per node.</summary>
public sealed class ResourceColumns
{
    private long[][] _columns = [];
    private int _capacity;

    /// <summary>The amounts of one resource by node index; shorter than the number of nodes when no node ever had any.</summary>
    public ReadOnlySpan<long> Column(int resource) => resource < _columns.Length ? _columns[resource] : [];

    public long Get(int resource, int node)
    {
        if (resource >= _columns.Length) return 0;
        var column = _columns[resource];
        return node < column.Length ? column[node] : 0;
    }

    public void Add(int resource, int node, long amount) => Cell(resource, node) += amount;

    public void Set(int resource, int node, long amount) => Cell(resource, node) = amount;

    public void Clear(int node)
    {
        foreach (var column in _columns)
        {
            if (node < column.Length) column[node] = 0;
        }
    }

    private ref long Cell(int resource, int node)
    {
        if (resource >= _columns.Length)
        {
            var old = _columns.Length;
            Array.Resize(ref _columns, resource + 1);
            for (var i = old; i < _columns.Length; i++) _columns[i] = [];
        }

        ref var column = ref _columns[resource];
        if (node >= column.Length)
        {
            _capacity = Math.Max(_capacity, Math.Max(16, (node + 1) * 2));
            Array.Resize(ref column, _capacity);
        }

        return ref column[node];
    }
}
