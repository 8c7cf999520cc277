namespace Kubesharp.Client;

/// <summary>
/// Something that happens once and can be waited for. Every waiter has a task of its own to await, so that it goes on by its own scheduler;
/// waiting on one task through WaitAsync or WhenAny would pass through the thread pool, and a simulation on one thread would lose it there.
/// </summary>
internal sealed class Signal
{
    private readonly Lock _gate = new();
    private List<TaskCompletionSource>? _waiters = [];

    public bool IsSet
    {
        get
        {
            lock (_gate) return _waiters is null;
        }
    }

    public void Set()
    {
        List<TaskCompletionSource>? waiters;
        lock (_gate) (waiters, _waiters) = (_waiters, null);
        if (waiters is null) return;
        foreach (var waiter in waiters) waiter.TrySetResult();
    }

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_waiters is null) return;
            _waiters.Add(waiter);
        }

        try
        {
            await using var registration = cancellationToken.Register(static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token), waiter);
            await waiter.Task;
        }
        finally
        {
            lock (_gate) _waiters?.Remove(waiter);
        }
    }
}
