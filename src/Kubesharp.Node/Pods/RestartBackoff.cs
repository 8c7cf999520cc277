namespace Kubesharp.Node.Pods;

/// <summary>
/// Waiting times that double with each try, per key: 10 s at first, 300 s at most, from the beginning again after twice the maximum
/// without a try. Used for containers that crash and for images that cannot be pulled. Safe for use from many threads.
/// </summary>
public sealed class RestartBackoff(TimeProvider time, TimeSpan first, TimeSpan max)
{
    private readonly object _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>The times of the kubelet.</summary>
    public static RestartBackoff Standard(TimeProvider time) => new(time, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(300));

    /// <summary>How long the key has to wait, counted from an event such as the end of the container; zero when it may go.</summary>
    /// <param name="key">What is tried again.</param>
    /// <param name="since">When the last try ended.</param>
    /// <param name="whole">The whole waiting time, for messages.</param>
    public TimeSpan Remaining(string key, DateTimeOffset since, out TimeSpan whole)
    {
        lock (_gate)
        {
            whole = TimeSpan.Zero;
            if (!_entries.TryGetValue(key, out var entry) || since - entry.Updated > 2 * max) return TimeSpan.Zero;
            whole = entry.Wait;
            var remaining = since + entry.Wait - time.GetUtcNow();
            return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
        }
    }

    /// <summary>Counts a try that begins now: the next one has to wait longer.</summary>
    public void Next(string key, DateTimeOffset since)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var wait = _entries.TryGetValue(key, out var entry) && since - entry.Updated <= 2 * max
                ? TimeSpan.FromTicks(Math.Min(entry.Wait.Ticks * 2, max.Ticks))
                : first;
            _entries[key] = new Entry(wait, now);
        }
    }

    /// <summary>Forgets a key, and with it every key that begins with it and a slash.</summary>
    public void Forget(string key)
    {
        lock (_gate)
        {
            _entries.Remove(key);
            foreach (var other in _entries.Keys.Where(other => other.StartsWith(key + "/", StringComparison.Ordinal)).ToList()) _entries.Remove(other);
        }
    }

    private readonly record struct Entry(TimeSpan Wait, DateTimeOffset Updated);
}
