using System.Text;
using Kubesharp.Store.Caching;

namespace Kubesharp.Store.Tests.Caching;

/// <summary>What the tests keep in caches: text of the form "value" or "value@index".</summary>
internal sealed record CacheObject(string Key, string Text, long Revision)
{
    public string? Index => Text.Contains('@') ? Text[(Text.IndexOf('@') + 1)..] : null;

    public static CacheObject Decode(KeyValue keyValue)
    {
        var text = keyValue.Decoded as string ?? Encoding.UTF8.GetString(keyValue.Value.Span);
        return text == "broken" ? throw new FormatException("broken") : new CacheObject(keyValue.Key, text, keyValue.ModRevision);
    }

    public static ResourceCache<CacheObject> CreateCache(
        IKeyValueStore store, string prefix = "/p/", HistoryLimits? history = null, TimeProvider? time = null) =>
        new(store, prefix, Decode, new ResourceCacheOptions<CacheObject>
        {
            IndexOf = o => o.Index,
            History = history ?? new HistoryLimits(),
            TimeProvider = time ?? TimeProvider.System,
            DecodeDeleted = (change, last) => last with { Revision = change.Revision },
        });

    public static List<string> List(CacheSnapshot<CacheObject> snapshot)
    {
        var list = new List<string>();
        foreach (var o in snapshot.Objects.All()) list.Add($"{o.Key}={o.Text}");
        return list;
    }

    public static List<string> ReadAll(CacheWatcher<CacheObject> watcher)
    {
        var read = new List<string>();
        while (watcher.TryRead(out var changes))
            foreach (var change in changes)
                read.Add($"{change.Type} {change.Key}@{change.Revision} {change.Previous?.Text}->{change.Value.Text}");
        return read;
    }
}
