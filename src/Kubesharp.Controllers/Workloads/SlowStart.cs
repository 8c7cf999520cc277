namespace Kubesharp.Controllers.Workloads;

/// <summary>
/// Does many like operations in batches of 1, 2, 4, …; a batch with a failure is the last. A create that is refused for quota
/// is then refused once instead of hundreds of times.
/// </summary>
public static class SlowStart
{
    /// <summary>Runs <paramref name="operation"/> up to <paramref name="count"/> times.</summary>
    /// <returns>How many succeeded, and the first failure.</returns>
    public static async Task<(int Succeeded, Exception? Failure)> RunAsync(int count, Func<int, Task> operation)
    {
        var succeeded = 0;
        var next = 0;
        for (var batch = Math.Min(1, count); batch > 0; batch = Math.Min(batch * 2, count - next))
        {
            var start = next;
            var attempts = await Task.WhenAll(Enumerable.Range(start, batch).Select(index => TryAsync(operation, index)));
            next += batch;
            succeeded += attempts.Count(failure => failure is null);
            if (attempts.FirstOrDefault(failure => failure is not null) is { } first) return (succeeded, first);
        }

        return (succeeded, null);
    }

    private static async Task<Exception?> TryAsync(Func<int, Task> operation, int index)
    {
        try
        {
            await operation(index);
            return null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return e;
        }
    }
}
