using Kubesharp.Api.Scheduling.V1Alpha2;
using Kubesharp.Scheduler.Cluster;

namespace Kubesharp.Scheduler.Gangs;

/// <summary>
/// Which gang room is kept for. A large gang would wait for ever while smaller pods take what comes free. So one that does not fit keeps
/// what it has found, and the nodes where the least is missing are promised to the rest of it; other pods stay away from there unless they
/// are more important. Only one gang does so at a time, so that no two wait for each other, and only for a while, so that one that never
/// fits does not hold up the rest.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class GangHold(TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, DateTimeOffset> _barredUntil = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PodInfo> _pods = new(StringComparer.Ordinal);
    private DateTimeOffset _since;

    /// <summary>Key of the gang that room is kept for, or empty.</summary>
    public string Group { get; private set; } = "";

    /// <summary>Whether room is kept for a pod.</summary>
    public bool Has(string podKey) => _pods.ContainsKey(podKey);

    /// <summary>The pods that room is kept for.</summary>
    public IReadOnlyCollection<PodInfo> Pods => _pods.Values;

    /// <summary>Whether room has been kept for as long as it may be.</summary>
    public bool IsOverdue => Group.Length > 0 && time.GetUtcNow() - _since >= Longest;

    /// <summary>Whether a gang that does not fit may keep the room it has found.</summary>
    public bool TryTake(PodGroup group)
    {
        var key = GangTable.KeyOf(group);
        if (Group == key) return true;
        var now = time.GetUtcNow();
        if (Group.Length > 0 || (_barredUntil.TryGetValue(key, out var until) && now < until)) return false;
        Group = key;
        _since = now;
        return true;
    }

    public void Keep(PodInfo pod) => _pods[pod.Key] = pod;

    /// <summary>Keeps the gang from holding room again before others had as much time.</summary>
    public void Bar()
    {
        var now = time.GetUtcNow();
        foreach (var (group, until) in _barredUntil)
        {
            if (until <= now) _barredUntil.Remove(group);
        }

        _barredUntil[Group] = now + Longest;
    }

    /// <summary>Forgets the pods, as the gang is tried again.</summary>
    public void Clear() => _pods.Clear();

    /// <summary>Forgets the gang.</summary>
    public void End()
    {
        _pods.Clear();
        Group = "";
    }
}
