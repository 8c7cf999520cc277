using Kubesharp.Api.Scheduling.V1Alpha2;

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
    private readonly HashSet<string> _pods = new(StringComparer.Ordinal);
    private DateTimeOffset _since;

    /// <summary>Key of the gang that room is kept for, or empty.</summary>
    public string Group { get; private set; } = "";

    /// <summary>Whether room is kept for a pod.</summary>
    public bool Has(string podKey) => _pods.Contains(podKey);

    /// <summary>Keys of the pods that room is kept for.</summary>
    public IReadOnlyCollection<string> Pods => _pods;

    /// <summary>Whether a gang that does not fit may keep the room it has found.</summary>
    public bool TryTake(PodGroup group)
    {
        var key = GangTable.KeyOf(group);
        var now = time.GetUtcNow();
        if (Group.Length > 0 && now - _since >= Longest)
        {
            _barredUntil[Group] = now + Longest;
            Group = "";
        }

        if (Group == key) return true;
        if (Group.Length > 0 || (_barredUntil.TryGetValue(key, out var until) && now < until)) return false;
        _barredUntil.Remove(key);
        Group = key;
        _since = now;
        return true;
    }

    public void Keep(string podKey) => _pods.Add(podKey);

    /// <summary>Forgets the pods, and the gang too when it has got its nodes or is gone.</summary>
    public void Clear(bool isOver)
    {
        _pods.Clear();
        if (isOver) Group = "";
    }
}
