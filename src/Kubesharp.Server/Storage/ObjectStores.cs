using System.Collections.Concurrent;
using Kubesharp.Api;
using Kubesharp.Server.Registry;
using Kubesharp.Server.Requests;
using Kubesharp.Store;
using Kubesharp.Store.Trees;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Server.Storage;

/// <summary>The storages of all kinds, made when first used.</summary>
internal sealed class ObjectStores(IKeyValueStore store, TimeProvider time, ILoggerFactory logs) : IObjectReader, IDisposable
{
    private readonly ConcurrentDictionary<(string Group, string Kind), ObjectStorage> _storages = new();
    private readonly ILogger _logger = logs.CreateLogger<ObjectStorage>();
    private IReadOnlyDictionary<GroupVersionKind, ServedResource> _builtIn = new Dictionary<GroupVersionKind, ServedResource>();

    public IKeyValueStore Store => store;

    /// <summary>Tells which resources there are; before anything else is called.</summary>
    public void Register(IEnumerable<ServedResource> resources) => _builtIn = resources.Where(r => r.Strategy is not null).ToDictionary(r => r.Info.Gvk);

    /// <summary>The storage of a resource; of the version that is stored, when the resource is served by conversion.</summary>
    public ObjectStorage Of(ServedResource resource)
    {
        var kind = resource.StoredAs ?? resource.Info.Gvk;
        if (_storages.TryGetValue((kind.Group, kind.Kind), out var known)) return known;
        var served = resource.StoredAs is null ? resource : _builtIn[kind];
        return _storages.GetOrAdd((kind.Group, kind.Kind), static (_, arguments) => arguments.Self.Create(arguments.Served), (Self: this, Served: served));
    }

    /// <summary>The storage of a built-in kind.</summary>
    public ObjectStorage Of<T>()
        where T : class, IResource<T> =>
        _storages.TryGetValue((T.Gvk.Group, T.Gvk.Kind), out var known) ? known : Of(_builtIn[T.Gvk]);

    /// <summary>Forgets the storage of a kind that is no longer served.</summary>
    public void Remove(GroupVersionKind kind)
    {
        if (_storages.TryRemove((kind.Group, kind.Kind), out var storage)) storage.Dispose();
    }

    public T? Get<T>(string ns, string name)
        where T : class, IResource<T>
    {
        var storage = Of<T>();
        return storage.Find(ns, name) is { } found ? (T)storage.TypedOf(found) : null;
    }

    public IEnumerable<T> List<T>(string ns)
        where T : class, IResource<T>
    {
        var storage = Of<T>();
        var objects = storage.Cache.Current.Objects;
        return objects.Count == 0 ? [] : Walk<T>(storage, objects.Prefix(storage.PrefixOf(ns)));
    }

    public IEnumerable<IKubernetesObject>? List(GroupVersionKind kind, string ns)
    {
        if (!_builtIn.TryGetValue(kind, out var resource) || resource.StoredAs is not null) return null;
        var storage = Of(resource);
        return Walk<IKubernetesObject>(storage, storage.Cache.Current.Objects.Prefix(storage.PrefixOf(resource.Info.Namespaced ? ns : "")));
    }

    /// <summary>How many objects of each resource there are, of those that have been asked for, by names such as <c>deployments.apps</c>.</summary>
    public IEnumerable<(string Resource, int Count)> Counts() => _storages.Values.Select(storage =>
    {
        var resource = storage.Resource.Info.Gvr;
        return (resource.Group.Length == 0 ? resource.Resource : $"{resource.Resource}.{resource.Group}", storage.Cache.Current.Objects.Count);
    });

    public void Dispose()
    {
        foreach (var storage in _storages.Values) storage.Dispose();
    }

    private static IEnumerable<T> Walk<T>(ObjectStorage storage, OrderedTreeRange<StoredObject> objects)
    {
        foreach (var value in objects) yield return (T)storage.TypedOf(value);
    }

    private ObjectStorage Create(ServedResource resource)
    {
        var field = resource.Info.Gvk is { Group: "", Kind: "Pod" } ? "spec.nodeName" : null;
        return new ObjectStorage(store, resource, field, time, _logger);
    }
}
