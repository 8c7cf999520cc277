namespace Kubesharp.Store;

/// <summary>Another process, or another store object of this one, has the data file open.</summary>
public sealed class StoreInUseException(string message, Exception? inner = null) : StoreException(message, inner);
