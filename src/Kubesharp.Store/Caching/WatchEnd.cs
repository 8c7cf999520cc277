namespace Kubesharp.Store.Caching;

/// <summary>Why a watcher delivers nothing more.</summary>
public enum WatchEnd
{
    /// <summary>It has not ended.</summary>
    None,

    /// <summary>The watcher was so slow that changes it had not read were let go: list again.</summary>
    Gone,

    /// <summary>The cache or the watcher was disposed.</summary>
    Closed,
}
