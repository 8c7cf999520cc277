namespace Kubesharp.Client;

/// <summary>What a watch reports.</summary>
public enum WatchEventType
{
    Added,
    Modified,
    Deleted,

    /// <summary>Nothing changed; the object holds only the revision reached.</summary>
    Bookmark,
}

/// <summary>One change.</summary>
public readonly record struct WatchEvent<T>(WatchEventType Type, T Object);
