using System.Threading.Channels;
using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Pods;
using Kubesharp.Node.Probes;
using Kubesharp.Node.Tests.Pods;

namespace Kubesharp.Node.Tests.Probes;

public sealed class ProberTests : IAsyncDisposable
{
    private static readonly PodAddresses Addresses = new(["10.0.0.5"], []);
    private readonly ManualTimeProvider _time = new();
    private readonly FakeParts _events = new();
    private readonly ScriptedRunner _runner = new();
    private readonly Prober _prober;
    private readonly Channel<string> _changes = Channel.CreateUnbounded<string>();

    public ProberTests()
    {
        _prober = new Prober(_runner, _events, _time);
        _prober.ResultChanged += uid => _changes.Writer.TryWrite(uid);
    }

    public ValueTask DisposeAsync() => _prober.DisposeAsync();

    [Fact]
    public async Task Liveness_FailsAsOftenAsTheThreshold_IsFailureAndProbesEnd()
    {
        Track(new Container { Name = "main", LivenessProbe = Probe(failures: 2, delay: 5) });
        Assert.Equal((ProbeResult.Success, 0), (_prober.Liveness("c1"), _runner.Runs));

        _time.Advance(TimeSpan.FromSeconds(5));
        await _runner.AnswerAsync(ProbeOutcome.Failure("no"));
        Assert.Equal(ProbeResult.Success, _prober.Liveness("c1"));
        _time.Advance(TimeSpan.FromSeconds(10));
        await _runner.AnswerAsync(ProbeOutcome.Failure("no"));
        await ChangedAsync();

        Assert.Equal(ProbeResult.Failure, _prober.Liveness("c1"));
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(2, _runner.Runs);
        Assert.Equal(["Warning Unhealthy main: Liveness probe failed: no", "Warning Unhealthy main: Liveness probe failed: no"], _events.Events);
    }

    [Fact]
    public async Task Readiness_GoesUpAndDown_ResultFollows()
    {
        Track(new Container { Name = "main", ReadinessProbe = Probe(successes: 2) });

        await _runner.AnswerAsync(ProbeOutcome.Success);
        Assert.Equal(ProbeResult.Unknown, _prober.Readiness("c1"));
        _time.Advance(TimeSpan.FromSeconds(10));
        await _runner.AnswerAsync(ProbeOutcome.Success);
        await ChangedAsync();
        Assert.Equal(ProbeResult.Success, _prober.Readiness("c1"));
        _time.Advance(TimeSpan.FromSeconds(10));
        await _runner.AnswerAsync(ProbeOutcome.Failure("away"));
        await ChangedAsync();
        Assert.Equal(ProbeResult.Failure, _prober.Readiness("c1"));
    }

    [Fact]
    public async Task Startup_NotYetSucceeded_HoldsTheOthersBack()
    {
        Track(new Container { Name = "main", StartupProbe = Probe(failures: 3), LivenessProbe = Probe() });

        await _runner.AnswerAsync(ProbeOutcome.Failure("starting"));
        Assert.Equal((ProbeResult.Unknown, 1), (_prober.Startup("c1"), _runner.Runs));
        _time.Advance(TimeSpan.FromSeconds(10));
        await _runner.AnswerAsync(ProbeOutcome.Success);
        await ChangedAsync();
        await _runner.AnswerAsync(ProbeOutcome.Success);

        Assert.Equal((ProbeResult.Success, 3), (_prober.Startup("c1"), _runner.Runs));
    }

    [Fact]
    public void Untrack_RunningProbe_IsForgotten()
    {
        Track(new Container { Name = "main", LivenessProbe = Probe() });

        _prober.Untrack("c1");
        _time.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal((ProbeResult.Unknown, 1), (_prober.Liveness("c1"), _runner.Runs));
    }

    [Fact]
    public async Task Probe_CannotBeRun_IsTriedAgainAndChangesNothing()
    {
        Track(new Container { Name = "main", ReadinessProbe = Probe() });
        for (var i = 0; i < 3; i++) await _runner.AnswerAsync(ProbeOutcome.Unknown("runtime away"));
        _time.Advance(TimeSpan.FromSeconds(10));
        await _runner.AnswerAsync(ProbeOutcome.Success);
        await ChangedAsync();
        Assert.Equal((ProbeResult.Success, 4), (_prober.Readiness("c1"), _runner.Runs));
        Assert.Equal(["Warning Unhealthy main: Readiness probe errored and resulted in unknown state: runtime away"], _events.Events);
    }

    [Fact]
    public async Task StopLivenessAndStartup_PodEnds_ReadinessGoesOn()
    {
        Track(new Container { Name = "main", LivenessProbe = Probe(), ReadinessProbe = Probe() });
        await _runner.AnswerAsync(ProbeOutcome.Success);
        await _runner.AnswerAsync(ProbeOutcome.Success);

        _prober.StopLivenessAndStartup("uid-1");
        _time.Advance(TimeSpan.FromSeconds(10));
        await _runner.AnswerAsync(ProbeOutcome.Success);

        Assert.Equal(3, _runner.Runs);
    }

    private static Probe Probe(int failures = 1, int successes = 1, int delay = 0) => new()
    {
        InitialDelaySeconds = delay,
        PeriodSeconds = 10,
        FailureThreshold = failures,
        SuccessThreshold = successes,
        TimeoutSeconds = 1,
    };

    private void Track(Container container) => _prober.Track(PodSamples.Pod(), container, "c1", Addresses, _time.GetUtcNow());

    private async Task ChangedAsync() =>
        Assert.Equal("uid-1", await _changes.Reader.ReadAsync().AsTask().WaitAsync(ContainerRuntimeFixture.Patience));

    /// <summary>Probes that wait for the test's answer, first come first served.</summary>
    private sealed class ScriptedRunner : IProbeRunner
    {
        private readonly Channel<TaskCompletionSource<ProbeOutcome>> _waiting = Channel.CreateUnbounded<TaskCompletionSource<ProbeOutcome>>();
        private int _runs;

        public int Runs => Volatile.Read(ref _runs);

        public Task<ProbeOutcome> RunAsync(Probe probe, Container container, string containerId, PodAddresses addresses, CancellationToken cancel)
        {
            Interlocked.Increment(ref _runs);
            var source = new TaskCompletionSource<ProbeOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Writer.TryWrite(source);
            return source.Task.WaitAsync(cancel);
        }

        public async Task AnswerAsync(ProbeOutcome outcome)
        {
            var source = await _waiting.Reader.ReadAsync().AsTask().WaitAsync(ContainerRuntimeFixture.Patience);
            source.SetResult(outcome);
        }
    }
}
