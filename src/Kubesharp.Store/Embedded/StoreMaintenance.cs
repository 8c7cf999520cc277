using Microsoft.Extensions.Logging;

namespace Kubesharp.Store.Embedded;

/// <summary>
/// The store's chores by the clock: deletes keys whose time has come, and compacts to the revision the store had one retention ago.
/// </summary>
internal sealed partial class StoreMaintenance : IAsyncDisposable
{
    private readonly IKeyValueStore _store;
    private readonly StoreState _state;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly RetentionClock _history;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _loops = [];

    public StoreMaintenance(
        IKeyValueStore store, StoreState state, TimeSpan retention, TimeSpan expirySweep, TimeProvider time, ILogger logger)
    {
        _store = store;
        _state = state;
        _time = time;
        _logger = logger;
        _history = new RetentionClock(retention);
        if (expirySweep > TimeSpan.Zero) _loops.Add(RunAsync(expirySweep, SweepAsync));
        if (retention <= TimeSpan.Zero) return;
        _history.Note(time.GetUtcNow(), store.Revision);
        _loops.Add(RunAsync(_history.Period, CompactAsync));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_loops).ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync(TimeSpan period, Func<ValueTask> chore)
    {
        using var timer = new PeriodicTimer(period, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false)) await chore().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            Log.Stopped(_logger);
        }
        catch (StoreClosedException exception)
        {
            Log.Ended(_logger, exception);
        }
    }

    private async ValueTask SweepAsync()
    {
        _state.TrimAged();
        foreach (var keyValue in _state.TakeExpired(_time.GetUtcNow()))
        {
            try
            {
                await _store.CommitAsync(StoreOperation.Delete(keyValue.Key, keyValue.ModRevision), _stop.Token).ConfigureAwait(false);
            }
            catch (StoreFullException exception)
            {
                Log.ChoreFailed(_logger, keyValue.Key, exception);
                _state.TrackExpiryAgain(keyValue);
                return;
            }
        }
    }

    private async ValueTask CompactAsync()
    {
        var target = _history.Note(_time.GetUtcNow(), _store.Revision);
        if (target <= _store.CompactedRevision) return;
        try
        {
            await _store.CompactAsync(target, _stop.Token).ConfigureAwait(false);
        }
        catch (CompactedException exception)
        {
            Log.AlreadyCompacted(_logger, target, exception);
        }
        catch (StoreFullException exception)
        {
            Log.ChoreFailed(_logger, "compaction", exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Stopped store maintenance")]
        public static partial void Stopped(ILogger logger);

        [LoggerMessage(2, LogLevel.Debug, "Ended store maintenance with the store")]
        public static partial void Ended(ILogger logger, Exception exception);

        [LoggerMessage(3, LogLevel.Warning, "Failed store maintenance of {Subject}, will be tried again")]
        public static partial void ChoreFailed(ILogger logger, string subject, Exception exception);

        [LoggerMessage(4, LogLevel.Debug, "Skipped compaction to {Revision} because it was done already")]
        public static partial void AlreadyCompacted(ILogger logger, long revision, Exception exception);
    }
}
