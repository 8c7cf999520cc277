using System.Diagnostics.CodeAnalysis;

namespace Kubesharp.Client;

/// <summary>
/// Keys waiting for work. A key is in the queue once however often it is added, and is never given to two workers at once: added while it is
/// worked on, it comes again after <see cref="Done"/>. Bounded by the number of distinct keys.
/// </summary>
public sealed class WorkQueue<TKey> : IWorkQueueState, IDisposable
    where TKey : notnull
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly WorkQueueOptions _options;
    private readonly KeyValuePair<string, object?> _nameTag;

    /// <summary>Keys in order; each is in <see cref="_dirty"/> and not in <see cref="_processing"/>.</summary>
    private readonly Queue<TKey> _ready = new();

    /// <summary>Keys that need work, with the time they were added.</summary>
    private readonly Dictionary<TKey, long> _dirty = [];

    /// <summary>Keys in work, with the time they were taken.</summary>
    private readonly Dictionary<TKey, long> _processing = [];

    private readonly Dictionary<TKey, int> _failures = [];
    private readonly Queue<TaskCompletionSource<TKey>> _takers = new();
    private readonly DelayHeap<TKey> _delayed = new();
    private readonly ITimer _timer;
    private Signal? _drained;
    private long _timerDue = long.MaxValue;
    private bool _closed;

    public WorkQueue(TimeProvider time, WorkQueueOptions? options = null)
    {
        _time = time;
        _started = time.GetTimestamp();
        _options = options ?? WorkQueueOptions.Default;
        _nameTag = new("name", _options.Name);
        _timer = time.CreateTimer(static state => ((WorkQueue<TKey>)state!).MoveDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _options.Metrics?.Observe(this);
    }

    /// <summary>Keys ready to be taken.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _ready.Count;
        }
    }

    /// <summary>Keys whose time has not come yet.</summary>
    public int DelayedCount
    {
        get
        {
            lock (_gate) return _delayed.Count;
        }
    }

    /// <summary>Keys being worked on.</summary>
    public int ProcessingCount
    {
        get
        {
            lock (_gate) return _processing.Count;
        }
    }

    public bool IsShutDown
    {
        get
        {
            lock (_gate) return _closed;
        }
    }

    KeyValuePair<string, object?> IWorkQueueState.NameTag => _nameTag;

    double IWorkQueueState.UnfinishedSeconds => InWork(static (sum, seconds) => sum + seconds);

    double IWorkQueueState.LongestRunningSeconds => InWork(Math.Max);

    /// <summary>Adds a key, unless it waits already. Does nothing after shutdown.</summary>
    public void Add(TKey key)
    {
        lock (_gate) AddLocked(key);
    }

    /// <summary>Adds a key after a time; of several times for one key the earliest counts.</summary>
    public void AddAfter(TKey key, TimeSpan delay)
    {
        lock (_gate)
        {
            if (_closed) return;
            _options.Metrics?.Retries.Add(1, _nameTag);
            if (delay <= TimeSpan.Zero)
            {
                AddLocked(key);
                return;
            }

            var now = Now();
            _delayed.Add(key, delay.Ticks > long.MaxValue - now ? long.MaxValue - 1 : now + delay.Ticks);
            SetTimer();
        }
    }

    /// <summary>Adds a key after a delay that doubles with each call until <see cref="Forget"/>.</summary>
    public void AddRateLimited(TKey key) => AddAfter(key, NextDelay(key));

    /// <summary>Ends the counting of failures of a key.</summary>
    public void Forget(TKey key)
    {
        lock (_gate) _failures.Remove(key);
    }

    /// <summary>How often a key was added by <see cref="AddRateLimited"/> since it was last forgotten.</summary>
    public int Failures(TKey key)
    {
        lock (_gate) return _failures.GetValueOrDefault(key);
    }

    /// <summary>Takes a key if one is ready.</summary>
    public bool TryTake([MaybeNullWhen(false)] out TKey key)
    {
        lock (_gate) return TryTakeLocked(out key);
    }

    /// <summary>Waits for a key. The taker calls <see cref="Done"/> when its work on the key has ended, however it ended.</summary>
    /// <exception cref="WorkQueueClosedException">The queue was shut down and everything in it has been taken.</exception>
    public ValueTask<TKey> TakeAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<TKey>(cancellationToken);
        TaskCompletionSource<TKey> taker;
        lock (_gate)
        {
            if (TryTakeLocked(out var key)) return ValueTask.FromResult(key);
            if (_closed) return ValueTask.FromException<TKey>(new WorkQueueClosedException());
            taker = new TaskCompletionSource<TKey>(TaskCreationOptions.RunContinuationsAsynchronously);
            _takers.Enqueue(taker);
        }

        return cancellationToken.CanBeCanceled ? WaitAsync(taker, cancellationToken) : new ValueTask<TKey>(taker.Task);
    }

    /// <summary>Ends the work on a key; if it was added meanwhile, it is ready again.</summary>
    public void Done(TKey key)
    {
        lock (_gate)
        {
            if (!_processing.Remove(key, out var taken)) return;
            _options.Metrics?.WorkDuration.Record(_time.GetElapsedTime(taken).TotalSeconds, _nameTag);
            if (_dirty.ContainsKey(key)) Offer(key);
            else if (_processing.Count == 0 && _ready.Count == 0) _drained?.Set();
        }
    }

    /// <summary>Takes no more keys and drops those whose time has not come; what is ready can still be taken.</summary>
    public void ShutDown()
    {
        lock (_gate)
        {
            _closed = true;
            _delayed.Clear();
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            while (_takers.TryDequeue(out var taker)) taker.TrySetException(new WorkQueueClosedException());
        }
    }

    /// <summary>Shuts down, and waits until everything ready and in work is done.</summary>
    public Task ShutDownAndDrainAsync(CancellationToken cancellationToken)
    {
        ShutDown();
        lock (_gate)
        {
            if (_processing.Count == 0 && _ready.Count == 0) return Task.CompletedTask;
            _drained ??= new Signal();
            return _drained.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Shuts the queue down and frees its timer.</summary>
    public void Dispose()
    {
        ShutDown();
        _timer.Dispose();
    }

    private static async ValueTask<TKey> WaitAsync(TaskCompletionSource<TKey> taker, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.Register(
            static (state, token) => ((TaskCompletionSource<TKey>)state!).TrySetCanceled(token), taker);
        return await taker.Task;
    }

    private TimeSpan NextDelay(TKey key)
    {
        lock (_gate)
        {
            var failures = _failures.GetValueOrDefault(key);
            _failures[key] = failures + 1;
            var ticks = _options.BaseDelay.Ticks * Math.Pow(2, failures);
            return ticks >= _options.MaxDelay.Ticks ? _options.MaxDelay : TimeSpan.FromTicks((long)ticks);
        }
    }

    private void AddLocked(TKey key)
    {
        if (_closed || !_dirty.TryAdd(key, _time.GetTimestamp())) return;
        _options.Metrics?.Adds.Add(1, _nameTag);
        if (!_processing.ContainsKey(key)) Offer(key);
    }

    /// <summary>Hands a dirty key to the first worker that still waits, or lines it up.</summary>
    private void Offer(TKey key)
    {
        while (_takers.TryDequeue(out var taker))
        {
            if (!taker.TrySetResult(key)) continue;
            Begin(key);
            return;
        }

        _ready.Enqueue(key);
        _options.Metrics?.Depth.Add(1, _nameTag);
    }

    private bool TryTakeLocked([MaybeNullWhen(false)] out TKey key)
    {
        if (!_ready.TryDequeue(out key)) return false;
        _options.Metrics?.Depth.Add(-1, _nameTag);
        Begin(key);
        return true;
    }

    private void Begin(TKey key)
    {
        _dirty.Remove(key, out var added);
        _processing.Add(key, _time.GetTimestamp());
        _options.Metrics?.QueueDuration.Record(_time.GetElapsedTime(added).TotalSeconds, _nameTag);
    }

    private void MoveDue()
    {
        lock (_gate)
        {
            _timerDue = long.MaxValue;
            if (_closed) return;
            var now = Now();
            while (_delayed.TryTakeDue(now, out var key)) AddLocked(key);
            SetTimer();
        }
    }

    private void SetTimer()
    {
        if (!_delayed.TryPeek(out var due) || due >= _timerDue) return;
        _timerDue = due;
        // Timers count whole milliseconds: rounding down would fire just before the key is due. They do not reach as far as keys may be put off either.
        var milliseconds = Math.Ceiling(TimeSpan.FromTicks(due - Now()).TotalMilliseconds);
        _timer.Change(TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 0, LongestTimer.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
    }

    /// <summary>Ticks since the queue was made, by a clock that nobody sets.</summary>
    private long Now() => _time.GetElapsedTime(_started).Ticks;

    private double InWork(Func<double, double, double> add)
    {
        lock (_gate)
        {
            var result = 0.0;
            foreach (var taken in _processing.Values) result = add(result, _time.GetElapsedTime(taken).TotalSeconds);
            return result;
        }
    }
}
