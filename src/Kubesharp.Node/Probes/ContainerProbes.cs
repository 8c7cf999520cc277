using System.Collections.Concurrent;
using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Pods;

namespace Kubesharp.Node.Probes;

/// <summary>The probes of one container: startup first and alone, the others after it has succeeded.</summary>
internal sealed class ContainerProbes(
    Pod pod,
    Container container,
    string containerId,
    PodAddresses addresses,
    DateTimeOffset startedAt,
    IProbeRunner runner,
    IPodEvents events,
    TimeProvider time,
    Action<string> changed)
{
    /// <summary>A probe that cannot be run is tried this often before its turn is given up.</summary>
    private const int Attempts = 3;

    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _stopLiveness = new();
    private volatile ProbeResult _liveness = container.LivenessProbe is null ? ProbeResult.Unknown : ProbeResult.Success;
    private volatile ProbeResult _readiness = ProbeResult.Unknown;
    private volatile ProbeResult _startup = ProbeResult.Unknown;

    private readonly ConcurrentDictionary<(string Kind, ProbeResult Result), long> _counts = [];

    public string PodUid => pod.Metadata.Uid;

    /// <summary>How often each probe had each result.</summary>
    public IEnumerable<ProbeCount> Counts => _counts.Select(count => new ProbeCount(pod, container.Name, count.Key.Kind, count.Key.Result, count.Value));

    public ProbeResult Liveness => _liveness;

    public ProbeResult Readiness => _readiness;

    public ProbeResult Startup => _startup;

    /// <summary>Completes when no probe runs any more.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    public void Start() => Completion = RunAsync();

    public void Stop() => _stop.Cancel();

    public void StopLivenessAndStartup() => _stopLiveness.Cancel();

    private async Task RunAsync()
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, _stopLiveness.Token);
        if (container.StartupProbe is { } startup)
        {
            await LoopAsync("Startup", startup, result => _startup = result, result => result != ProbeResult.Unknown, both.Token);
            if (_startup != ProbeResult.Success) return;
        }

        var liveness = container.LivenessProbe is { } live
            ? LoopAsync("Liveness", live, result => _liveness = result, result => result == ProbeResult.Failure, both.Token)
            : Task.CompletedTask;
        var readiness = container.ReadinessProbe is { } ready
            ? LoopAsync("Readiness", ready, result => _readiness = result, _ => false, _stop.Token)
            : Task.CompletedTask;
        await Task.WhenAll(liveness, readiness);
    }

    /// <summary>Runs one probe again and again; ends when it is cancelled or a result is final.</summary>
    private async Task LoopAsync(string kind, Probe probe, Action<ProbeResult> set, Func<ProbeResult, bool> isFinal, CancellationToken cancel)
    {
        var state = new ProbeState(probe);
        var period = TimeSpan.FromSeconds(Math.Max(1, probe.PeriodSeconds));
        try
        {
            var first = startedAt.AddSeconds(probe.InitialDelaySeconds) - time.GetUtcNow();
            if (first > TimeSpan.Zero) await Task.Delay(first, time, cancel);
            using var timer = new PeriodicTimer(period, time);
            do
            {
                var outcome = await RunOnceAsync(kind, probe, cancel);
                if (!state.Add(outcome.Result)) continue;
                set(state.Result);
                changed(PodUid);
                if (isFinal(state.Result)) return;
            }
            while (await timer.WaitForNextTickAsync(cancel));
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task<ProbeOutcome> RunOnceAsync(string kind, Probe probe, CancellationToken cancel)
    {
        var outcome = ProbeOutcome.Unknown("");
        for (var attempt = 0; attempt < Attempts && outcome.Result == ProbeResult.Unknown; attempt++)
        {
            outcome = await runner.RunAsync(probe, container, containerId, addresses, cancel);
        }

        _counts.AddOrUpdate((kind, outcome.Result), 1, static (_, count) => count + 1);
        switch (outcome.Result)
        {
            case ProbeResult.Failure:
                events.Warning(pod, container.Name, "Unhealthy", $"{kind} probe failed: {outcome.Output}");
                break;
            case ProbeResult.Unknown:
                events.Warning(pod, container.Name, "Unhealthy", $"{kind} probe errored and resulted in unknown state: {outcome.Output}");
                break;
        }

        return outcome;
    }
}
