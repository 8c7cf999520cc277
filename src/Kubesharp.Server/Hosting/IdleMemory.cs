namespace Kubesharp.Server.Hosting;

/// <summary>
/// Gives memory back after a time of load. The collector runs when much has been allocated, so a process that had much to do and now has
/// little would keep the garbage of its last busy minute for hours.
/// </summary>
public sealed class IdleMemory : IDisposable
{
    /// <summary>How often it looks.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>Allocating more than this in a period is load.</summary>
    public const long BusyBytes = 6L << 20;

    /// <summary>A collection has to be worth this much garbage.</summary>
    public const long WorthBytes = 32L << 20;

    /// <summary>
    /// The calm periods after the first collection in which it collects once more: when a heap that was too large to be compacted at once has
    /// been emptied, when pools of buffers have shrunk and the history of a burst has been let go of, and when all history has.
    /// </summary>
    private static readonly int[] FurtherLooks = [3, 32, 90];

    private readonly IHeap _heap;
    private readonly ITimer _timer;
    private long _seen;
    private long _collected;
    private int _calmPeriods = FurtherLooks[^1];

    /// <summary>Begins to look.</summary>
    public IdleMemory(TimeProvider time, IHeap heap)
    {
        _heap = heap;
        _seen = _collected = heap.AllocatedBytes;
        _timer = time.CreateTimer(static self => ((IdleMemory)self!).Look(), this, Period, Period);
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var allocated = _heap.AllocatedBytes;
        var recent = allocated - _seen;
        _seen = allocated;
        if (recent > BusyBytes) return;
        if (allocated - _collected >= WorthBytes)
        {
            _collected = allocated;
            _calmPeriods = 0;
        }
        else if (_calmPeriods == FurtherLooks[^1] || !FurtherLooks.Contains(++_calmPeriods))
        {
            return;
        }

        _heap.Collect();
    }
}
