namespace Kubesharp.Api.Core.V1;

/// <summary>Adds up amounts of a few resources.</summary>
internal sealed class ResourceSum
{
    private readonly List<KeyValuePair<string, Quantity>> _amounts = [];

    public int Count => _amounts.Count;

    public void Add(string name, Quantity amount)
    {
        var index = IndexOf(name);
        if (index < 0) _amounts.Add(new(name, amount));
        else _amounts[index] = new(name, _amounts[index].Value + amount);
    }

    public void Add(ValueMap<Quantity> amounts)
    {
        foreach (var (name, amount) in amounts) Add(name, amount);
    }

    public void Add(ResourceSum amounts)
    {
        foreach (var (name, amount) in amounts._amounts) Add(name, amount);
    }

    /// <summary>Adds only to resources that are there.</summary>
    public void AddToPresent(ValueMap<Quantity> amounts)
    {
        foreach (var (name, amount) in amounts)
        {
            if (IndexOf(name) >= 0) Add(name, amount);
        }
    }

    public void Set(string name, Quantity amount)
    {
        var index = IndexOf(name);
        if (index < 0) _amounts.Add(new(name, amount));
        else _amounts[index] = new(name, amount);
    }

    /// <summary>Raises every resource to at least the amount it has in the other sum.</summary>
    public void RaiseTo(ResourceSum other)
    {
        foreach (var (name, amount) in other._amounts) RaiseTo(name, amount);
    }

    public void RaiseTo(ValueMap<Quantity> amounts)
    {
        foreach (var (name, amount) in amounts) RaiseTo(name, amount);
    }

    /// <summary>Whether both sums have the same resources in the same amounts.</summary>
    public bool Matches(ResourceSum other)
    {
        if (Count != other.Count) return false;
        foreach (var (name, amount) in _amounts)
        {
            var index = other.IndexOf(name);
            if (index < 0 || other._amounts[index].Value != amount) return false;
        }

        return true;
    }

    public ValueMap<Quantity> ToMap() => _amounts.ToValueMap();

    private void RaiseTo(string name, Quantity amount)
    {
        var index = IndexOf(name);
        if (index < 0) _amounts.Add(new(name, amount));
        else if (amount > _amounts[index].Value) _amounts[index] = new(name, amount);
    }

    private int IndexOf(string name)
    {
        for (var i = 0; i < _amounts.Count; i++)
        {
            if (_amounts[i].Key == name) return i;
        }

        return -1;
    }
}
