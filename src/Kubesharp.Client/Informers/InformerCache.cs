using System.Diagnostics.CodeAnalysis;
using Kubesharp.Api;

namespace Kubesharp.Client;

/// <summary>Objects by name with indexes over them. Reads take a short lock; there is one writer.</summary>
internal sealed class InformerCache<T>
    where T : class, IKubernetesObject<T>
{
    private readonly Lock _gate = new();
    private readonly Dictionary<NamespacedName, T> _objects = [];
    private readonly Dictionary<string, CacheIndex> _indexes = [];
    private CacheIndex? _namespaces;
    private T[]? _snapshot;

    public int Count
    {
        get
        {
            lock (_gate) return _objects.Count;
        }
    }

    public T[] Snapshot()
    {
        lock (_gate) return _snapshot ??= [.. _objects.Values];
    }

    public T? Get(NamespacedName key)
    {
        lock (_gate) return _objects.GetValueOrDefault(key);
    }

    public IReadOnlyList<T> ByNamespace(string ns)
    {
        lock (_gate)
        {
            _namespaces ??= Build(new CacheIndex(static value => [value.Metadata.Namespace]));
            return _namespaces.Find(ns);
        }
    }

    public IReadOnlyList<T> ByIndex(string index, string key)
    {
        lock (_gate)
        {
            return _indexes.TryGetValue(index, out var found)
                ? found.Find(key)
                : throw new ArgumentException($"Index with name {index} does not exist", nameof(index));
        }
    }

    public void AddIndex(string index, Func<T, IEnumerable<string>> keys)
    {
        lock (_gate)
        {
            if (!_indexes.ContainsKey(index)) _indexes.Add(index, Build(new CacheIndex(keys)));
        }
    }

    /// <summary>Stores an object and gives what it replaced.</summary>
    public T? Set(NamespacedName key, T value)
    {
        lock (_gate)
        {
            _objects.TryGetValue(key, out var old);
            _objects[key] = value;
            _snapshot = null;
            Reindex(key, old, value);
            return old;
        }
    }

    public bool Remove(NamespacedName key, [NotNullWhen(true)] out T? old)
    {
        lock (_gate)
        {
            if (!_objects.Remove(key, out old)) return false;
            _snapshot = null;
            Reindex(key, old, null);
            return true;
        }
    }

    private void Reindex(NamespacedName key, T? old, T? value)
    {
        _namespaces?.Change(key, old, value);
        foreach (var index in _indexes.Values) index.Change(key, old, value);
    }

    private CacheIndex Build(CacheIndex index)
    {
        foreach (var (key, value) in _objects) index.Change(key, null, value);
        return index;
    }

    private sealed class CacheIndex(Func<T, IEnumerable<string>> keysOf)
    {
        private readonly Dictionary<string, Dictionary<NamespacedName, T>> _buckets = new(StringComparer.Ordinal);

        public T[] Find(string key) => _buckets.TryGetValue(key, out var bucket) ? [.. bucket.Values] : [];

        public void Change(NamespacedName key, T? old, T? value)
        {
            if (old is not null)
            {
                foreach (var indexKey in keysOf(old))
                {
                    if (!_buckets.TryGetValue(indexKey, out var bucket)) continue;
                    bucket.Remove(key);
                    if (bucket.Count == 0) _buckets.Remove(indexKey);
                }
            }

            if (value is null) return;
            foreach (var indexKey in keysOf(value))
            {
                if (!_buckets.TryGetValue(indexKey, out var bucket)) _buckets.Add(indexKey, bucket = []);
                bucket[key] = value;
            }
        }
    }
}
