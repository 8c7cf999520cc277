namespace Kubesharp.Store;

/// <summary>One step of a transaction: a put, a deletion, or a bare guard on a key that is not written.</summary>
public readonly record struct StoreOperation
{
    /// <summary>Longest accepted key, in characters.</summary>
    public const int MaxKeyLength = 4096;

    private StoreOperation(OperationKind kind, string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        if (key.Length > MaxKeyLength) throw new ArgumentException($"key is longer than {MaxKeyLength} characters", nameof(key));
        Kind = kind;
        Key = key;
    }

    /// <summary>What the step does.</summary>
    public OperationKind Kind { get; }

    /// <summary>The key it is about.</summary>
    public string Key { get; }

    /// <summary>The value to store. The store keeps this memory; the caller must not change it afterwards.</summary>
    public ReadOnlyMemory<byte> Value { get; private init; }

    /// <summary>The guard: the key's expected mod revision, 0 for "must not exist", null for no guard.</summary>
    public long? ExpectedRevision { get; private init; }

    /// <summary>The already decoded form of the value (of the final state, for a deletion), handed to in-process observers.</summary>
    public object? Decoded { get; private init; }

    /// <summary>When the store shall delete the key by itself; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; private init; }

    /// <summary>Stores a value.</summary>
    public static StoreOperation Put(
        string key, ReadOnlyMemory<byte> value, long? expectedRevision = null, object? decoded = null, DateTimeOffset? expiresAt = null) =>
        new(OperationKind.Put, key) { Value = value, ExpectedRevision = expectedRevision, Decoded = decoded, ExpiresAt = expiresAt };

    /// <summary>Deletes a key. Without a guard, deleting a key that does not exist succeeds and changes nothing.</summary>
    public static StoreOperation Delete(string key, long? expectedRevision = null, object? decoded = null) =>
        new(OperationKind.Delete, key) { ExpectedRevision = expectedRevision, Decoded = decoded };

    /// <summary>Lets the transaction happen only if the key is at the given mod revision (0: does not exist).</summary>
    public static StoreOperation Check(string key, long expectedRevision) =>
        new(OperationKind.Check, key) { ExpectedRevision = expectedRevision };
}
