using Kubesharp.Api;
using Kubesharp.Server.Registry;
using Kubesharp.Server.Rest;
using Kubesharp.Server.Strategies;
using Kubesharp.Server.Wire;
using Kubesharp.Store;
using Kubesharp.Store.Caching;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Server.Storage;

/// <summary>All objects of one kind: the cache that answers reads and watches, and guarded writes behind it.</summary>
internal sealed class ObjectStorage : IDisposable
{
    /// <summary>Collections up to this size stay decoded.</summary>
    private const int SmallCollection = 1024;

    /// <summary>How many objects of larger ones do: about those that are being worked on, or have yet to be sent to watchers.</summary>
    private const int DecodedOfLarge = 256;

    private readonly IKeyValueStore _store;
    private readonly TimeProvider _time;
    private readonly RecentlyDecoded _decoded = new(SmallCollection, DecodedOfLarge);
    private readonly Lazy<ResourceCache<StoredObject>> _cache;

    public ObjectStorage(IKeyValueStore store, ServedResource resource, string? indexField, TimeProvider time, ILogger logger)
    {
        _store = store;
        _time = time;
        Resource = resource;
        Strategy = resource.Strategy ?? throw new ArgumentException("the resource is not stored", nameof(resource));
        IndexField = indexField;
        Prefix = $"/registry/{Strategy.StoragePrefix}/";
        _cache = new(() => new ResourceCache<StoredObject>(store, Prefix, Decode, new ResourceCacheOptions<StoredObject>
        {
            DecodeDeleted = static (change, last) => last.At(change.Revision),
            IndexOf = indexField is null ? null : value => value.IndexValue(indexField),
            TimeProvider = time,
            Logger = logger,
        }));
    }

    public ServedResource Resource { get; }

    public ResourceStrategy Strategy { get; }

    /// <summary>The field that watches with a selector for it are narrowed by; null when there is none.</summary>
    public string? IndexField { get; }

    /// <summary>Takes part in writes; null when nobody does. Set before the server starts.</summary>
    public IWriteHook? Hook { get; set; }

    /// <summary>Beginning of all keys.</summary>
    public string Prefix { get; }

    public ResourceCache<StoredObject> Cache => _cache.Value;

    /// <summary>The store's key of an object.</summary>
    public string KeyOf(string ns, string name) => ns.Length == 0 ? string.Concat(Prefix, name) : string.Concat(Prefix, ns, "/", name);

    /// <summary>The common beginning of the keys of a namespace; of all keys when it is empty.</summary>
    public string PrefixOf(string ns) => ns.Length == 0 ? Prefix : string.Concat(Prefix, ns, "/");

    public StoredObject? Find(string ns, string name) => FindKey(KeyOf(ns, name));

    public StoredObject? FindKey(string key) => Cache.Current.Objects.TryGet(key, out var found) ? found : null;

    /// <summary>The record of a stored object, noted as recently used.</summary>
    public IKubernetesObject TypedOf(StoredObject value)
    {
        if (value.Known is { } known) return known;
        _decoded.Add(value, Cache.Current.Objects.Count);
        return value.Typed;
    }

    /// <summary>Tells that somebody in the process holds the records of this kind, so that each need be there but once.</summary>
    public void Share() => _decoded.IsShared = true;

    /// <summary>Stores a new or changed object. A StatusException (413) when it is longer than any request may be, however it came here.</summary>
    /// <param name="value">A record without resourceVersion.</param>
    /// <param name="expectedRevision">Revision of what it replaces; 0 when it is new.</param>
    /// <param name="json">The record's canonical JSON, when it is already at hand.</param>
    /// <param name="timeToLive">When the store shall remove it by itself.</param>
    /// <param name="cancellationToken">Honoured until the write is queued.</param>
    /// <returns>The stored object; null when something else is stored under the key by now.</returns>
    public async ValueTask<StoredObject?> PutAsync(
        IKubernetesObject value, long expectedRevision, byte[]? json, TimeSpan? timeToLive, CancellationToken cancellationToken)
    {
        var cache = Cache;
        var metadata = value.Metadata;
        json ??= Strategy.ToJson(value);
        if (json.Length > RequestBody.Limit) throw StatusErrors.RequestEntityTooLarge(RequestBody.Limit);
        var stored = new StoredObject(Strategy, KeyOf(metadata.Namespace, metadata.Name), json, value);
        var expiresAt = timeToLive is { } life ? _time.GetUtcNow() + life : (DateTimeOffset?)null;
        var result = await _store.CommitAsync(StoreOperation.Put(stored.Key, stored.Raw, expectedRevision, stored, expiresAt), cancellationToken).ConfigureAwait(false);
        if (!result.Succeeded) return null;
        _decoded.Add(stored, cache.Current.Objects.Count);
        if (stored.Revision == 0) await cache.WaitForRevisionAsync(result.Revision, cancellationToken).ConfigureAwait(false);
        return stored;
    }

    /// <summary>Removes an object; its last state at the revision of the deletion, or null when it changed meanwhile.</summary>
    public async ValueTask<StoredObject?> DeleteAsync(StoredObject current, CancellationToken cancellationToken)
    {
        var result = await _store.CommitAsync(StoreOperation.Delete(current.Key, current.Revision), cancellationToken).ConfigureAwait(false);
        if (!result.Succeeded) return null;
        Hook?.AfterDelete(TypedOf(current));
        return current.At(result.Revision);
    }

    public void Dispose()
    {
        if (_cache.IsValueCreated) _cache.Value.Dispose();
    }

    private StoredObject Decode(KeyValue value) => StoredObject.FromStore(Strategy, value);
}
