namespace Kubesharp.Store;

/// <summary>The data file is damaged or is not one of this store's files; nothing was changed in it.</summary>
public sealed class StoreCorruptException(string message, Exception? inner = null) : StoreException(message, inner);
