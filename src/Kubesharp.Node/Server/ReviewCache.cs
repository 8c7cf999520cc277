namespace Kubesharp.Node.Server;

/// <summary>Keeps answers for a while. Who fills it is not trusted, so that it holds a limited number and starts anew beyond.</summary>
/// <param name="life">How long an answer holds.</param>
/// <param name="time">The clock.</param>
internal sealed class ReviewCache<TKey, TValue>(Func<TValue, TimeSpan> life, TimeProvider time)
    where TKey : notnull
{
    private const int Most = 4096;

    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, (TValue Value, DateTimeOffset End)> _answers = [];

    /// <summary>The answer kept, or the one that is got now.</summary>
    public async Task<TValue> GetAsync(TKey key, Func<Task<TValue>> ask)
    {
        lock (_gate)
        {
            if (_answers.TryGetValue(key, out var kept) && time.GetUtcNow() < kept.End) return kept.Value;
        }

        var value = await ask();
        lock (_gate)
        {
            if (_answers.Count >= Most) _answers.Clear();
            _answers[key] = (value, time.GetUtcNow() + life(value));
        }

        return value;
    }
}
