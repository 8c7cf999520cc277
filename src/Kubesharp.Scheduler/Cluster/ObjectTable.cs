using Kubesharp.Api;

namespace Kubesharp.Scheduler.Cluster;

/// <summary>Objects of one kind by namespace and name.</summary>
/// <param name="same">Whether scheduling sees no difference between two states of an object; by default there is always one.</param>
public sealed class ObjectTable<T>(Func<T, T, bool>? same = null)
    where T : class, IKubernetesObject
{
    private readonly Dictionary<string, Dictionary<string, T>> _byNamespace = new(StringComparer.Ordinal);

    public int Count { get; private set; }

    /// <summary>Changes with the objects, as far as scheduling sees a difference.</summary>
    public long Version { get; private set; }

    public T? Find(string ns, string name) =>
        _byNamespace.TryGetValue(ns, out var objects) ? objects.GetValueOrDefault(name) : null;

    /// <summary>All objects of a namespace; for kinds without namespaces, all there are under the empty name.</summary>
    public IReadOnlyCollection<T> In(string ns) => _byNamespace.TryGetValue(ns, out var objects) ? objects.Values : [];

    /// <summary>All objects of all namespaces.</summary>
    public IEnumerable<T> All()
    {
        foreach (var objects in _byNamespace.Values)
        {
            foreach (var value in objects.Values) yield return value;
        }
    }

    public void Set(T value)
    {
        var ns = value.Metadata.Namespace;
        if (!_byNamespace.TryGetValue(ns, out var objects)) _byNamespace.Add(ns, objects = new(StringComparer.Ordinal));
        if (!objects.TryGetValue(value.Metadata.Name, out var before)) Count++;
        if (before is null || same is null || !same(before, value)) Version++;
        objects[value.Metadata.Name] = value;
    }

    public void Remove(string ns, string name)
    {
        if (_byNamespace.TryGetValue(ns, out var objects) && objects.Remove(name))
        {
            Count--;
            Version++;
        }
    }
}
