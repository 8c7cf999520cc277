using Kubesharp.Api;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubesharp.Client;

/// <summary>Workers that take keys from a queue and reconcile them. An exception brings the key back with growing delay.</summary>
/// <param name="name">Name of the controller in logs.</param>
/// <param name="queue">Where the keys come from; shut down when the loop ends.</param>
/// <param name="workers">How many keys are worked on at once.</param>
/// <param name="reconcile">Makes the world as the object under the key wants it.</param>
/// <param name="logger">Where failures are told.</param>
public sealed partial class ControllerLoop<TKey>(
    string name, WorkQueue<TKey> queue, int workers, Func<TKey, CancellationToken, Task<ReconcileResult>> reconcile, ILogger? logger = null)
    where TKey : notnull
{
    private readonly ILogger _logger = logger ?? NullLogger.Instance;

    public string Name { get; } = name;

    public WorkQueue<TKey> Queue { get; } = queue;

    /// <summary>Works until cancelled or until the queue is shut down and empty; returns when every worker has put down its key.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var running = new Task[workers];
        for (var i = 0; i < workers; i++) running[i] = WorkAsync(cancellationToken);
        try
        {
            await Task.WhenAll(running);
        }
        finally
        {
            Queue.ShutDown();
        }
    }

    /// <summary>Reconciles one key if one is ready; for tests and simulations that drive the controller step by step.</summary>
    /// <returns>Whether there was a key.</returns>
    public async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        if (!Queue.TryTake(out var key)) return false;
        await ReconcileAsync(key, cancellationToken);
        return true;
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        try
        {
            while (true) await ReconcileAsync(await Queue.TakeAsync(cancellationToken), cancellationToken);
        }
        catch (WorkQueueClosedException)
        {
            Log.Stopped(_logger, Name);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Log.Stopped(_logger, Name);
        }
    }

    private async Task ReconcileAsync(TKey key, CancellationToken cancellationToken)
    {
        try
        {
            var result = await reconcile(key, cancellationToken);
            Queue.Forget(key);
            if (result.After > TimeSpan.Zero) Queue.AddAfter(key, result.After);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The key is not lost: whoever starts anew lists everything.
            throw;
        }
        catch (TerminalReconcileException e)
        {
            Log.GaveUp(_logger, e, Name, key);
            Queue.Forget(key);
        }
        catch (StatusException e) when (e.IsConflict)
        {
            Log.Conflict(_logger, Name, key, e.Message);
            Queue.AddRateLimited(key);
        }
        catch (StatusException e)
        {
            Log.Refused(_logger, Name, key, Queue.Failures(key) + 1, e.Message);
            Queue.AddRateLimited(key);
        }
        catch (Exception e)
        {
            Log.Failed(_logger, e, Name, key, Queue.Failures(key) + 1);
            Queue.AddRateLimited(key);
        }
        finally
        {
            Queue.Done(key);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Controller} failed to reconcile {Key}, attempt {Attempt}", EventName = "Failed")]
        public static partial void Failed(ILogger logger, Exception exception, string controller, TKey key, int attempt);

        [LoggerMessage(2, LogLevel.Debug, "{Controller} met a newer object at {Key}: {Reason}", EventName = "Conflict")]
        public static partial void Conflict(ILogger logger, string controller, TKey key, string reason);

        [LoggerMessage(3, LogLevel.Error, "{Controller} gave up on {Key}", EventName = "GaveUp")]
        public static partial void GaveUp(ILogger logger, Exception exception, string controller, TKey key);

        [LoggerMessage(4, LogLevel.Debug, "{Controller} worker stopped", EventName = "Stopped")]
        public static partial void Stopped(ILogger logger, string controller);

        // The server's own words say what is wrong; where the controller asked does not.
        [LoggerMessage(5, LogLevel.Warning, "{Controller} was refused at {Key}, attempt {Attempt}: {Reason}", EventName = "Refused")]
        public static partial void Refused(ILogger logger, string controller, TKey key, int attempt, string reason);
    }
}
