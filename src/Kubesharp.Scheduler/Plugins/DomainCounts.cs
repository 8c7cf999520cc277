namespace Kubesharp.Scheduler.Plugins;

/// <summary>Pods by domain, with the least number of any domain that has a node at all.</summary>
internal sealed class DomainCounts
{
    private readonly Dictionary<int, Domain> _domains = [];
    private readonly Dictionary<int, int> _domainsWith = [];
    private int _least;

    /// <summary>How many domains have a node.</summary>
    public int Count => _domains.Count;

    /// <summary>The least number of pods in a domain; the greatest number there is when there is no domain.</summary>
    public int Least => _domains.Count == 0 ? int.MaxValue : _least;

    public int this[int domain] => _domains.GetValueOrDefault(domain).Pods;

    public void AddNode(int domain)
    {
        if (_domains.TryGetValue(domain, out var known))
        {
            _domains[domain] = known with { Nodes = known.Nodes + 1 };
            return;
        }

        _domains.Add(domain, new(1, 0));
        Enter(0);
    }

    /// <summary>Takes a node off its domain, after its pods.</summary>
    public void RemoveNode(int domain)
    {
        var known = _domains[domain];
        if (known.Nodes > 1)
        {
            _domains[domain] = known with { Nodes = known.Nodes - 1 };
            return;
        }

        _domains.Remove(domain);
        Leave(known.Pods);
    }

    /// <summary>Adds pods to a domain that has a node.</summary>
    public void AddPods(int domain, int pods)
    {
        if (pods == 0) return;
        var known = _domains[domain];
        _domains[domain] = known with { Pods = known.Pods + pods };
        Enter(known.Pods + pods);
        Leave(known.Pods);
    }

    private void Enter(int pods)
    {
        var domains = _domainsWith.GetValueOrDefault(pods);
        _domainsWith[pods] = domains + 1;
        if (pods < _least || _domains.Count == 1) _least = pods;
    }

    private void Leave(int pods)
    {
        var left = _domainsWith[pods] - 1;
        if (left > 0)
        {
            _domainsWith[pods] = left;
            return;
        }

        _domainsWith.Remove(pods);
        if (pods != _least || _domains.Count == 0) return;
        // Pods come one by one, so the next number is near; after a domain has gone it may be far.
        if (_domainsWith.ContainsKey(pods + 1))
        {
            _least = pods + 1;
            return;
        }

        _least = int.MaxValue;
        foreach (var number in _domainsWith.Keys) _least = Math.Min(_least, number);
    }

    private readonly record struct Domain(int Nodes, int Pods);
}
