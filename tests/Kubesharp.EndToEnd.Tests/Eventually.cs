namespace Kubesharp.EndToEnd.Tests;

/// <summary>For what a cluster does in its own time and tells nobody: asks again until the answer is right.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks until there is an answer.</summary>
    public static async Task<string> SucceedsAsync(Func<Task<string>> ask) => await IsAsync(ask, _ => true);

    /// <summary>Asks until the answer is as expected; failures to answer count as wrong answers.</summary>
    public static async Task<string> IsAsync(Func<Task<string>> ask, Func<string, bool> condition)
    {
        using var limit = new CancellationTokenSource(Limit);
        var last = "";
        while (true)
        {
            try
            {
                last = await ask();
                if (condition(last)) return last;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
            {
                last = e.Message;
            }

            if (limit.IsCancellationRequested) throw new TimeoutException("the last answer was: " + last);
            await Task.Delay(Pause);
        }
    }
}
