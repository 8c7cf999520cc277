using System.Collections.Concurrent;
using Kubesharp.Api;
using Kubesharp.Client;

namespace Kubesharp.Controllers.Workloads;

/// <summary>
/// Remembers the newest revision of each object that a controller itself has written, so that it does not decide by a cache that has not
/// seen its own last decision yet. The watch event of that write brings the key back.
/// </summary>
public sealed class LastWrites
{
    private readonly ConcurrentDictionary<NamespacedName, (string Uid, string Revision)> _written = new();

    /// <summary>Notes what a write gave back.</summary>
    public void Wrote(IKubernetesObject value) => _written[NamespacedName.Of(value)] = (value.Metadata.Uid, value.Metadata.ResourceVersion);

    /// <summary>Whether an object from a cache is older than the last write of it.</summary>
    public bool IsStale(IKubernetesObject cached) =>
        _written.TryGetValue(NamespacedName.Of(cached), out var written) && written.Uid == cached.Metadata.Uid && Compare(cached.Metadata.ResourceVersion, written.Revision) < 0;

    public void Forget(NamespacedName key) => _written.TryRemove(key, out _);

    /// <summary>Revisions of one resource are decimal numbers without leading zeros, ordered by time.</summary>
    private static int Compare(string x, string y) => x.Length != y.Length ? x.Length.CompareTo(y.Length) : string.CompareOrdinal(x, y);
}
