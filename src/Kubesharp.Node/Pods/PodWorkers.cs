using System.Collections.Concurrent;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Serialization;
using Kubesharp.Node.Cgroups;
using Kubesharp.Node.Cri;
using Kubesharp.Node.Cri.V1;
using Kubesharp.Node.StaticPods;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Node.Pods;

/// <summary>
/// Has one worker for each pod of the node, keyed by UID, so that a new pod with the name of an old one does not mix with it. Pods come
/// from the API server; what only the runtime knows is adopted in order to be ended.
/// </summary>
internal sealed partial class PodWorkers(
    PodWorkerServices services, ICriRuntime runtime, Func<Api.Core.V1.Node?> node, ILogger<PodWorkers> logger) : IPodLookup, IPodRunner, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, PodWorker> _workers = new(StringComparer.Ordinal);
    private readonly object _admission = new();
    private readonly object _sharing = new();
    private long _burstableShares;
    private volatile bool _hasListed;

    public IReadOnlyCollection<Pod> Pods => [.. _workers.Values.Select(worker => worker.Pod)];

    public bool HasListed => _hasListed;

    public Pod? Find(string ns, string name)
    {
        Pod? found = null;
        foreach (var worker in _workers.Values)
        {
            var pod = worker.Pod;
            if (pod.Metadata.Name != name || pod.Metadata.Namespace != ns) continue;

            // The successor of a pod that is still being ended is the one that is meant.
            if (found is null || found.IsTerminating()) found = pod;
        }

        return found;
    }

    public async Task<string?> FindSandboxAsync(string podUid, CancellationToken cancel) =>
        await services.Runtime.GetStatusAsync(podUid, cancel) is { Sandbox: { IsReady: true } sandbox } ? sandbox.Id : null;

    public async Task<RuntimeContainer?> FindContainerAsync(string podUid, string container, bool previous, CancellationToken cancel)
    {
        var status = await services.Runtime.GetStatusAsync(podUid, cancel);
        var newest = status.Find(container);
        return previous ? status.FindEnded(container, newest) : newest;
    }

    /// <summary>The API server has a pod for this node, new or changed.</summary>
    public void Set(Pod pod)
    {
        if (_workers.TryGetValue(pod.Metadata.Uid, out var known))
        {
            known.Update(pod);
            return;
        }

        lock (_admission)
        {
            if (Refuse(pod) is { } refusal)
            {
                services.Events.Warning(pod, null, refusal.Reason, refusal.Message);
                var status = PodStatusBuilder.Failed(pod, refusal.Reason, "Pod was rejected: " + refusal.Message, services.Time.GetUtcNow());
                services.Api.SetStatus(pod, status);
                pod = pod with { Status = status };
            }

            Add(pod);
        }
    }

    /// <summary>The API server has removed a pod.</summary>
    public void Remove(Pod pod) => Remove(pod, PodWorker.ShortestGrace);

    /// <summary>Nobody wants the pod any more.</summary>
    public void Remove(Pod pod, TimeSpan grace)
    {
        if (_workers.TryGetValue(pod.Metadata.Uid, out var worker)) worker.Remove(grace);
        else services.Api.Forget(pod.Metadata.Uid);
    }

    /// <summary>Completes when nothing of the pod is left.</summary>
    public Task CompletionOf(string podUid) => _workers.TryGetValue(podUid, out var worker) ? worker.Completion : Task.CompletedTask;

    /// <summary>Something happened to a pod, or to what it depends on.</summary>
    public void Wake(string podUid)
    {
        if (_workers.TryGetValue(podUid, out var worker)) worker.Wake();
    }

    /// <summary>The runtime was seen to have something of a pod that it had not before, or no more.</summary>
    public void Observe(RuntimeSighting sighting)
    {
        if (_workers.TryGetValue(sighting.PodUid, out var worker)) worker.Observe(sighting);
    }

    /// <summary>The node cannot bear a pod any longer.</summary>
    public void Evict(string podUid, PodFailure reason, TimeSpan grace)
    {
        if (_workers.TryGetValue(podUid, out var worker)) worker.Evict(reason, grace);
    }

    public void WakeAll()
    {
        foreach (var worker in _workers.Values) worker.Wake();
    }

    /// <summary>
    /// Ends what the runtime, the volumes and the cgroups have of pods that the API server does not know. Called once, after the first
    /// complete list of pods: they were removed while no agent was there to see it.
    /// </summary>
    public async Task EndOrphansAsync(CancellationToken cancel)
    {
        _hasListed = true;
        var containers = await runtime.ListContainersAsync(null, cancel);
        foreach (var sandbox in await runtime.ListPodSandboxAsync(null, cancel))
        {
            if (RuntimeLabels.PodUidOf(sandbox.Labels) is not { } uid || _workers.ContainsKey(uid)) continue;
            Log.Orphan(logger, sandbox.Metadata.Name, sandbox.Metadata.Namespace, uid);
            var pod = FromRuntime(sandbox, containers);
            Add(pod);
            _workers[uid].Remove(PodWorker.ShortestGrace);
        }

        foreach (var uid in services.Volumes.ListPods())
        {
            if (!_workers.ContainsKey(uid)) await services.Volumes.UnmountAsync(uid, cancel);
        }

        if (services.Cgroups is not { } cgroups) return;
        foreach (var (uid, qos) in cgroups.ListPods(services.Options.CgroupRoot))
        {
            if (!_workers.ContainsKey(uid)) cgroups.Remove(services.Options.CgroupRoot.OfPod(qos, uid));
        }
    }

    /// <summary>Stops all workers and leaves the pods as they are.</summary>
    public async ValueTask DisposeAsync() => await Task.WhenAll(_workers.Values.Select(worker => worker.DisposeAsync().AsTask()));

    /// <summary>As much of a pod's definition as its end needs, from what was written on its sandbox and containers.</summary>
    private static Pod FromRuntime(PodSandbox sandbox, IReadOnlyList<Cri.V1.Container> containers)
    {
        var definitions = new List<Api.Core.V1.Container>();
        long? grace = null;
        foreach (var container in containers)
        {
            if (container.PodSandboxId != sandbox.Id || RuntimeLabels.ContainerNameOf(container.Labels) is not { } name) continue;
            if (container.Annotations.TryGetValue(RuntimeLabels.PodTerminationGracePeriod, out var seconds) && long.TryParse(seconds, out var number))
                grace = number;
            var preStop = container.Annotations.TryGetValue(RuntimeLabels.PreStopHandler, out var json)
                ? ApiJson.Decode<LifecycleHandler>(System.Text.Encoding.UTF8.GetBytes(json))
                : null;
            definitions.Add(new Api.Core.V1.Container { Name = name, Lifecycle = preStop is null ? null : new Lifecycle { PreStop = preStop } });
        }

        return new Pod
        {
            Metadata = new ObjectMeta
            {
                Name = sandbox.Metadata.Name,
                Namespace = sandbox.Metadata.Namespace,
                Uid = sandbox.Metadata.Uid,
                Annotations = sandbox.Annotations.ToValueMap(),
            },
            Spec = new PodSpec
            {
                RestartPolicy = RestartPolicy.Never,
                TerminationGracePeriodSeconds = grace,
                Containers = definitions.ToValueList(),
            },
        };
    }

    private PodFailure? Refuse(Pod pod)
    {
        // What has begun was taken once, and what is over needs no place.
        return pod.IsTerminating() || pod.IsTerminal() || pod.Status.StartTime is not null ? null : PodAdmission.CheckPressure(pod, node()) ?? Misfit(pod);
    }

    private PodFailure? RefuseResize(Pod pod)
    {
        if (PodAdmission.CheckCapacity(pod, node()) is { } never) return new PodFailure(PodResize.Infeasible, never);
        lock (_admission) return Misfit(pod) is { } now ? new PodFailure(PodResize.Deferred, now.Message) : null;
    }

    /// <summary>Why the node has no place for the pod beside its other pods.</summary>
    private PodFailure? Misfit(Pod pod)
    {
        var active = new List<Pod>(_workers.Count);
        foreach (var worker in _workers.Values)
        {
            var other = worker.Pod;
            if (!other.IsTerminal() && other.Metadata.Uid != pod.Metadata.Uid) active.Add(PodAllocation.Of(other));
        }

        return PodAdmission.Check(pod, active, node());
    }

    private void Add(Pod pod)
    {
        var worker = new PodWorker(pod, services, RefuseResize);
        if (!_workers.TryAdd(worker.Uid, worker)) return;
        ShareBurstable();
        worker.Start();
        _ = RemoveWhenDoneAsync(worker);
    }

    /// <summary>
    /// Gives the Burstable pods together as much of the processors as they ask for together, so that those who ask for nothing cannot
    /// crowd them out.
    /// </summary>
    private void ShareBurstable()
    {
        if (services.Cgroups is not { } cgroups) return;
        lock (_sharing)
        {
            var milliCpu = 0L;
            foreach (var worker in _workers.Values)
            {
                var pod = PodAllocation.Of(worker.Pod);
                if (!pod.IsTerminal() && PodResources.QosOf(pod) == PodQosClass.Burstable) milliCpu += PodResources.RequestOf(pod, ResourceName.Cpu).MilliValue;
            }

            var shares = CpuMath.SharesOf(milliCpu);
            if (shares == _burstableShares) return;
            cgroups.Update(services.Options.CgroupRoot.OfClass(PodQosClass.Burstable), new CgroupResources { CpuShares = shares });
            _burstableShares = shares;
        }
    }

    /// <summary>Somebody has left room that others may wait for.</summary>
    private void WakeDeferred()
    {
        foreach (var worker in _workers.Values)
        {
            if (worker.Pod.Status.GetCondition(PodConditionType.PodResizePending) is not null) worker.Wake();
        }
    }

    private async Task RemoveWhenDoneAsync(PodWorker worker)
    {
        await worker.Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _workers.TryRemove(new KeyValuePair<string, PodWorker>(worker.Uid, worker));
        ShareBurstable();
        WakeDeferred();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Pod {name} in {ns} ({uid}) is not known to the API server and will be ended", EventName = "OrphanPod")]
        public static partial void Orphan(ILogger logger, string name, string ns, string uid);
    }
}
