namespace Kubesharp.Store.Embedded;

/// <summary>
/// Routes changes to the observers of their prefixes. Prefixes that end in a slash, all ordinary ones, are found by a few dictionary
/// look-ups per change however many observers there are. Guarded by the state's lock.
/// </summary>
internal sealed class ObserverTable
{
    private readonly Dictionary<string, List<Entry>> _folders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Entry>>.AlternateLookup<ReadOnlySpan<char>> _folderLookup;
    private readonly List<Entry> _others = [];
    private readonly List<Entry> _touched = [];

    public ObserverTable()
    {
        _folderLookup = _folders.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public Entry Add(string prefix, IStoreObserver observer)
    {
        var entry = new Entry(prefix, observer);
        if (!prefix.EndsWith('/')) _others.Add(entry);
        else if (_folders.TryGetValue(prefix, out var list)) list.Add(entry);
        else _folders.Add(prefix, [entry]);
        return entry;
    }

    public void Remove(Entry entry)
    {
        if (_others.Remove(entry) || !_folders.TryGetValue(entry.Prefix, out var list)) return;
        list.Remove(entry);
        if (list.Count == 0) _folders.Remove(entry.Prefix);
    }

    /// <summary>Hands every observer its share of the changes, in one call each.</summary>
    public void Deliver(List<ChangeEvent<KeyValue>> changes)
    {
        foreach (var change in changes) Route(change);
        foreach (var entry in _touched)
        {
            entry.Observer.OnChanges(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(entry.Pending));
            entry.Pending.Clear();
        }

        _touched.Clear();
    }

    public void Close()
    {
        foreach (var list in _folders.Values)
            foreach (var entry in list)
                entry.Observer.OnClosed();
        foreach (var entry in _others) entry.Observer.OnClosed();
        _folders.Clear();
        _others.Clear();
    }

    private void Route(ChangeEvent<KeyValue> change)
    {
        var key = change.Key;
        for (var slash = key.IndexOf('/'); slash >= 0; slash = key.IndexOf('/', slash + 1))
            if (_folderLookup.TryGetValue(key.AsSpan(0, slash + 1), out var list))
                foreach (var entry in list)
                    Touch(entry, change);
        foreach (var entry in _others)
            if (key.StartsWith(entry.Prefix, StringComparison.Ordinal))
                Touch(entry, change);
    }

    private void Touch(Entry entry, ChangeEvent<KeyValue> change)
    {
        if (entry.Pending.Count == 0) _touched.Add(entry);
        entry.Pending.Add(change);
    }

    /// <summary>One observer and the part of the current batch that concerns it.</summary>
    internal sealed class Entry(string prefix, IStoreObserver observer)
    {
        public string Prefix => prefix;

        public IStoreObserver Observer => observer;

        public List<ChangeEvent<KeyValue>> Pending { get; } = [];
    }
}
