namespace Kubesharp.Client;

/// <summary>Growing delays between attempts: each is the last times a factor, up to a limit, plus a random share.</summary>
/// <param name="initial">First delay.</param>
/// <param name="limit">Longest delay before the random share is added.</param>
/// <param name="factor">Growth from one delay to the next.</param>
/// <param name="jitter">Largest share of a delay that is added at random; 1 doubles it at most.</param>
/// <param name="random">Source of chance.</param>
public sealed class Backoff(TimeSpan initial, TimeSpan limit, double factor, double jitter, Random random)
{
    /// <summary>Null stands for the first delay.</summary>
    private TimeSpan? _grown;

    /// <summary>The delay before the next attempt.</summary>
    public TimeSpan Next()
    {
        var delay = _grown ?? initial;
        _grown = TimeSpan.FromTicks((long)Math.Min(limit.Ticks, delay.Ticks * factor));
        return delay + (delay * (jitter * Chance(random)));
    }

    /// <summary>Begins anew after a success.</summary>
    public void Reset() => _grown = null;

    /// <summary>Seeded sources are not safe for several threads at once, and a source is often shared by several loops.</summary>
    internal static double Chance(Random random)
    {
        lock (random) return random.NextDouble();
    }
}
