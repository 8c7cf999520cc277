namespace Kubesharp.Client;

/// <summary>
/// What to do on changes. Calls come one at a time and in order, and must neither block nor change anything but the receiver's own state;
/// the usual work is to put a key into a <see cref="WorkQueue{TKey}"/>.
/// </summary>
public sealed class InformerHandler<T>
{
    /// <summary>An object appeared. The flag is true for what was there when the handler was added or the informer first listed.</summary>
    public Action<T, bool>? Added { get; init; }

    /// <summary>An object changed (old, new); at a resync both are the same.</summary>
    public Action<T, T>? Updated { get; init; }

    /// <summary>An object went away (last known state, stale). When stale, the deletion was noticed only by listing again and the state may be old.</summary>
    public Action<T, bool>? Deleted { get; init; }
}
