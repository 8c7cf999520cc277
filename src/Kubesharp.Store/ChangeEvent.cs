namespace Kubesharp.Store;

/// <summary>One change of one key. Immutable and shared by all watchers.</summary>
/// <typeparam name="T">The form of the value: <see cref="KeyValue"/> at the store, the decoded object in a cache.</typeparam>
public sealed class ChangeEvent<T>(ChangeType type, string key, long revision, T value, T? previous, int size)
    where T : class
{
    /// <summary>What happened.</summary>
    public ChangeType Type => type;

    /// <summary>The key that changed.</summary>
    public string Key => key;

    /// <summary>Revision of the transaction that made the change. Several changes of one transaction share it.</summary>
    public long Revision => revision;

    /// <summary>The value after the change; for a deletion its last state, marked with the deletion's revision.</summary>
    public T Value => value;

    /// <summary>The value before the change; null when the key did not exist or the old value is no longer known.</summary>
    public T? Previous => previous;

    /// <summary>Bytes of the stored value, for limits on how much history is kept.</summary>
    internal int Size => size;
}
