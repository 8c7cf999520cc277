namespace Kubesharp.Server.Allocation;

/// <summary>
/// Hands out numbers of a range. The low part is left to those who ask for a number of their choice as long as there are others, as
/// Kubernetes does.
/// </summary>
internal sealed class NumberPool(int first, int last, int reserved)
{
    private readonly HashSet<int> _used = [];

    public int First => first;

    public int Last => last;

    public bool Contains(int number) => number >= first && number <= last;

    public bool IsUsed(int number) => _used.Contains(number);

    /// <summary>Takes a number; false when it is taken.</summary>
    public bool TryTake(int number) => _used.Add(number);

    public void Release(int number) => _used.Remove(number);

    /// <summary>Takes a free number, chosen by chance; null when there is none.</summary>
    /// <param name="next">A random number in [low, high).</param>
    public int? TakeAny(Func<int, int, int> next) => TakeIn(first + reserved, last, next) ?? TakeIn(first, first + reserved - 1, next);

    private int? TakeIn(int low, int high, Func<int, int, int> next)
    {
        var size = high - low + 1;
        if (size <= 0) return null;
        var start = next(0, size);
        for (var i = 0; i < size; i++)
        {
            var number = low + ((start + i) % size);
            if (_used.Add(number)) return number;
        }

        return null;
    }
}
