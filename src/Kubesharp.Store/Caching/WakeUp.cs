using System.Buffers;

namespace Kubesharp.Store.Caching;

/// <summary>
/// Wakes many watchers with few thread-pool items: each item runs the continuations of its share one after the other. While it does,
/// further changes gather for the watchers at its end, which then read them in one go.
/// </summary>
internal sealed class WakeUp<T>(CacheWatcher<T>[] watchers, int count) : IThreadPoolWorkItem
    where T : class
{
    private const int MinShare = 32;

    private int _next;
    private int _running;

    public void Start()
    {
        if (count == 0)
        {
            Return();
            return;
        }

        var items = Math.Clamp(count / MinShare, 1, Environment.ProcessorCount);
        _running = items;
        for (var i = 0; i < items; i++) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    public void Execute()
    {
        // Watchers are taken one by one, so a slow continuation holds up no share of its own.
        int index;
        while ((index = Interlocked.Increment(ref _next) - 1) < count) watchers[index].CompleteWait();
        if (Interlocked.Decrement(ref _running) == 0) Return();
    }

    private void Return() => ArrayPool<CacheWatcher<T>>.Shared.Return(watchers, clearArray: true);
}
