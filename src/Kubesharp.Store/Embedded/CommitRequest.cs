namespace Kubesharp.Store.Embedded;

/// <summary>A transaction waiting for the writer. One operation is held in place, more in a list.</summary>
internal sealed class CommitRequest : StoreRequest
{
    private readonly StoreOperation _single;
    private readonly StoreOperation[]? _many;

    public CommitRequest(StoreOperation operation)
    {
        ArgumentException.ThrowIfNullOrEmpty(operation.Key, nameof(operation));
        _single = operation;
    }

    public CommitRequest(IReadOnlyList<StoreOperation> operations)
    {
        if (operations.Count is 0 or > IKeyValueStore.MaxOperations)
            throw new ArgumentException($"a transaction must have 1 to {IKeyValueStore.MaxOperations} operations", nameof(operations));
        _many = [.. operations];
        var keys = new HashSet<string>(_many.Length, StringComparer.Ordinal);
        foreach (var operation in _many)
        {
            ArgumentException.ThrowIfNullOrEmpty(operation.Key, nameof(operations));
            if (!keys.Add(operation.Key)) throw new ArgumentException($"key {operation.Key} occurs twice in the transaction", nameof(operations));
        }
    }

    public override int Size
    {
        get
        {
            var size = 0;
            foreach (var operation in Operations) size += operation.Value.Length;
            return size;
        }
    }

    public ReadOnlySpan<StoreOperation> Operations => _many is null ? new ReadOnlySpan<StoreOperation>(in _single) : _many;
}
