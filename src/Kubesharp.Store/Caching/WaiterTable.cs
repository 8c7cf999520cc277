using System.Buffers;

namespace Kubesharp.Store.Caching;

/// <summary>
/// The watchers that wait for a change, by scope, so that a change finds exactly those it concerns. Guarded by the view's lock.
/// </summary>
internal sealed class WaiterTable<T>
    where T : class
{
    private readonly List<CacheWatcher<T>> _all = [];
    private readonly Dictionary<string, List<CacheWatcher<T>>>[] _scoped;
    private readonly Dictionary<string, List<CacheWatcher<T>>>.AlternateLookup<ReadOnlySpan<char>> _folders;

    public WaiterTable()
    {
        _scoped = new Dictionary<string, List<CacheWatcher<T>>>[(int)WatchScopeKind.Index + 1];
        for (var kind = WatchScopeKind.Key; kind <= WatchScopeKind.Index; kind++) _scoped[(int)kind] = new(StringComparer.Ordinal);
        _folders = _scoped[(int)WatchScopeKind.Folder].GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public int Count { get; private set; }

    public void Add(CacheWatcher<T> watcher)
    {
        var list = _all;
        if (watcher.Scope.Kind != WatchScopeKind.All)
        {
            var table = _scoped[(int)watcher.Scope.Kind];
            if (!table.TryGetValue(watcher.Scope.Value!, out list!)) table.Add(watcher.Scope.Value!, list = []);
        }

        watcher.WaiterIndex = list.Count;
        list.Add(watcher);
        Count++;
    }

    public void Remove(CacheWatcher<T> watcher)
    {
        if (watcher.WaiterIndex < 0) return;
        var list = _all;
        if (watcher.Scope.Kind != WatchScopeKind.All) list = _scoped[(int)watcher.Scope.Kind][watcher.Scope.Value!];
        var last = list[^1];
        list[watcher.WaiterIndex] = last;
        last.WaiterIndex = watcher.WaiterIndex;
        list.RemoveAt(list.Count - 1);
        watcher.WaiterIndex = -1;
        Count--;
        if (list.Count == 0 && watcher.Scope.Kind != WatchScopeKind.All) _scoped[(int)watcher.Scope.Kind].Remove(watcher.Scope.Value!);
    }

    /// <summary>Takes the watchers that any of the changes concerns. The array comes from the shared pool.</summary>
    public CacheWatcher<T>[] TakeConcerned(List<ChangeEvent<T>> changes, Func<T, string?>? indexOf, out int count)
    {
        var taken = ArrayPool<CacheWatcher<T>>.Shared.Rent(Count);
        count = 0;
        Take(_all, taken, ref count);
        if (Count == 0) return taken;
        foreach (var change in changes)
        {
            if (_scoped[(int)WatchScopeKind.Folder].Count > 0 && _folders.Remove(WatchScope.FolderOf(change.Key), out _, out var inFolder))
                Take(inFolder, taken, ref count);
            Take(WatchScopeKind.Key, change.Key, taken, ref count);
            if (indexOf is null || _scoped[(int)WatchScopeKind.Index].Count == 0) continue;
            Take(WatchScopeKind.Index, indexOf(change.Value), taken, ref count);
            if (change.Previous is { } previous) Take(WatchScopeKind.Index, indexOf(previous), taken, ref count);
        }

        return taken;
    }

    /// <summary>Takes every watcher, for the end of the view.</summary>
    public CacheWatcher<T>[] TakeAll(out int count)
    {
        var taken = ArrayPool<CacheWatcher<T>>.Shared.Rent(Count);
        count = 0;
        Take(_all, taken, ref count);
        foreach (var table in _scoped)
        {
            if (table is null) continue;
            foreach (var list in table.Values) Take(list, taken, ref count);
            table.Clear();
        }

        return taken;
    }

    private void Take(WatchScopeKind kind, string? value, CacheWatcher<T>[] taken, ref int count)
    {
        if (value is not null && _scoped[(int)kind].Remove(value, out var list)) Take(list, taken, ref count);
    }

    private void Take(List<CacheWatcher<T>> list, CacheWatcher<T>[] taken, ref int count)
    {
        foreach (var watcher in list)
        {
            watcher.WaiterIndex = -1;
            taken[count++] = watcher;
        }

        Count -= list.Count;
        list.Clear();
    }
}
