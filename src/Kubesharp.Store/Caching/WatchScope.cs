namespace Kubesharp.Store.Caching;

/// <summary>
/// Which changes a watcher is told of. A narrow scope makes the watcher free of cost for all other changes: it is not even woken.
/// </summary>
public readonly record struct WatchScope
{
    private WatchScope(WatchScopeKind kind, string? value)
    {
        Kind = kind;
        Value = value;
    }

    /// <summary>Every change in the cache.</summary>
    public static WatchScope All => default;

    internal WatchScopeKind Kind { get; }

    internal string? Value { get; }

    /// <summary>Changes of one key.</summary>
    public static WatchScope Key(string key) => new(WatchScopeKind.Key, key);

    /// <summary>Changes of the keys directly below a folder such as <c>/registry/pods/default/</c>; must end in a slash.</summary>
    public static WatchScope Folder(string folder)
    {
        if (!folder.EndsWith('/')) throw new ArgumentException("a folder must end in a slash", nameof(folder));
        return new WatchScope(WatchScopeKind.Folder, folder);
    }

    /// <summary>
    /// Changes of objects whose index value (see <see cref="ResourceCacheOptions{T}.IndexOf"/>) is, or was before the change, the given one.
    /// </summary>
    public static WatchScope Index(string value) => new(WatchScopeKind.Index, value);

    internal bool Includes<T>(ChangeEvent<T> change, Func<T, string?>? indexOf)
        where T : class
    {
        switch (Kind)
        {
            case WatchScopeKind.Key:
                return change.Key == Value;
            case WatchScopeKind.Folder:
                return FolderOf(change.Key).SequenceEqual(Value);
            case WatchScopeKind.Index:
                return indexOf is not null && (indexOf(change.Value) == Value || (change.Previous is { } old && indexOf(old) == Value));
            default:
                return true;
        }
    }

    /// <summary>The key up to and including its last slash.</summary>
    internal static ReadOnlySpan<char> FolderOf(string key) => key.AsSpan(0, key.LastIndexOf('/') + 1);
}
