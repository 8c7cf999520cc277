namespace Kubesharp.Store.Embedded;

/// <summary>Those who wait for a revision that has not been reached yet; usually nobody.</summary>
internal sealed class RevisionWaiters
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<TaskCompletionSource, long> _waiting = new();
    private volatile int _count;
    private StoreClosedException? _closed;

    /// <summary>Waits until the revision, as told by <paramref name="current"/>, has been reached.</summary>
    public async ValueTask WaitAsync(long revision, Func<long> current, CancellationToken cancellationToken)
    {
        TaskCompletionSource waiter;
        lock (_gate)
        {
            // Counted before looking, so that a release from now on looks here.
            _count++;
            Interlocked.MemoryBarrier();
            if (current() >= revision || _closed is not null)
            {
                _count--;
                if (current() >= revision) return;
                throw _closed!;
            }

            waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(waiter, revision);
        }

        await using var registration = cancellationToken.UnsafeRegister(_ => Cancel(waiter, cancellationToken), null).ConfigureAwait(false);
        await waiter.Task.ConfigureAwait(false);
    }

    /// <summary>Lets everybody go on whose revision has been reached.</summary>
    public void Release(long revision)
    {
        Interlocked.MemoryBarrier();
        if (_count == 0) return;
        lock (_gate)
        {
            while (_waiting.TryPeek(out var waiter, out var wanted) && wanted <= revision)
            {
                _waiting.Dequeue();
                _count--;
                waiter.TrySetResult();
            }
        }
    }

    private void Cancel(TaskCompletionSource waiter, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_waiting.Remove(waiter, out _, out _)) return;
            _count--;
            waiter.TrySetCanceled(cancellationToken);
        }
    }

    public void Close(StoreClosedException exception)
    {
        lock (_gate)
        {
            _closed ??= exception;
            while (_waiting.TryDequeue(out var waiter, out _)) waiter.TrySetException(exception);
            _count = 0;
        }
    }
}
