namespace Kubesharp.Store.Caching;

internal enum WatchScopeKind : byte
{
    All,
    Key,
    Folder,
    Index,
}
