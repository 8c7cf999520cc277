using System.Collections.Immutable;
using System.Threading.Channels;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Cgroups;
using Kubesharp.Node.Cri;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Node.Pods;

/// <summary>Everything a pod worker works with; shared by all workers of an agent.</summary>
internal sealed record PodWorkerServices(
    NodeAgentOptions Options,
    PodRuntime Runtime,
    PodFolders Folders,
    IPodApi Api,
    IPodEvents Events,
    IPodVolumes Volumes,
    IProber Prober,
    Images.ImagePuller Images,
    CgroupManager? Cgroups,
    RestartBackoff Backoff,
    RuntimeHealth Health,
    TimeProvider Time,
    ILogger<PodWorker> Logger);

/// <summary>
/// Takes care of one pod from the moment this node has it until nothing of it is left. One task does one step after another: look at
/// what runs, decide, act, tell the API server; in between it sleeps until something happens. A worker that begins in the middle of
/// a pod's life, after a restart of the agent, goes on from what it finds.
/// </summary>
internal sealed partial class PodWorker : IAsyncDisposable
{
    /// <summary>What a process gets to notice, however urgent it is.</summary>
    public static readonly TimeSpan ShortestGrace = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan RetryAfterFailure = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstVolumeRetry = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestVolumeRetry = TimeSpan.FromSeconds(122);

    private readonly PodWorkerServices _services;
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Dictionary<string, WaitingReason> _waiting = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Pod, PodFailure?> _refuse;
    private readonly object _gate = new();
    private Pod _pod;
    private PodStatus? _lastStatus;
    private PodResize? _resize;
    private PodEnding? _ending;
    private CancellationTokenSource _interrupt = new();
    private volatile PodRuntimeStatus? _looked;
    private bool _gone;
    private bool _ended;
    private bool _released;
    private TimeSpan _volumeRetry = FirstVolumeRetry;
    private Task _task = Task.CompletedTask;

    /// <summary>Makes a worker; nothing happens before <see cref="Start"/>.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="services">What it works with.</param>
    /// <param name="refuse">Why the node has no place for a pod beside its others; null when it has.</param>
    public PodWorker(Pod pod, PodWorkerServices services, Func<Pod, PodFailure?> refuse)
    {
        _refuse = refuse;
        _pod = pod;
        _services = services;
        Uid = pod.Metadata.Uid;
    }

    public string Uid { get; }

    /// <summary>The pod as last given, with the status last computed.</summary>
    public Pod Pod
    {
        get
        {
            lock (_gate) return _lastStatus is null ? _pod : _pod with { Status = _lastStatus };
        }
    }

    /// <summary>Completes when nothing of the pod is left, or the worker was disposed.</summary>
    public Task Completion => _task;

    public void Start() => _task = Task.Run(RunAsync);

    /// <summary>Gives a newer version of the pod. The echo of this worker's own statuses, most of what comes, wakes nobody.</summary>
    public void Update(Pod pod)
    {
        bool isNews;
        lock (_gate)
        {
            isNews = PodChange.IsNews(_pod, pod);
            _pod = pod;
            if (pod.IsTerminating()) End(new PodEnding(pod.GracePeriod(), null));
        }

        if (isNews) Wake();
    }

    /// <summary>
    /// Who gave the pod has it no more: whatever is left of it goes, logs included. A pod of the API server that still runs then was
    /// deleted by force, whatever grace it had: that means now, yet a process gets a moment to notice.
    /// </summary>
    public void Remove(TimeSpan grace)
    {
        lock (_gate)
        {
            _gone = true;
            End(new PodEnding(grace, null));
        }

        Wake();
    }

    /// <summary>The node cannot bear the pod any longer.</summary>
    public void Evict(PodFailure reason, TimeSpan grace)
    {
        lock (_gate)
        {
            if (_ending is not null) return;
            End(new PodEnding(grace, reason));
        }

        _services.Events.Warning(_pod, null, reason.Reason, reason.Message);
        Wake();
    }

    /// <summary>Something happened that the worker should look at.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>The runtime was seen to have this of the pod. What the worker itself saw last is nothing to wake for.</summary>
    public void Observe(RuntimeSighting sighting)
    {
        if (_looked is not { } looked || !sighting.IsOf(looked)) Wake();
    }

    /// <summary>Stops the worker and leaves the pod as it is.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        lock (_gate) _interrupt.Cancel();
        await _task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        if (_pod.IsTerminating()) Update(_pod);
        while (!_stop.IsCancellationRequested)
        {
            TimeSpan? next;
            try
            {
                next = await StepAsync();
                if (next is null) return;
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (OperationCanceledException e)
            {
                // The pod is to be ended, or sooner than was said: look again at once.
                Log.Interrupted(_services.Logger, Uid, e);
                next = TimeSpan.Zero;
            }
            catch (Exception e)
            {
                Log.StepFailed(_services.Logger, _pod.Display(), e);
                next = RetryAfterFailure;
            }

            await SleepAsync(next.Value);
        }
    }

    private async Task SleepAsync(TimeSpan span)
    {
        if (span <= TimeSpan.Zero) return;
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        await Task.WhenAny(Task.Delay(span, _services.Time, wait.Token), _wake.Reader.ReadAsync(wait.Token).AsTask());
        await wait.CancelAsync();
    }

    private async Task<PodRuntimeStatus> LookAsync(CancellationToken cancel) => _looked = await _services.Runtime.GetStatusAsync(Uid, cancel);

    /// <returns>How long to sleep when nothing happens; null when the worker's work is done.</returns>
    private async Task<TimeSpan?> StepAsync()
    {
        Pod pod;
        PodEnding? ending;
        bool gone;
        CancellationToken interrupt;
        lock (_gate)
        {
            if (_interrupt.IsCancellationRequested) _interrupt = new CancellationTokenSource();
            pod = _lastStatus is null ? _pod : _pod with { Status = Merge(_pod.Status, _lastStatus) };
            ending = _ending;
            gone = _gone;
            interrupt = _interrupt.Token;
        }

        using var linked = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, interrupt);
        var cancel = linked.Token;
        if (ending is null && pod.IsTerminal()) ending = new PodEnding(pod.GracePeriod(), null);
        if (ending is null) return UntilDeadline(await SyncAsync(pod, cancel));
        if (!_ended) await EndAsync(pod, ending, cancel);
        return await ReleaseAsync(pod, gone, cancel);
    }

    /// <summary>One step of a pod that should run.</summary>
    private async Task<TimeSpan> SyncAsync(Pod pod, CancellationToken cancel)
    {
        var now = _services.Time.GetUtcNow();
        if (DeadlineLeft(pod, now) is { } deadline && deadline <= TimeSpan.Zero)
        {
            const string Text = "Pod was active on the node longer than the specified deadline";
            _services.Events.Normal(pod, null, "DeadlineExceeded", Text);
            lock (_gate) End(new PodEnding(pod.GracePeriod(), new PodFailure("DeadlineExceeded", Text)));
            return TimeSpan.Zero;
        }

        var status = await LookAsync(cancel);
        Publish(pod, status, ended: false);
        if (!pod.Spec.HostNetwork && _services.Health.NetworkProblem is { } problem)
        {
            _services.Events.Warning(pod, null, "NetworkNotReady", $"network is not ready: {problem}");
            return RetryAfterFailure;
        }

        EnsureCgroup(pod);
        if (await MountAsync(pod, cancel) is { } retry) return retry;
        TrackProbes(pod, status);
        var actions = PodActionPlanner.ComputePodActions(pod, status, _services.Prober.Liveness, _services.Prober.Startup);
        if (actions.IsNothing)
        {
            if (!await ResizeAsync(pod, status, cancel)) return _services.Options.SyncPeriod;
            Publish(pod, await LookAsync(cancel), ended: false);

            // The next look finds whether every container has what it was given.
            return _resize == PodResize.Started ? TimeSpan.Zero : RetryAfterFailure;
        }

        if (actions is { KillPod: true, CreateSandbox: false })
        {
            // All containers have done their work, or one has failed for good.
            lock (_gate) End(new PodEnding(pod.GracePeriod(), null));
            return TimeSpan.Zero;
        }

        var retryIn = await ActAsync(pod, status, actions, cancel);
        status = await LookAsync(cancel);
        TrackProbes(pod, status);
        await PruneAsync(pod, status, cancel);
        Publish(pod, status, ended: false);

        // What was just done may have made more possible, such as the container after an init container that was quick, or have been the
        // last restart of a resize.
        return retryIn ?? (_resize == PodResize.Started || Continue(pod, status) ? TimeSpan.Zero : _services.Options.SyncPeriod);
    }

    /// <summary>Cuts a pause short by the pod's deadline, which it has since its first status.</summary>
    private TimeSpan UntilDeadline(TimeSpan pause) => DeadlineLeft(Pod, _services.Time.GetUtcNow()) is { } left && left < pause ? left : pause;

    private bool Continue(Pod pod, PodRuntimeStatus status) =>
        !PodActionPlanner.ComputePodActions(pod, status, _services.Prober.Liveness, _services.Prober.Startup).IsNothing;

    /// <returns>When to look again because something has to wait; null when nothing has.</returns>
    private async Task<TimeSpan?> ActAsync(Pod pod, PodRuntimeStatus status, PodActions actions, CancellationToken cancel)
    {
        var sandbox = status.Sandbox;
        var addresses = _services.Runtime.AddressesOf(pod, status);
        if (actions.Reset.Length > 0)
        {
            await ResetAsync(pod, actions.Reset, addresses, cancel);
            return TimeSpan.Zero;
        }

        if (actions.KillPod && status.Sandboxes.Length > 0)
        {
            if (actions.SandboxId.Length > 0)
                _services.Events.Normal(pod, null, "SandboxChanged", "Pod sandbox changed, it will be killed and re-created.");
            foreach (var container in status.Containers) _services.Prober.Untrack(container.Id);
            await _services.Runtime.KillPodAsync(pod, status, pod.GracePeriod(), cancel);
            status = await LookAsync(cancel);
        }
        else
        {
            await Task.WhenAll(actions.Kill.Select(kill => KillAsync(pod, status, kill, addresses, cancel)));
            if (actions.Kill.Length > 0) status = await LookAsync(cancel);
        }

        if (actions.CreateSandbox)
        {
            try
            {
                sandbox = await _services.Runtime.CreateSandboxAsync(pod, actions.Attempt, cancel);
            }
            catch (GrpcException e)
            {
                Log.SandboxFailed(_services.Logger, pod.Display(), e);
                return RetryAfterFailure;
            }

            addresses = pod.Spec.HostNetwork ? addresses : new PodAddresses(sandbox.Ips, _services.Options.NodeIps);
        }

        if (sandbox is null) return RetryAfterFailure;
        TimeSpan? retry = null;
        foreach (var start in actions.Start)
        {
            var wait = await StartAsync(PodAllocation.Of(pod), status, start, sandbox, addresses, cancel);
            if (wait is { } span && (retry is null || span < retry)) retry = span;

            // Init containers come in order: behind one that has to wait there is nothing to do.
            if (wait is not null && start.Kind == ContainerKind.Init) break;
        }

        return retry;
    }

    /// <returns>How long the container has to wait; null when it was started.</returns>
    private async Task<TimeSpan?> StartAsync(
        Pod pod, PodRuntimeStatus status, ContainerStart start, RuntimeSandbox sandbox, PodAddresses addresses, CancellationToken cancel)
    {
        var container = pod.ContainerAt(start);
        var key = $"{Uid}/{container.Name}/{ContainerHash.Of(container)}";
        if (status.Find(container.Name) is { HasExited: true } ended)
        {
            var remaining = _services.Backoff.Remaining(key, ended.FinishedAt, out var whole);
            if (remaining > TimeSpan.Zero)
            {
                _services.Events.Warning(pod, container.Name, "BackOff", $"Back-off restarting failed container {container.Name} in pod {pod.Display()}");
                _waiting[container.Name] = new WaitingReason(
                    "CrashLoopBackOff", $"back-off {GoDuration.Format(whole)} restarting failed container={container.Name} pod={pod.Display()}");
                return remaining;
            }

            _services.Backoff.Next(key, ended.FinishedAt);
        }

        try
        {
            await _services.Runtime.StartContainerAsync(pod, start, sandbox, status, addresses, cancel);
            _waiting.Remove(container.Name);
            return null;
        }
        catch (ContainerStartException e)
        {
            Log.StartFailed(_services.Logger, container.Name, pod.Display(), e);
            _waiting[container.Name] = new WaitingReason(e.Reason, e.Message);
            var wait = e.RetryAt is { } at ? at - _services.Time.GetUtcNow() : RetryAfterFailure;
            return wait > TimeSpan.FromSeconds(1) ? wait : TimeSpan.FromSeconds(1);
        }
    }

    private async Task KillAsync(Pod pod, PodRuntimeStatus status, ContainerKill kill, PodAddresses addresses, CancellationToken cancel)
    {
        if (status.Containers.FirstOrDefault(container => container.Id == kill.ContainerId) is not { } container) return;
        var definition = pod.FindContainer(kill.Name)?.Container;
        var own = kill.Reason switch
        {
            KillReason.LivenessProbe => definition?.LivenessProbe?.TerminationGracePeriodSeconds,
            KillReason.StartupProbe => definition?.StartupProbe?.TerminationGracePeriodSeconds,
            _ => null,
        };
        _services.Prober.Untrack(kill.ContainerId);
        var grace = own is { } seconds ? TimeSpan.FromSeconds(seconds) : pod.GracePeriod();
        await _services.Runtime.KillContainerAsync(pod, container, kill.Message, grace, addresses, cancel);
    }

    /// <summary>Ends all containers, without hooks and grace, shows how they ended, and removes them. Their logs stay until there are newer ones.</summary>
    private async Task ResetAsync(Pod pod, ImmutableArray<RuntimeContainer> containers, PodAddresses addresses, CancellationToken cancel)
    {
        foreach (var container in containers) _services.Prober.Untrack(container.Id);
        var running = containers.Where(container => container.IsRunning);
        await Task.WhenAll(running.Select(container =>
            _services.Runtime.KillContainerAsync(pod, container, $"Stopping container {container.Name}", TimeSpan.Zero, addresses, cancel)));
        Publish(pod, await LookAsync(cancel), ended: false);
        foreach (var container in containers)
        {
            await _services.Runtime.RemoveContainerAsync(container.Id, cancel);
            ForgetLogsBefore(container);
        }

        _waiting.Clear();
    }

    /// <summary>Deletes the logs that earlier runs of a container left, but not its own: they tell what number the next run has.</summary>
    private static void ForgetLogsBefore(RuntimeContainer container)
    {
        if (Path.GetDirectoryName(container.LogPath) is not { Length: > 0 } folder || !Directory.Exists(folder)) return;
        var own = Path.GetFileName(container.LogPath);
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            if (!Path.GetFileName(file).StartsWith(own, StringComparison.Ordinal)) File.Delete(file);
        }
    }

    private void TrackProbes(Pod pod, PodRuntimeStatus status)
    {
        var addresses = _services.Runtime.AddressesOf(pod, status);
        foreach (var container in status.Containers)
        {
            if (!container.IsRunning)
            {
                _services.Prober.Untrack(container.Id);
                continue;
            }

            if (pod.FindContainer(container.Name) is not { } found) continue;
            if (found.Kind == ContainerKind.Regular || found.Container.IsRestartableInit())
                _services.Prober.Track(pod, found.Container, container.Id, addresses, container.StartedAt);
        }
    }

    /// <summary>Keeps one ended container of each name, for its last state and its log, and forgets older ones with their logs.</summary>
    private async Task PruneAsync(Pod pod, PodRuntimeStatus status, CancellationToken cancel)
    {
        var kept = new HashSet<string>(StringComparer.Ordinal);
        foreach (var container in status.Containers)
        {
            if (!container.HasExited || kept.Add(container.Name)) continue;
            await _services.Runtime.RemoveContainerAsync(container.Id, cancel);
            if (File.Exists(container.LogPath)) File.Delete(container.LogPath);
        }

        foreach (var sandbox in status.Sandboxes.Skip(1))
        {
            if (sandbox.IsReady || status.Containers.Any(container => container.SandboxId == sandbox.Id)) continue;
            await _services.Runtime.RemoveSandboxAsync(sandbox.Id, cancel);
        }
    }

    private void EnsureCgroup(Pod pod)
    {
        if (_services.Cgroups is not { } cgroups) return;
        var name = _services.Options.CgroupRoot.OfPod(PodResources.QosOf(pod), Uid);
        if (!cgroups.Exists(name)) cgroups.Ensure(name, PodResources.CgroupOf(pod));
    }

    private async Task<TimeSpan?> MountAsync(Pod pod, CancellationToken cancel)
    {
        try
        {
            await _services.Volumes.MountAsync(pod, cancel);
            _volumeRetry = FirstVolumeRetry;
            return null;
        }
        catch (PodVolumeException e)
        {
            _services.Events.Warning(pod, null, "FailedMount", e.Message);
            Log.MountFailed(_services.Logger, pod.Display(), e);
            var retry = _volumeRetry;
            _volumeRetry = TimeSpan.FromTicks(Math.Min(_volumeRetry.Ticks * 2, LongestVolumeRetry.Ticks));
            return retry;
        }
    }

    private TimeSpan? DeadlineLeft(Pod pod, DateTimeOffset now) =>
        pod.Spec.ActiveDeadlineSeconds is { } seconds && pod.Status.StartTime is { } started ? started.AddSeconds(seconds) - now : null;

    private void Publish(Pod pod, PodRuntimeStatus status, bool ended)
    {
        lock (_gate)
        {
            // Conditions of others may have come in the meantime.
            if (_lastStatus is not null) pod = _pod with { Status = Merge(_pod.Status, _lastStatus) };
            var built = PodStatusBuilder.Build(new PodStatusInput
            {
                Pod = pod,
                Runtime = status,
                Addresses = _services.Runtime.AddressesOf(pod, status),
                Now = _services.Time.GetUtcNow(),
                Waiting = _waiting,
                Resize = _resize ?? PodResize.Of(pod.Status),
                HasEnded = ended,
                Failure = _ending?.Failure,
                Readiness = _services.Prober.Readiness,
                Startup = _services.Prober.Startup,
                LastMessage = (container, exited) => TerminationMessage.Read(_services.Folders, Uid, container, exited),
                RuntimeName = _services.Health.RuntimeName,
            });
            _lastStatus = built;
            if (!_gone) _services.Api.SetStatus(_pod, built);
        }
    }

    /// <summary>The status last computed, with what others have written since.</summary>
    private static PodStatus Merge(PodStatus api, PodStatus own)
    {
        var conditions = new List<PodCondition>();
        foreach (var condition in own.Conditions)
        {
            if (PodConditions.IsOwned(condition)) conditions.Add(condition);
        }

        foreach (var condition in api.Conditions)
        {
            if (!PodConditions.IsOwned(condition)) conditions.Add(condition);
        }

        return own with
        {
            Conditions = conditions.ToValueList(),
            NominatedNodeName = api.NominatedNodeName,
            ResourceClaimStatuses = api.ResourceClaimStatuses,
            ExtendedResourceClaimStatus = api.ExtendedResourceClaimStatus,
        };
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Step of pod {pod} failed", EventName = "StepFailed")]
        public static partial void StepFailed(ILogger logger, string pod, Exception e);

        [LoggerMessage(2, LogLevel.Warning, "Sandbox of pod {pod} could not be made", EventName = "SandboxFailed")]
        public static partial void SandboxFailed(ILogger logger, string pod, Exception e);

        [LoggerMessage(3, LogLevel.Information, "Container {container} of pod {pod} was not started", EventName = "StartFailed")]
        public static partial void StartFailed(ILogger logger, string container, string pod, Exception e);

        [LoggerMessage(4, LogLevel.Information, "Volumes of pod {pod} are not there", EventName = "MountFailed")]
        public static partial void MountFailed(ILogger logger, string pod, Exception e);

        [LoggerMessage(5, LogLevel.Debug, "Step of pod {pod} was interrupted", EventName = "Interrupted")]
        public static partial void Interrupted(ILogger logger, string pod, Exception e);

        [LoggerMessage(6, LogLevel.Information, "Pod {pod} was deleted", EventName = "PodDeleted")]
        public static partial void PodDeleted(ILogger logger, string pod);
    }
}
