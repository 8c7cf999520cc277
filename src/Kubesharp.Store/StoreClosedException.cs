namespace Kubesharp.Store;

/// <summary>The store was closed, by its owner or because it failed.</summary>
public sealed class StoreClosedException(string message = "the store is closed", Exception? inner = null) : StoreException(message, inner);
