namespace Kubesharp.Server.Storage;

/// <summary>
/// Bounds how many objects of a kind keep their decoded form: the newest few. Small collections stay decoded altogether, large ones keep
/// only their bytes.
/// </summary>
internal sealed class RecentlyDecoded(int capacity)
{
    private readonly StoredObject?[] _ring = new StoredObject?[capacity];
    private int _next;

    /// <summary>Notes that an object has just been decoded or written.</summary>
    public void Add(StoredObject value)
    {
        var slot = (Interlocked.Increment(ref _next) & int.MaxValue) % _ring.Length;
        var previous = Interlocked.Exchange(ref _ring[slot], value);
        if (previous is not null && !ReferenceEquals(previous, value)) previous.Forget();
    }
}
