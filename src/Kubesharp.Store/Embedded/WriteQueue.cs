namespace Kubesharp.Store.Embedded;

/// <summary>
/// Requests on their way to the writer thread, in order. The writer takes all that wait at once, so the batch grows with the load.
/// Bounded: callers beyond the capacity wait for room.
/// </summary>
internal sealed class WriteQueue(int capacity)
{
    private readonly object _gate = new();
    private readonly SemaphoreSlim _room = new(capacity, capacity);
    private readonly List<StoreRequest> _waiting = [];
    private bool _writerSleeps;
    private StoreClosedException? _closed;

    public async ValueTask EnqueueSlowAsync(StoreRequest request, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken).ConfigureAwait(false);
        Add(request);
    }

    /// <summary>Adds a request if there is room right now.</summary>
    /// <exception cref="StoreClosedException">No more requests are taken.</exception>
    public bool TryEnqueue(StoreRequest request)
    {
        if (!_room.Wait(0)) return false;
        Add(request);
        return true;
    }

    /// <summary>
    /// Takes waiting requests, up to a number and a sum of bytes but at least one. Blocks until there are any, unless told not to. False when the queue is closed and empty.
    /// </summary>
    public bool Take(List<StoreRequest> batch, int max, int maxBytes, bool block)
    {
        lock (_gate)
        {
            while (_waiting.Count == 0)
            {
                if (_closed is not null) return false;
                if (!block) return true;
                _writerSleeps = true;
                Monitor.Wait(_gate);
            }

            _writerSleeps = false;
            max = Math.Min(max, _waiting.Count);
            var bytes = 0L;
            while (batch.Count < max && bytes < maxBytes)
            {
                var request = _waiting[batch.Count];
                bytes += request.Size;
                batch.Add(request);
            }

            _waiting.RemoveRange(0, batch.Count);
        }

        _room.Release(batch.Count);
        return true;
    }


    /// <summary>Takes no more requests; those already waiting stay.</summary>
    public void Close(StoreClosedException exception)
    {
        lock (_gate)
        {
            _closed ??= exception;
            Monitor.Pulse(_gate);
        }
    }

    private void Add(StoreRequest request)
    {
        lock (_gate)
        {
            if (_closed is not null)
            {
                _room.Release();
                throw _closed;
            }

            _waiting.Add(request);
            if (!_writerSleeps) return;
            _writerSleeps = false;
            Monitor.Pulse(_gate);
        }
    }
}
