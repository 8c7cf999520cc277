namespace Kubesharp.Server.Allocation;

/// <summary>
/// Hands out numbers of a range. The low part is left to those who ask for a number of their choice as long as there are others, as
/// Kubernetes does.
/// </summary>
/// <param name="first">The lowest number.</param>
/// <param name="last">The highest number.</param>
/// <param name="reserved">How many numbers the low part has.</param>
/// <param name="used">The numbers that are taken, of this range and of others.</param>
internal sealed class NumberPool(long first, long last, int reserved, HashSet<long>? used = null)
{
    private readonly HashSet<long> _used = used ?? [];

    public long First => first;

    public long Last => last;

    public bool Contains(long number) => number >= first && number <= last;

    public bool IsUsed(long number) => _used.Contains(number);

    /// <summary>Takes a number; false when it is taken.</summary>
    public bool TryTake(long number) => _used.Add(number);

    public void Release(long number) => _used.Remove(number);

    /// <summary>Takes a free number, chosen by chance; null when there is none.</summary>
    /// <param name="next">A random number in [low, high).</param>
    /// <param name="isForeign">Tells numbers that somebody else has taken.</param>
    public long? TakeAny(Func<int, int, int> next, Func<long, bool>? isForeign = null) =>
        TakeIn(first + reserved, last, next, isForeign) ?? TakeIn(first, Math.Min(first + reserved - 1, last), next, isForeign);

    private long? TakeIn(long low, long high, Func<int, int, int> next, Func<long, bool>? isForeign)
    {
        var size = high - low + 1;
        if (size <= 0) return null;
        var start = next(0, (int)size);
        for (var i = 0; i < size; i++)
        {
            var number = low + ((start + i) % size);
            if (isForeign?.Invoke(number) != true && _used.Add(number)) return number;
        }

        return null;
    }
}
