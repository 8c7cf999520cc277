using System.Collections.Immutable;
using System.Threading.Channels;
using Kubesharp.Node.Cri;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Node.Pods;

/// <summary>
/// Notices what happens in the runtime without the agent's doing and names the pods it happens to. It listens where the runtime has
/// events, and compares lists where it has none; a list from time to time also covers what a broken stream missed.
/// </summary>
internal sealed partial class RuntimeEvents(
    ICriRuntime runtime, ContainerdEvents? containerd, NodeAgentOptions options, TimeProvider time, ILogger<RuntimeEvents> logger)
{
    /// <summary>How often the lists are compared although a stream of events is open.</summary>
    private static readonly TimeSpan SafetyPeriod = TimeSpan.FromSeconds(30);

    /// <summary>containerd reports an exit to everyone at once, so that CRI may not have written it down when we look.</summary>
    private static readonly TimeSpan[] LooksAfterExit =
        [TimeSpan.Zero, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(500)];

    private readonly Channel<bool> _look = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private Dictionary<string, Seen> _seen = new(StringComparer.Ordinal);
    private volatile bool _listening;
    private long _lastLook;

    /// <summary>Called for a pod in which something changed.</summary>
    public event Action<RuntimeSighting>? PodChanged;

    /// <summary>When the runtime last answered; the node is not healthy when that is long ago.</summary>
    public DateTimeOffset LastRelist => new(Interlocked.Read(ref _lastLook), TimeSpan.Zero);

    /// <summary>Runs until cancelled.</summary>
    public Task RunAsync(CancellationToken cancel)
    {
        Interlocked.Exchange(ref _lastLook, time.GetUtcNow().UtcTicks);
        return Task.WhenAll(RelistLoopAsync(cancel), ListenLoopAsync(cancel));
    }

    private async Task RelistLoopAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                await RelistAsync(cancel);
            }
            catch (GrpcException e)
            {
                Log.RelistFailed(logger, e);
            }

            using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            var period = Task.Delay(_listening ? SafetyPeriod : options.RelistPeriod, time, wait.Token);
            await Task.WhenAny(period, _look.Reader.ReadAsync(wait.Token).AsTask());
            await wait.CancelAsync();
            cancel.ThrowIfCancellationRequested();
        }
    }

    private async Task RelistAsync(CancellationToken cancel)
    {
        var now = new Dictionary<string, Seen>(_seen.Count, StringComparer.Ordinal);
        foreach (var sandbox in await runtime.ListPodSandboxAsync(null, cancel))
        {
            if (RuntimeLabels.PodUidOf(sandbox.Labels) is { } uid) now[sandbox.Id] = new Seen(uid, (int)sandbox.State);
        }

        foreach (var container in await runtime.ListContainersAsync(null, cancel))
        {
            if (RuntimeLabels.PodUidOf(container.Labels) is { } uid) now[container.Id] = new Seen(uid, (int)container.State);
        }

        Interlocked.Exchange(ref _lastLook, time.GetUtcNow().UtcTicks);
        var before = _seen;
        _seen = now;
        var changed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (id, seen) in now)
        {
            if (!before.TryGetValue(id, out var old) || old != seen) changed.Add(seen.PodUid);
        }

        foreach (var (id, seen) in before)
        {
            if (!now.ContainsKey(id)) changed.Add(seen.PodUid);
        }

        if (changed.Count == 0) return;
        var states = now.ToLookup(entry => entry.Value.PodUid, entry => KeyValuePair.Create(entry.Key, entry.Value.State), StringComparer.Ordinal);
        foreach (var uid in changed) PodChanged?.Invoke(new RuntimeSighting(uid, states[uid].ToImmutableDictionary(StringComparer.Ordinal)));
    }

    private async Task ListenLoopAsync(CancellationToken cancel)
    {
        var criHasEvents = true;
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                if (criHasEvents) await ListenToCriAsync(cancel);
                else await ListenToContainerdAsync(cancel);
            }
            catch (GrpcException e) when (e.IsUnimplemented)
            {
                _listening = false;
                Log.NoEvents(logger, criHasEvents ? "CRI" : "containerd", e);
                if (!criHasEvents || containerd is null) return;
                criHasEvents = false;
                continue;
            }
            catch (GrpcException e)
            {
                Log.StreamBroke(logger, e);
            }

            _listening = false;
            await Task.Delay(options.RelistPeriod, time, cancel);
        }
    }

    private async Task ListenToCriAsync(CancellationToken cancel)
    {
        await foreach (var change in runtime.GetContainerEventsAsync(cancel))
        {
            _listening = true;
            if (change.PodSandboxStatus is { } sandbox && RuntimeLabels.PodUidOf(sandbox.Labels) is { } uid) PodChanged?.Invoke(new RuntimeSighting(uid, null));
            else _look.Writer.TryWrite(true);
        }
    }

    private async Task ListenToContainerdAsync(CancellationToken cancel)
    {
        _listening = true;
        await foreach (var id in containerd!.ExitsAsync(cancel))
        {
            Log.Exited(logger, id);
            _ = LookSoonAsync(cancel);
        }
    }

    private async Task LookSoonAsync(CancellationToken cancel)
    {
        foreach (var wait in LooksAfterExit)
        {
            if (wait > TimeSpan.Zero) await Task.Delay(wait, time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _look.Writer.TryWrite(true);
        }
    }

    private readonly record struct Seen(string PodUid, int State);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Runtime did not say what runs", EventName = "RelistFailed")]
        public static partial void RelistFailed(ILogger logger, Exception e);

        [LoggerMessage(2, LogLevel.Information, "{source} has no stream of events", EventName = "NoEvents")]
        public static partial void NoEvents(ILogger logger, string source, Exception e);

        [LoggerMessage(3, LogLevel.Warning, "Stream of runtime events ended", EventName = "StreamBroke")]
        public static partial void StreamBroke(ILogger logger, Exception e);

        [LoggerMessage(4, LogLevel.Debug, "Container {container} ended", EventName = "Exited")]
        public static partial void Exited(ILogger logger, string container);
    }
}
