using System.Runtime.ExceptionServices;

namespace Kubesharp.Tests;

/// <summary>
/// Runs asynchronous code on the calling thread, one continuation at a time and in order, so that a test decides what happens when.
/// Code under test must keep the context (no ConfigureAwait(false)) and take its time from a <see cref="ManualTimeProvider"/>.
/// </summary>
public sealed class DeterministicLoop : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _queue = new();

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_queue) _queue.Enqueue((d, state));
    }

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Starts something, and runs until nothing can go on without time or an answer.</summary>
    public T Start<T>(Func<T> start) => Inside(() =>
    {
        var result = start();
        Drain();
        return result;
    });

    /// <summary>Runs until nothing can go on without time or an answer.</summary>
    public void Idle() => Inside(() =>
    {
        Drain();
        return 0;
    });

    /// <summary>Runs something to its end; fails when it waits for what will not come.</summary>
    public T Complete<T>(Func<Task<T>> start)
    {
        var task = Start(start);
        if (!task.IsCompleted) throw new InvalidOperationException("the task waits for something that does not happen");
        if (task.Exception is { InnerException: { } inner }) ExceptionDispatchInfo.Throw(inner);
        return task.GetAwaiter().GetResult();
    }

    /// <summary>Runs something to its end; fails when it waits for what will not come.</summary>
    public void Complete(Func<Task> start) => Complete(async () =>
    {
        await start();
        return 0;
    });

    /// <summary>Moves the clock, and then runs what that has set off.</summary>
    public void Advance(ManualTimeProvider time, TimeSpan by)
    {
        Inside(() =>
        {
            time.Advance(by);
            Drain();
            return 0;
        });
    }

    private void Drain()
    {
        while (true)
        {
            (SendOrPostCallback Callback, object? State) next;
            lock (_queue)
            {
                if (!_queue.TryDequeue(out next)) return;
            }

            next.Callback(next.State);
        }
    }

    private T Inside<T>(Func<T> action)
    {
        var outer = Current;
        SetSynchronizationContext(this);
        try
        {
            return action();
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }
}
