using System.Collections.Concurrent;
using Kubesharp.Client;

namespace Kubesharp.Controllers.Jobs;

/// <summary>Pods that have lost their finalizer by the controller's own patch, which its cache does not show yet: they have been counted.</summary>
internal sealed class FinalizerExpectations
{
    private static readonly HashSet<string> Nothing = [];
    private readonly ConcurrentDictionary<NamespacedName, HashSet<string>> _expected = new();

    /// <summary>The pods of a job that must not be counted again.</summary>
    public IReadOnlySet<string> Of(NamespacedName job)
    {
        if (!_expected.TryGetValue(job, out var uids)) return Nothing;
        lock (uids) return uids.ToHashSet(StringComparer.Ordinal);
    }

    public void Expect(NamespacedName job, IEnumerable<string> removed)
    {
        var uids = _expected.GetOrAdd(job, static _ => new HashSet<string>(StringComparer.Ordinal));
        lock (uids) uids.UnionWith(removed);
    }

    public void Observed(NamespacedName job, string uid)
    {
        if (!_expected.TryGetValue(job, out var uids)) return;
        lock (uids) uids.Remove(uid);
    }

    public void Forget(NamespacedName job) => _expected.TryRemove(job, out _);
}
