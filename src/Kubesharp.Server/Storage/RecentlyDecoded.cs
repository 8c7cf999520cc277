namespace Kubesharp.Server.Storage;

/// <summary>
/// Bounds how many objects of a kind keep their decoded form. Small collections stay decoded altogether. Of large ones only the last few do:
/// more would seldom be found again, and live just long enough to be moved about by the garbage collector. That is different when
/// informers in the process hold the records anyway.
/// </summary>
internal sealed class RecentlyDecoded(int capacity, int few)
{
    private readonly StoredObject?[] _ring = new StoredObject?[capacity];
    private int _next;
    private bool _isLarge;

    /// <summary>Whether others in the process hold the records, too.</summary>
    public bool IsShared { get; set; }

    /// <summary>Notes that an object has just been decoded or written.</summary>
    /// <param name="value">The object.</param>
    /// <param name="count">How many objects the collection has.</param>
    public void Add(StoredObject value, int count)
    {
        var isLarge = count > capacity && !IsShared;
        if (isLarge && !_isLarge) ForgetFrom(few);
        _isLarge = isLarge;
        Put((Interlocked.Increment(ref _next) & int.MaxValue) % (isLarge ? few : capacity), value);
    }

    private void ForgetFrom(int first)
    {
        for (var slot = first; slot < _ring.Length; slot++) Put(slot, null);
    }

    private void Put(int slot, StoredObject? value)
    {
        var previous = Interlocked.Exchange(ref _ring[slot], value);
        if (previous is not null && !ReferenceEquals(previous, value)) previous.Forget(IsShared);
    }
}
