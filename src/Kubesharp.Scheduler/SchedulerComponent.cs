using System.Threading.Channels;
using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Policy.V1;
using Kubesharp.Api.Resource.V1;
using Kubesharp.Api.Scheduling.V1Alpha2;
using Kubesharp.Api.Storage.V1;
using Kubesharp.Client;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Configuration;
using Kubesharp.Scheduler.Effects;
using Kubesharp.Scheduler.Explain;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Queue;
using Kubesharp.Scheduler.Snapshots;
using Microsoft.Extensions.Logging;
using ResourceClaim = Kubesharp.Api.Resource.V1.ResourceClaim;

namespace Kubesharp.Scheduler;

/// <summary>
/// The scheduler as a part of a cluster. Informers post what changed into an inbox; one loop takes it in, tries pods, and leaves bindings
/// and status updates to <see cref="ApiEffects"/>, so nothing in the loop ever waits for the API.
/// </summary>
public sealed partial class SchedulerComponent : IComponent, IAsyncDisposable
{
    private const int PodsPerTurn = 64;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly KubernetesClient _client;
    private readonly InformerFactory _informers;
    private readonly TimeProvider _time;
    private readonly SchedulerOptions _options;
    private readonly ILogger _logger;
    private readonly Dictionary<string, EventRecorder> _events = new(StringComparer.Ordinal);
    private readonly ApiEffects _effects;
    private readonly SchedulerCore _core;
    private bool _isActive = true;
    private IReadOnlySet<Type> _leftOut = new HashSet<Type>();

    // Grows with what happens in the cluster during one try, which takes less than a millisecond.
    private readonly Channel<Action<SchedulerCore>> _inbox = Channel.CreateUnbounded<Action<SchedulerCore>>(new UnboundedChannelOptions { SingleReader = true });

    public SchedulerComponent(
        KubernetesClient client, InformerFactory informers, TimeProvider time, ILoggerFactory logs, Random random, SchedulerOptions? options = null)
    {
        _client = client;
        _informers = informers;
        _time = time;
        _options = options ?? new SchedulerOptions();
        _logger = logs.CreateLogger("Kubesharp.Scheduler");
        _effects = new ApiEffects(client, time, name => _events[name], Post, _options.Metrics, _logger);
        _core = new SchedulerCore(time, _options, _effects, CreateProfiles);
        foreach (var name in _core.ProfileNames) _events.Add(name, new EventRecorder(client, time, name, logger: _logger));

        IReadOnlyList<SchedulingFramework> CreateProfiles(ClusterState cluster) =>
            ProfileFactory.Create(new PluginContext { Cluster = cluster, Options = _options, Client = client, Time = time, Random = random, Logs = logs });
    }

    public string Name => "scheduler";

    /// <summary>Whether the scheduler only keeps itself informed until <see cref="Activate"/> is called, so that it can take over at once.</summary>
    public bool StartsPassive
    {
        get => !_isActive;
        init => _isActive = !value;
    }

    /// <summary>Begins to schedule.</summary>
    public void Activate() => Post(_ => _isActive = true);

    public async Task RunAsync(Action ready, CancellationToken cancellationToken)
    {
        var handlers = new List<IDisposable>();
        var synced = new List<Task>();
        try
        {
            _leftOut = await FindLeftOutAsync(cancellationToken);
            Subscribe(handlers, synced, cancellationToken);
            await Task.WhenAll(synced);
            ready();
            await LoopAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Log.Stopped(_logger, string.Join(", ", _core.ProfileNames));
        }
        finally
        {
            foreach (var handler in handlers) handler.Dispose();
        }
    }

    /// <summary>Explains where a pod is or why it waits, from what the informers hold. Takes nothing from the scheduling loop.</summary>
    public PodExplanation Explain(Pod pod, CancellationToken cancellationToken) =>
        new PodExplainer(_options).Explain(ClusterSnapshot.From(_informers, _leftOut), pod, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (var recorder in _events.Values) await recorder.DisposeAsync();
        foreach (var extender in _options.Extenders.OfType<IDisposable>()) extender.Dispose();
    }

    private async Task LoopAsync(CancellationToken cancellationToken)
    {
        using var timer = _time.CreateTimer(_ => Post(static _ => { }), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var turn = 0;
        Task? effects = null;
        while (true)
        {
            while (_inbox.Reader.TryRead(out var change)) change(_core);
            if (_isActive && effects is null)
            {
                effects = _effects.RunAsync(cancellationToken);
                Log.Started(_logger, string.Join(", ", _core.ProfileNames));
            }

            if (_isActive && _effects.Bindings < _options.MaxConcurrentBindings && _core.ScheduleOne())
            {
                if (++turn % PodsPerTurn == 0) await Task.Yield();
                cancellationToken.ThrowIfCancellationRequested();
                continue;
            }

            if (_core.Queue.TimeToNext() is { } wait) timer.Change(wait < LongestWait ? wait : LongestWait, Timeout.InfiniteTimeSpan);
            await _inbox.Reader.WaitToReadAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Kinds that the server does not have or does not show. Servers of older versions have no claims for devices, or let no scheduler see
    /// attachments; to wait for the first list of them would be to wait for ever. Without nodes and pods there is nothing to do but to wait.
    /// </summary>
    private async Task<IReadOnlySet<Type>> FindLeftOutAsync(CancellationToken cancellationToken)
    {
        var asked = await Task.WhenAll(
            Ask<Namespace>(),
            Ask<Service>(),
            Ask<ReplicationController>(),
            Ask<ReplicaSet>(),
            Ask<StatefulSet>(),
            Ask<PodDisruptionBudget>(),
            Ask<PersistentVolume>(),
            Ask<PersistentVolumeClaim>(),
            Ask<StorageClass>(),
            Ask<CSINode>(),
            Ask<CSIDriver>(),
            Ask<CSIStorageCapacity>(),
            Ask<VolumeAttachment>(),
            Ask<ResourceClaim>(),
            Ask<ResourceSlice>(),
            Ask<DeviceClass>(),
            _options.Gangs ? Ask<PodGroup>() : Task.FromResult((Kind: typeof(PodGroup), IsServed: false)));
        return asked.Where(kind => !kind.IsServed).Select(kind => kind.Kind).ToHashSet();

        async Task<(Type Kind, bool IsServed)> Ask<T>()
            where T : class, IResource<T> => (typeof(T), await ServesAsync<T>(cancellationToken));
    }

    private async Task<bool> ServesAsync<T>(CancellationToken cancellationToken)
        where T : class, IResource<T>
    {
        try
        {
            await _client.For<T>().ListAsync("", new ListQuery { Limit = 1 }, cancellationToken);
        }
        catch (StatusException e) when (e.IsNotFound || e.IsForbidden)
        {
            Log.LeftOut(_logger, typeof(T).Name, e.Message);
            return false;
        }
        catch (Exception e) when (e is StatusException or HttpRequestException or IOException)
        {
            // The server may not be up yet; the informers keep trying.
            Log.NotThereYet(_logger, e.Message);
        }

        return true;
    }

    private void Post(Action<SchedulerCore> action) => _inbox.Writer.TryWrite(action);

    private void Subscribe(List<IDisposable> handlers, List<Task> synced, CancellationToken cancellationToken)
    {
        // Nodes and what plugins look up come first, so that the first pods see all of them.
        Watch<Node>(static (core, before, after) => core.NodeChanged(before, after));
        Watch<Namespace>(static (core, before, after) =>
        {
            if (after is not null) core.Cluster.SetNamespace(after.Metadata.Name, after.Metadata.Labels);
            else core.Cluster.RemoveNamespace(before!.Metadata.Name);
            core.ObjectChanged(Change(ChangeTarget.Namespace, before, after));
        });
        WatchTable(static cluster => cluster.Services, ChangeTarget.Other);
        WatchTable(static cluster => cluster.ReplicationControllers, ChangeTarget.Other);
        WatchTable(static cluster => cluster.ReplicaSets, ChangeTarget.Other);
        WatchTable(static cluster => cluster.StatefulSets, ChangeTarget.Other);
        WatchTable(static cluster => cluster.DisruptionBudgets, ChangeTarget.Other);
        WatchTable(static cluster => cluster.Volumes, ChangeTarget.PersistentVolume);
        WatchTable(static cluster => cluster.Claims, ChangeTarget.PersistentVolumeClaim);
        WatchTable(static cluster => cluster.StorageClasses, ChangeTarget.StorageClass);
        WatchTable(static cluster => cluster.CsiNodes, ChangeTarget.CsiNode);
        WatchTable(static cluster => cluster.CsiDrivers, ChangeTarget.CsiDriver);
        WatchTable(static cluster => cluster.StorageCapacities, ChangeTarget.CsiStorageCapacity);
        WatchAttachments();
        WatchDevices();
        Watch<PodGroup>(static (core, before, after) => core.GroupChanged(before, after));
        Watch<Pod>(static (core, before, after) => core.PodChanged(before, after));

        void WatchAttachments() => Watch<VolumeAttachment>(static (core, before, after) =>
        {
            if (after is not null) core.Cluster.Attachments.Set(after);
            else core.Cluster.Attachments.Remove(before!.Metadata.Name);
            core.ObjectChanged(Change(ChangeTarget.VolumeAttachment, before, after));
        });

        void WatchDevices()
        {
            Watch<ResourceClaim>(static (core, before, after) =>
            {
                if (after is not null) core.Cluster.Devices.SetClaim(after);
                else core.Cluster.Devices.RemoveClaim(before!.Metadata.Namespace, before.Metadata.Name);
                core.ObjectChanged(Change(ChangeTarget.ResourceClaim, before, after));
            });
            Watch<ResourceSlice>(static (core, before, after) =>
            {
                if (after is not null) core.Cluster.Devices.SetSlice(after);
                else core.Cluster.Devices.RemoveSlice(before!.Metadata.Name);
                core.ObjectChanged(Change(ChangeTarget.ResourceSlice, before, after));
            });
            WatchTable(static cluster => cluster.Devices.Classes, ChangeTarget.DeviceClass);
        }

        void WatchTable<T>(Func<ClusterState, ObjectTable<T>> tableOf, ChangeTarget target)
            where T : class, IResource<T> =>
            Watch<T>((core, before, after) =>
            {
                var table = tableOf(core.Cluster);
                if (after is not null) table.Set(after);
                else table.Remove(before!.Metadata.Namespace, before.Metadata.Name);
                if (target != ChangeTarget.Other) core.ObjectChanged(Change(target, before, after));
            });

        void Watch<T>(Action<SchedulerCore, T?, T?> changed)
            where T : class, IResource<T>
        {
            if (_leftOut.Contains(typeof(T))) return;
            var informer = _informers.For<T>();
            handlers.Add(informer.AddHandler(new InformerHandler<T>
            {
                Added = (value, _) => Post(core => changed(core, null, value)),
                Updated = (before, after) => Post(core => changed(core, before, after)),
                Deleted = (last, _) => Post(core => changed(core, last, null)),
            }));
            synced.Add(informer.WaitForSyncAsync(cancellationToken));
        }
    }

    private static ClusterChange Change(ChangeTarget target, IKubernetesObject? before, IKubernetesObject? after) =>
        new(target, before is null ? ChangeAction.Added : after is null ? ChangeAction.Deleted : ChangeAction.Updated, before, after);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Scheduler {Scheduler} started", EventName = "Started")]
        public static partial void Started(ILogger logger, string scheduler);

        [LoggerMessage(3, LogLevel.Information, "Objects of kind {Kind} are left out of account: {Reason}", EventName = "LeftOut")]
        public static partial void LeftOut(ILogger logger, string kind, string reason);

        [LoggerMessage(4, LogLevel.Debug, "Did not learn which kinds the server has: {Reason}", EventName = "NotThereYet")]
        public static partial void NotThereYet(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Information, "Scheduler {Scheduler} stopped", EventName = "Stopped")]
        public static partial void Stopped(ILogger logger, string scheduler);
    }
}
