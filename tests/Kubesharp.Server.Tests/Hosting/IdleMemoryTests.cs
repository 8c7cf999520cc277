using Kubesharp.Server.Hosting;
using Kubesharp.Tests;

namespace Kubesharp.Server.Tests.Hosting;

public sealed class IdleMemoryTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly Heap _heap = new();

    [Fact]
    public void Look_WhileMuchIsAllocated_LeavesTheCollectorAlone()
    {
        using var memory = new IdleMemory(_time, _heap);
        for (var i = 0; i < 10; i++) Pass(IdleMemory.BusyBytes + 1);
        Assert.Equal(0, _heap.Collections);
    }

    [Fact]
    public void Look_CalmAfterLoad_CollectsAtOnceAndThreeTimesMore()
    {
        using var memory = new IdleMemory(_time, _heap);
        Pass(10 * IdleMemory.WorthBytes);
        var collections = new List<int>();
        for (var i = 0; i < 100; i++)
        {
            var before = _heap.Collections;
            Pass(1000);
            if (_heap.Collections > before) collections.Add(i);
        }

        Assert.Equal([0, 3, 32, 90], collections);
    }

    [Fact]
    public void Look_WithoutLoad_NeverCollects()
    {
        using var memory = new IdleMemory(_time, _heap);
        for (var i = 0; i < 100; i++) Pass(1000);
        Assert.Equal(0, _heap.Collections);
    }

    [Fact]
    public void Look_NothingWorthCollecting_Waits()
    {
        using var memory = new IdleMemory(_time, _heap);
        for (var i = 0; i < 7; i++) Pass(IdleMemory.WorthBytes / 8);
        Assert.Equal(0, _heap.Collections);
        Pass(IdleMemory.WorthBytes / 8);
        Assert.Equal(1, _heap.Collections);
    }

    [Fact]
    public void Dispose_LooksNoMore()
    {
        var memory = new IdleMemory(_time, _heap);
        memory.Dispose();
        Pass(IdleMemory.WorthBytes);
        Pass(0);
        Assert.Equal(0, _heap.Collections);
    }

    private void Pass(long allocated)
    {
        _heap.AllocatedBytes += allocated;
        _time.Advance(IdleMemory.Period);
    }

    private sealed class Heap : IHeap
    {
        public long AllocatedBytes { get; set; } = 1L << 30;

        public int Collections { get; private set; }

        public void Collect() => Collections++;
    }
}
