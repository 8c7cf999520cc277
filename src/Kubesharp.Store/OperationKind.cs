namespace Kubesharp.Store;

/// <summary>The kinds of <see cref="StoreOperation"/>.</summary>
public enum OperationKind : byte
{
    /// <summary>Stores a value.</summary>
    Put,

    /// <summary>Removes a key.</summary>
    Delete,

    /// <summary>Only compares the key's mod revision.</summary>
    Check,
}
