using System.Runtime.ExceptionServices;

namespace Kubesharp.Controllers.Tests.Simulation;

/// <summary>
/// Runs everything of the client side on one thread, and knows when nothing is left to do: no continuation waits, no request is under way, and
/// whoever is asked agrees. The server works on threads of its own; its answers come in as continuations.
/// </summary>
internal sealed class SimulationLoop : SynchronizationContext, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _queue = new();
    private readonly AutoResetEvent _signal = new(false);

    public void Dispose() => _signal.Dispose();

    /// <summary>Wakes the loop to look again whether it is quiet.</summary>
    public void Wake() => _signal.Set();

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_queue) _queue.Enqueue((d, state));
        _signal.Set();
    }

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs something inside the loop, without waiting for anything.</summary>
    public T Inside<T>(Func<T> action)
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

    /// <summary>Runs at most so many continuations.</summary>
    public void Pump(int count) => Inside(() =>
    {
        while (count-- > 0 && RunOne())
        {
        }

        return 0;
    });

    /// <summary>Runs something to its end.</summary>
    public T Complete<T>(Func<Task<T>> start)
    {
        var task = Inside(start);
        Until(() => task.IsCompleted);
        if (task.Exception is { InnerException: { } inner }) ExceptionDispatchInfo.Throw(inner);
        return Inside(() => task.GetAwaiter().GetResult());
    }

    public void Complete(Func<Task> start) => Complete(async () =>
    {
        await start();
        return 0;
    });

    /// <summary>Runs until nothing waits to run and the condition holds.</summary>
    public void Until(Func<bool> condition) => Inside(() =>
    {
        while (true)
        {
            while (RunOne())
            {
            }

            if (condition() && IsEmpty()) return 0;
            if (IsEmpty() && !_signal.WaitOne(Patience)) throw new TimeoutException("nothing happens any more");
        }
    });

    private bool IsEmpty()
    {
        lock (_queue) return _queue.Count == 0;
    }

    private bool RunOne()
    {
        (SendOrPostCallback Callback, object? State) next;
        lock (_queue)
        {
            if (!_queue.TryDequeue(out next)) return false;
        }

        next.Callback(next.State);
        return true;
    }
}
