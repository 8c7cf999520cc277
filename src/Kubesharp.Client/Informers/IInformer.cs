namespace Kubesharp.Client;

/// <summary>
/// A cache of one kind, kept up to date by a list and a watch, shared by all who ask for the same kind and selectors.
/// The objects are immutable and shared. Reads never wait for the network.
/// </summary>
public interface IInformer<T>
    where T : class
{
    /// <summary>Whether the first list has been read and handed to the handlers.</summary>
    bool HasSynced { get; }

    /// <summary>Revision the cache has reached; empty before the first list.</summary>
    string ResourceVersion { get; }

    int Count { get; }

    /// <summary>All objects, in no order: an immutable snapshot. The first call after a change copies the references of all objects.</summary>
    IReadOnlyCollection<T> List();

    /// <summary>The object, or null. The namespace of cluster-scoped objects is empty.</summary>
    T? Get(string ns, string name);

    IReadOnlyList<T> ByNamespace(string ns);

    /// <summary>The objects for which an index gives <paramref name="key"/>.</summary>
    /// <exception cref="ArgumentException">There is no such index.</exception>
    IReadOnlyList<T> ByIndex(string index, string key);

    /// <summary>Adds an index; the same name again is ignored, so that every user of a shared informer may ask for what it needs.</summary>
    /// <param name="index">Name of the index, the same for the same function.</param>
    /// <param name="keys">Keys under which an object is found; must depend on the object alone.</param>
    void AddIndex(string index, Func<T, IEnumerable<string>> keys);

    /// <summary>
    /// Adds a handler. What the cache holds is handed to it before this returns; changes follow in order on the informer's loop.
    /// Disposing the result removes the handler.
    /// </summary>
    IDisposable AddHandler(InformerHandler<T> handler);

    Task WaitForSyncAsync(CancellationToken cancellationToken);
}
