using System.Diagnostics.Metrics;
using Kubesharp.Tests;

namespace Kubesharp.Client.Tests.WorkQueues;

public class WorkQueueTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly DeterministicLoop _loop = new();

    [Fact]
    public void Add_SameKeyTwice_IsTakenOnce()
    {
        using var queue = new WorkQueue<string>(_time);
        queue.Add("a");
        queue.Add("a");
        queue.Add("b");

        Assert.Equal(2, queue.Count);
        Assert.Equal("a", Take(queue));
        Assert.Equal("b", Take(queue));
        Assert.False(queue.TryTake(out _));
    }

    [Fact]
    public void Add_WhileInWork_ComesAgainAfterDone()
    {
        using var queue = new WorkQueue<string>(_time);
        queue.Add("a");
        Take(queue);

        queue.Add("a");
        Assert.False(queue.TryTake(out _));
        queue.Done("a");

        Assert.Equal("a", Take(queue));
        queue.Done("a");
        Assert.False(queue.TryTake(out _));
    }

    [Fact]
    public void TakeAsync_Waiters_AreServedInOrder()
    {
        using var queue = new WorkQueue<string>(_time);
        var first = queue.TakeAsync(CancellationToken.None).AsTask();
        var second = queue.TakeAsync(CancellationToken.None).AsTask();

        queue.Add("a");
        queue.Add("b");

        Assert.Equal("a", _loop.Complete(() => first));
        Assert.Equal("b", _loop.Complete(() => second));
        Assert.Equal(2, queue.ProcessingCount);
    }

    [Fact]
    public void TakeAsync_Cancelled_LosesNoKey()
    {
        using var queue = new WorkQueue<string>(_time);
        using var stop = new CancellationTokenSource();
        var taking = _loop.Start(() => queue.TakeAsync(stop.Token).AsTask());

        _loop.Start(() =>
        {
            stop.Cancel();
            return 0;
        });
        queue.Add("a");

        Assert.True(taking.IsCanceled);
        Assert.Equal("a", Take(queue));
    }

    [Fact]
    public void AddAfter_NotDue_WaitsForItsTime()
    {
        using var queue = new WorkQueue<string>(_time);
        queue.AddAfter("late", TimeSpan.FromSeconds(20));
        queue.AddAfter("soon", TimeSpan.FromSeconds(10));
        Assert.Equal(2, queue.DelayedCount);

        _time.Advance(TimeSpan.FromSeconds(9.999));
        Assert.Equal(0, queue.Count);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("soon", Take(queue));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("late", Take(queue));
        Assert.Equal(0, queue.DelayedCount);
    }

    [Fact]
    public void AddAfter_SeveralTimes_TheEarliestCounts()
    {
        using var queue = new WorkQueue<string>(_time);
        queue.AddAfter("a", TimeSpan.FromSeconds(20));
        queue.AddAfter("a", TimeSpan.FromSeconds(5));
        queue.AddAfter("a", TimeSpan.FromSeconds(50));

        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("a", Take(queue));
        queue.Done("a");
        _time.Advance(TimeSpan.FromSeconds(100));

        Assert.False(queue.TryTake(out _));
    }

    [Fact]
    public void AddAfter_DueBeforeTheTimerRuns_SetsTheTimerForTheNext()
    {
        using var queue = new WorkQueue<int>(_time);
        for (var i = 100; i > 0; i--) queue.AddAfter(i, TimeSpan.FromMilliseconds(i));

        for (var i = 1; i <= 100; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            Assert.Equal(i, queue.TryTake(out var key) ? key : 0);
        }
    }

    [Fact]
    public void AddAfter_FartherThanTimersReach_StillComes()
    {
        using var queue = new WorkQueue<string>(_time);
        queue.AddAfter("never", TimeSpan.MaxValue);
        queue.AddAfter("a", TimeSpan.FromDays(100));

        _time.Advance(TimeSpan.FromDays(99.9));
        Assert.Equal(0, queue.Count);
        _time.Advance(TimeSpan.FromDays(0.1));
        Assert.Equal("a", Take(queue));
        Assert.Equal(1, queue.DelayedCount);
    }

    [Fact]
    public async Task Queue_ManyThreads_GiveNoKeyToTwoAndLoseNone()
    {
        const int Keys = 50;
        const int Adds = 4000;
        using var queue = new WorkQueue<int>(TimeProvider.System);
        var wanted = new int[Keys];
        var worked = new int[Keys];
        var busy = new int[Keys];
        var clashes = 0;
        var workers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            try
            {
                while (true)
                {
                    var key = await queue.TakeAsync(CancellationToken.None);
                    if (Interlocked.Exchange(ref busy[key], 1) == 1) Interlocked.Increment(ref clashes);
                    worked[key] = Volatile.Read(ref wanted[key]);
                    await Task.Yield();
                    Volatile.Write(ref busy[key], 0);
                    queue.Done(key);
                }
            }
            catch (WorkQueueClosedException)
            {
                return;
            }
        })).ToArray();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(seed => Task.Run(() =>
        {
            var random = new Random(seed);
            for (var i = 0; i < Adds; i++)
            {
                var key = random.Next(Keys);
                Interlocked.Increment(ref wanted[key]);
                queue.Add(key);
            }
        })));

        await queue.ShutDownAndDrainAsync(CancellationToken.None);
        await Task.WhenAll(workers);

        Assert.Equal(0, clashes);
        Assert.Equal(wanted, worked);
    }

    [Fact]
    public void AddAfter_ZeroOrLess_IsReadyAtOnce()
    {
        using var queue = new WorkQueue<string>(_time);
        queue.AddAfter("a", TimeSpan.Zero);
        queue.AddAfter("b", TimeSpan.FromSeconds(-1));

        Assert.Equal(2, queue.Count);
    }

    [Fact]
    public void AddRateLimited_AgainAndAgain_DoublesUpToTheLimit()
    {
        using var queue = new WorkQueue<string>(_time);
        var expected = TimeSpan.FromMilliseconds(5);
        for (var i = 0; i < 20; i++)
        {
            queue.AddRateLimited("a");
            Assert.Equal(i + 1, queue.Failures("a"));
            _time.Advance(expected - TimeSpan.FromTicks(1));
            Assert.Equal(0, queue.Count);
            _time.Advance(TimeSpan.FromMilliseconds(1));
            Take(queue);
            queue.Done("a");
            expected = TimeSpan.FromTicks(Math.Min(TimeSpan.FromSeconds(1000).Ticks, expected.Ticks * 2));
        }

        queue.Forget("a");
        queue.AddRateLimited("a");
        _time.Advance(TimeSpan.FromMilliseconds(5));
        Assert.Equal("a", Take(queue));
    }

    [Fact]
    public void AddRateLimited_ManyFailures_DoesNotOverflow()
    {
        using var queue = new WorkQueue<string>(_time);
        for (var i = 0; i < 5000; i++) queue.AddRateLimited("a");

        _time.Advance(TimeSpan.FromMilliseconds(5));
        Assert.Equal(1, queue.Count);
    }

    [Fact]
    public void ShutDown_WhatIsReady_CanStillBeTaken()
    {
        using var queue = new WorkQueue<string>(_time);
        queue.Add("a");
        queue.AddAfter("b", TimeSpan.FromSeconds(1));

        queue.ShutDown();
        queue.Add("c");
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal("a", Take(queue));
        Assert.Throws<WorkQueueClosedException>(() => _loop.Complete(() => queue.TakeAsync(CancellationToken.None).AsTask()));
    }

    [Fact]
    public void ShutDown_Waiters_AreReleased()
    {
        using var queue = new WorkQueue<string>(_time);
        var taking = queue.TakeAsync(CancellationToken.None).AsTask();

        queue.ShutDown();

        Assert.Throws<WorkQueueClosedException>(() => _loop.Complete(() => taking));
    }

    [Fact]
    public void ShutDownAndDrain_KeysInWork_WaitsForThem()
    {
        using var queue = new WorkQueue<string>(_time);
        queue.Add("a");
        queue.Add("b");
        Take(queue);
        queue.Add("a");

        using var patience = new CancellationTokenSource();
        var drained = _loop.Start(() => queue.ShutDownAndDrainAsync(patience.Token));
        queue.Done("a");
        Assert.False(drained.IsCompleted);
        Take(queue);
        Take(queue);
        queue.Done("a");
        Assert.False(drained.IsCompleted);
        queue.Done("b");
        _loop.Idle();

        Assert.True(drained.IsCompletedSuccessfully);
    }

    [Fact]
    public void ShutDownAndDrain_Idle_IsDoneAtOnce()
    {
        using var queue = new WorkQueue<string>(_time);

        Assert.True(queue.ShutDownAndDrainAsync(CancellationToken.None).IsCompletedSuccessfully);
    }

    [Fact]
    public void Metrics_QueueAtWork_AreReported()
    {
        using var factory = new TestMeterFactory();
        var values = new Dictionary<string, double>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (ReferenceEquals(instrument.Meter, factory.Meter)) self.EnableMeasurementEvents(instrument);
        };
        void Note(string name, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            Assert.Equal("q", tags[0].Value);
            values[name] = values.GetValueOrDefault(name) + value;
        }

        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument.Name, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument.Name, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument.Name, value, tags));
        listener.Start();
        using var queue = new WorkQueue<string>(_time, new WorkQueueOptions { Name = "q", Metrics = new WorkQueueMetrics(factory) });

        queue.Add("a");
        queue.Add("b");
        queue.Add("a");
        queue.AddRateLimited("c");
        Assert.Equal(2, values["workqueue_depth"]);
        _time.Advance(TimeSpan.FromMilliseconds(4));
        Take(queue);
        _time.Advance(TimeSpan.FromSeconds(3));
        listener.RecordObservableInstruments();
        Assert.Equal(3, values["workqueue_unfinished_work_seconds"]);
        Assert.Equal(3, values["workqueue_longest_running_processor_seconds"]);
        queue.Done("a");

        Assert.Equal(3, values["workqueue_adds_total"]);
        Assert.Equal(1, values["workqueue_retries_total"]);
        Assert.Equal(0.004, values["workqueue_queue_duration_seconds"], 6);
        Assert.Equal(3, values["workqueue_work_duration_seconds"]);
    }

    private static string Take(WorkQueue<string> queue)
    {
        Assert.True(queue.TryTake(out var key));
        return key;
    }

    private sealed class TestMeterFactory : IMeterFactory
    {
        public Meter? Meter { get; private set; }

        public Meter Create(MeterOptions options) => Meter ??= new Meter(options);

        public void Dispose() => Meter?.Dispose();
    }
}
