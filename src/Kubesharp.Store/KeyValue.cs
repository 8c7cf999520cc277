namespace Kubesharp.Store;

/// <summary>One key with its value and the revisions that describe its life. Immutable, shared freely between readers.</summary>
public sealed class KeyValue
{
    /// <summary>The key, ASCII, ordered ordinally.</summary>
    public required string Key { get; init; }

    /// <summary>The value as written. Empty for the trace a deletion leaves in a change event. Never changed after the write.</summary>
    public required ReadOnlyMemory<byte> Value { get; init; }

    /// <summary>Revision of the write that created the key (again, after a deletion).</summary>
    public required long CreateRevision { get; init; }

    /// <summary>Revision of the write that stored this value; guards compare against it.</summary>
    public required long ModRevision { get; init; }

    /// <summary>1 for a created key, one more for each later write; 0 for a deletion.</summary>
    public required long Version { get; init; }

    /// <summary>When the store deletes the key by itself; null for keys that stay.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>
    /// The writer's already decoded form of the value, as given with the write. Only observers see it, during their callback; the
    /// store lets go of it afterwards so that it keeps nothing alive but the bytes.
    /// </summary>
    public object? Decoded { get; internal set; }

    /// <summary>Place of the row in the embedded engine's log: the revision and the position inside its transaction.</summary>
    internal long RowId { get; init; }
}
