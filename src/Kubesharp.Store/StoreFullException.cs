namespace Kubesharp.Store;

/// <summary>There is no room left on the disk. Nothing was changed; writes work again when there is room.</summary>
public sealed class StoreFullException(string message, Exception? inner = null) : StoreException(message, inner);
