namespace Kubesharp.Server.Hosting;

/// <summary>
/// Gives memory back after a time of load. The collector runs when much has been allocated, so a process that had much to do and now has
/// little would keep the garbage of its last busy minute for hours.
/// </summary>
public sealed class IdleMemory : IDisposable
{
    /// <summary>How often it looks.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(3);

    /// <summary>Allocating more than this in a period is load.</summary>
    public const long BusyBytes = 16L << 20;

    /// <summary>A collection has to be worth this much garbage.</summary>
    public const long WorthBytes = 32L << 20;

    /// <summary>
    /// How many calm periods after the first collection it collects once more: pools of buffers shrink some ten seconds after their last use, and
    /// the history of changes ends after little more than a minute.
    /// </summary>
    private const int SecondLook = 10;
    private const int ThirdLook = 30;

    private readonly IHeap _heap;
    private readonly ITimer _timer;
    private long _seen;
    private long _collected;
    private int _calmPeriods = ThirdLook;

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
        else if (_calmPeriods == ThirdLook || ++_calmPeriods is not (SecondLook or ThirdLook))
        {
            return;
        }

        _heap.Collect();
    }
}
