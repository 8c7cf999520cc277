namespace Kubesharp.Store;

/// <summary>What a change did to its key.</summary>
public enum ChangeType : byte
{
    /// <summary>The key did not exist before.</summary>
    Added,

    /// <summary>The key existed and has a new value.</summary>
    Modified,

    /// <summary>The key is gone.</summary>
    Deleted,
}
