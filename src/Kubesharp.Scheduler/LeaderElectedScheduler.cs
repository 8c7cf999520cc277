using Kubesharp.Client;

namespace Kubesharp.Scheduler;

/// <summary>A scheduler that keeps itself informed, and schedules while it leads.</summary>
/// <param name="scheduler">The scheduler, started passive.</param>
/// <param name="elector">Runs for the leadership.</param>
/// <param name="time">The clock.</param>
public sealed class LeaderElectedScheduler(SchedulerComponent scheduler, LeaderElector elector, TimeProvider time) : IComponent, IAsyncDisposable
{
    public string Name => scheduler.Name;

    /// <exception cref="LeadershipLostException">Another may schedule by now.</exception>
    public async Task RunAsync(Action ready, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var scheduling = scheduler.RunAsync(ready, stop.Token);
        var leading = elector.RunAsync(LeadAsync, stop.Token);
        var first = await Task.WhenAny(scheduling, leading);
        await stop.CancelAsync();
        await Task.WhenAll(scheduling, leading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // Scheduling ends in good order when the leadership is lost; that it was lost is the news.
        await (leading.IsFaulted ? leading : first);

        async Task LeadAsync(CancellationToken lost)
        {
            // What is under way must not go on for a moment after another may have taken over.
            await using var end = lost.Register(static source => ((CancellationTokenSource)source!).Cancel(), stop);
            scheduler.Activate();
            await Task.Delay(Timeout.InfiniteTimeSpan, time, lost);
        }
    }

    public ValueTask DisposeAsync() => scheduler.DisposeAsync();
}
