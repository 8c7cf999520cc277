using System.Collections.Concurrent;
using Kubesharp.Client;

namespace Kubesharp.Controllers.Workloads;

/// <summary>
/// Remembers which creations and deletions a controller has asked for and not yet seen in its cache, so that a stale cache
/// does not make it do them again. An expectation that is never met lapses after five minutes.
/// </summary>
public sealed class Expectations(TimeProvider time)
{
    private static readonly TimeSpan Lapse = TimeSpan.FromMinutes(5);
    private static readonly HashSet<string> Nothing = [];
    private readonly ConcurrentDictionary<NamespacedName, Entry> _entries = new();

    /// <summary>Whether everything asked for has been seen.</summary>
    public bool Satisfied(NamespacedName owner)
    {
        if (!_entries.TryGetValue(owner, out var entry)) return true;
        lock (entry) return (entry.Creations <= 0 && entry.Deletions.Count == 0) || time.GetUtcNow() - entry.Since > Lapse;
    }

    /// <summary>Identities of objects that have been deleted on request of the owner's controller while its cache still shows them.</summary>
    public IReadOnlySet<string> Deleting(NamespacedName owner)
    {
        if (!_entries.TryGetValue(owner, out var entry)) return Nothing;
        lock (entry) return entry.Deletions.Count == 0 ? Nothing : entry.Deletions.ToHashSet(StringComparer.Ordinal);
    }

    public void ExpectCreations(NamespacedName owner, int count)
    {
        var entry = Renew(owner);
        lock (entry) entry.Creations = count;
    }

    /// <param name="owner">The controller's object.</param>
    /// <param name="uids">Identities of the objects about to be deleted.</param>
    public void ExpectDeletions(NamespacedName owner, IEnumerable<string> uids)
    {
        var entry = Renew(owner);
        lock (entry) entry.Deletions.UnionWith(uids);
    }

    /// <summary>Adds creations to what is already expected of this pass.</summary>
    public void ExpectCreationsToo(NamespacedName owner, int count)
    {
        if (!_entries.TryGetValue(owner, out var entry)) return;
        lock (entry) entry.Creations += count;
    }

    public void CreationObserved(NamespacedName owner, int count = 1)
    {
        if (!_entries.TryGetValue(owner, out var entry)) return;
        lock (entry) entry.Creations -= count;
    }

    public void DeletionObserved(NamespacedName owner, string uid)
    {
        if (!_entries.TryGetValue(owner, out var entry)) return;
        lock (entry) entry.Deletions.Remove(uid);
    }

    public void Forget(NamespacedName owner) => _entries.TryRemove(owner, out _);

    private Entry Renew(NamespacedName owner)
    {
        var entry = new Entry(time.GetUtcNow());
        _entries[owner] = entry;
        return entry;
    }

    private sealed class Entry(DateTimeOffset since)
    {
        public DateTimeOffset Since => since;

        public int Creations { get; set; }

        public HashSet<string> Deletions { get; } = new(StringComparer.Ordinal);
    }
}
