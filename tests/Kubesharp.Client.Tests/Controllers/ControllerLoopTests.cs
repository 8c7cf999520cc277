using Kubesharp.Api;
using Kubesharp.Tests;

namespace Kubesharp.Client.Tests.Controllers;

public class ControllerLoopTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly DeterministicLoop _loop = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<string> _seen = [];
    private readonly WorkQueue<string> _queue;

    public ControllerLoopTests() => _queue = new WorkQueue<string>(_time);

    [Fact]
    public void Reconcile_Succeeds_ForgetsFailures()
    {
        var fail = true;
        Start(1, key => fail ? throw new InvalidOperationException("first") : Task.FromResult(ReconcileResult.Done));
        Add("a");
        Assert.Equal(1, _queue.Failures("a"));

        fail = false;
        _loop.Advance(_time, TimeSpan.FromMilliseconds(5));

        Assert.Equal(["a", "a"], _seen);
        Assert.Equal(0, _queue.Failures("a"));
        Assert.Equal(0, _queue.DelayedCount);
        Assert.Equal(0, _queue.ProcessingCount);
    }

    [Fact]
    public void Reconcile_KeepsFailing_WaitsTwiceAsLongEachTime()
    {
        Start(1, key => throw new IOException("down"));
        Add("a");

        _loop.Advance(_time, TimeSpan.FromMilliseconds(5));
        _loop.Advance(_time, TimeSpan.FromMilliseconds(9));
        Assert.Equal(2, _seen.Count);
        _loop.Advance(_time, TimeSpan.FromMilliseconds(1));
        Assert.Equal(3, _seen.Count);
    }

    [Fact]
    public void Reconcile_Conflict_ComesAgain()
    {
        var conflicts = 1;
        Start(1, key => conflicts-- > 0
            ? throw StatusErrors.Conflict(new("", "v1", "pods"), "a")
            : Task.FromResult(ReconcileResult.Done));
        Add("a");

        _loop.Advance(_time, TimeSpan.FromMilliseconds(5));

        Assert.Equal(2, _seen.Count);
    }

    [Fact]
    public void Reconcile_TerminalFailure_DoesNotComeAgain()
    {
        Start(1, key => throw new TerminalReconcileException("never will"));
        Add("a");

        _loop.Advance(_time, TimeSpan.FromHours(1));

        Assert.Single(_seen);
    }

    [Fact]
    public void Reconcile_RequeueAfter_ComesAgainThen()
    {
        var times = 1;
        Start(1, key => Task.FromResult(times-- > 0 ? ReconcileResult.RequeueAfter(TimeSpan.FromMinutes(1)) : ReconcileResult.Done));
        Add("a");

        _loop.Advance(_time, TimeSpan.FromSeconds(59));
        Assert.Single(_seen);
        _loop.Advance(_time, TimeSpan.FromSeconds(1));
        Assert.Equal(2, _seen.Count);
    }

    [Fact]
    public void Workers_Several_WorkOnDifferentKeysAtOnce()
    {
        var gate = new TaskCompletionSource<ReconcileResult>();
        Start(2, key => gate.Task);
        Add("a");
        Add("b");
        Add("c");
        Add("a");
        Assert.Equal(["a", "b"], _seen);

        _loop.Start(() => gate.TrySetResult(ReconcileResult.Done));

        Assert.Equal(["a", "b", "c", "a"], _seen);
    }

    [Fact]
    public void Run_Cancelled_EndsAfterTheKeyInHand()
    {
        var gate = new TaskCompletionSource<ReconcileResult>();
        var running = Start(1, key => gate.Task);
        Add("a");
        Add("b");

        _loop.Start(() =>
        {
            _stop.Cancel();
            return 0;
        });
        Assert.False(running.IsCompleted);
        _loop.Start(() => gate.TrySetResult(ReconcileResult.Done));

        Assert.True(running.IsCompletedSuccessfully);
        Assert.True(_queue.IsShutDown);
    }

    [Fact]
    public void Run_QueueShutDown_WorksOffTheRest()
    {
        var running = Start(1, key => Task.FromResult(ReconcileResult.Done));
        _queue.Add("a");
        _queue.Add("b");

        _loop.Start(() =>
        {
            _queue.ShutDown();
            return 0;
        });

        Assert.Equal(["a", "b"], _seen);
        Assert.True(running.IsCompletedSuccessfully);
    }

    [Fact]
    public void RunOnce_NoKey_DoesNothing()
    {
        var loop = new ControllerLoop<string>("test", _queue, 1, (key, _) => Task.FromResult(ReconcileResult.Done));

        Assert.False(_loop.Complete(() => loop.RunOnceAsync(CancellationToken.None)));
        _queue.Add("a");
        Assert.True(_loop.Complete(() => loop.RunOnceAsync(CancellationToken.None)));
        Assert.Equal(0, _queue.ProcessingCount);
    }

    [Fact]
    public void RequeueAfter_NotPositive_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ReconcileResult.RequeueAfter(TimeSpan.Zero));

    private Task Start(int workers, Func<string, Task<ReconcileResult>> reconcile)
    {
        var loop = new ControllerLoop<string>("test", _queue, workers, (key, _) =>
        {
            _seen.Add(key);
            return reconcile(key);
        });
        return _loop.Start(() => loop.RunAsync(_stop.Token));
    }

    private void Add(string key) => _loop.Start(() =>
    {
        _queue.Add(key);
        return 0;
    });
}
