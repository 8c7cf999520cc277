using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Resource.V1;
using Kubesharp.Api.Scheduling.V1Alpha2;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Effects;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Queue;
using ResourceClaim = Kubesharp.Api.Resource.V1.ResourceClaim;

namespace Kubesharp.Scheduler.Simulation;

/// <summary>Does at once, in the simulated cluster, what the scheduler wants done, and keeps a record of every pod that waited.</summary>
internal sealed class SimulatedEffects : ISchedulerEffects
{
    private readonly Queue<Action<SchedulerCore>> _due = new();
    private readonly Dictionary<string, Fate> _fates = new(StringComparer.Ordinal);
    private readonly List<Pod> _recreated = [];

    /// <summary>Pods that had a node and were preempted.</summary>
    public int Preempted { get; private set; }

    /// <summary>Notes that a pod waits for a node.</summary>
    public void Wait(Pod pod) => FateOf(pod).Node = null;

    /// <summary>Notes that nobody will place a pod.</summary>
    public void Ignore(Pod pod, string message) => FateOf(pod).Message = message;

    /// <summary>Ends a pod; its controller makes it again.</summary>
    public void Evict(Pod pod, string? preemptor)
    {
        var fate = FateOf(pod);
        fate.From ??= fate.IsNew ? null : pod.Spec.NodeName;
        fate.PreemptedBy = preemptor;
        fate.Node = null;
        if (pod.Metadata.GetControllerOf() is null)
        {
            fate.IsLost = true;
            fate.Message = "nobody makes it again";
            return;
        }

        if (pod.Metadata.GetControllerOf() is { Kind: "DaemonSet" })
        {
            fate.IsLost = true;
            fate.Message = "it belongs to its node";
            return;
        }

        _recreated.Add(pod with
        {
            Metadata = pod.Metadata with { Uid = pod.Metadata.Uid + "+", DeletionTimestamp = null },
            Spec = pod.Spec with { NodeName = "" },
            Status = PodStatus.Empty,
        });
    }

    /// <summary>Pods that controllers made again since the last call.</summary>
    public List<Pod> TakeRecreated()
    {
        var made = _recreated.ToList();
        _recreated.Clear();
        return made;
    }

    /// <summary>Brings one outcome back to the scheduler; false when there is none.</summary>
    public bool Apply(SchedulerCore core)
    {
        if (!_due.TryDequeue(out var action)) return false;
        action(core);
        return true;
    }

    public void Bind(SchedulingFramework framework, QueuedPod pod, CycleState state, NodeInfo node, Verdict? wait)
    {
        var name = node.Name;
        _due.Enqueue(core =>
        {
            core.BindingSucceeded(pod);
            var before = pod.Info.Pod;
            FinishClaims(core.Cluster, before, name);
            core.PodChanged(before, before with { Spec = before.Spec with { NodeName = name } });
            var fate = FateOf(before);
            fate.Node = name;
            fate.Message = null;
        });
    }

    public void Refused(PodInfo pod, string reason, string message, string? nominatedNode, bool withEvent) => FateOf(pod.Pod).Message = message;

    public void Preempt(PodInfo preemptor, string node, IReadOnlyList<PodInfo> victims)
    {
        foreach (var victim in victims)
        {
            var pod = victim.Pod;
            if (!_fates.ContainsKey(victim.Key)) Preempted++;
            Evict(pod, preemptor.Key);
            _due.Enqueue(core => core.PodChanged(pod, null));
        }
    }

    public void Release(ResourceClaim claim) => _due.Enqueue(core =>
    {
        var freed = claim with { Status = claim.Status with { Allocation = null, ReservedFor = [] } };
        core.Cluster.Devices.SetClaim(freed);
        core.ObjectChanged(new(ChangeTarget.ResourceClaim, ChangeAction.Updated, claim, freed));
    });

    public void GroupDecided(PodGroup group, bool isScheduled, string message)
    {
        // What becomes of its pods tells it all.
    }

    public void ClearNomination(PodInfo pod)
    {
        // The scheduler has forgotten it already; there is no object that would still show it.
    }

    /// <summary>What became of the pods that waited or lost their node.</summary>
    public SimulationReport Report()
    {
        var report = new SimulationReport();
        var all = _fates.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => (Fate: entry.Value, Pod: new SimulatedPod(entry.Key, entry.Value.From, entry.Value.Node, entry.Value.Message, entry.Value.PreemptedBy))).ToList();
        return report with
        {
            Placed = [.. all.Where(entry => entry.Fate is { Node: not null, From: null }).Select(entry => entry.Pod)],
            Moved = [.. all.Where(entry => entry.Fate is { Node: not null, From: not null }).Select(entry => entry.Pod)],
            Pending = [.. all.Where(entry => entry.Fate is { Node: null, IsLost: false }).Select(entry => entry.Pod)],
            Lost = [.. all.Where(entry => entry.Fate.IsLost).Select(entry => entry.Pod)],
        };
    }

    /// <summary>Does what controllers and drivers do once a pod has its node: claims show what they got.</summary>
    private static void FinishClaims(ClusterState cluster, Pod pod, string node)
    {
        foreach (var entry in pod.Spec.ResourceClaims)
        {
            var name = entry.ResourceClaimName ?? pod.Status.ResourceClaimStatuses.FirstOrDefault(status => status.Name == entry.Name)?.ResourceClaimName;
            if (name is null || cluster.Devices.FindClaim(pod.Metadata.Namespace, name) is not { } claim) continue;
            var consumer = ResourceClaimConsumerReference.Empty with { Resource = "pods", Name = pod.Metadata.Name, Uid = pod.Metadata.Uid };
            var allocation = claim.Status.Allocation ?? cluster.Devices.FindPending(claim.Metadata.Uid)?.Status.Allocation;
            cluster.Devices.SetClaim(claim with { Status = claim.Status with { Allocation = allocation, ReservedFor = claim.Status.ReservedFor.Add(consumer) } });
        }

        foreach (var volume in pod.Spec.Volumes)
        {
            if (volume.Source.PersistentVolumeClaim?.ClaimName is not { } name || cluster.Claims.Find(pod.Metadata.Namespace, name) is not { Spec.VolumeName: "" } claim) continue;
            var bound = cluster.Volumes.All().FirstOrDefault(value => value.Spec.ClaimRef is { } reference && reference.Name == name && reference.Namespace == pod.Metadata.Namespace);
            if (bound is null) continue;
            cluster.Claims.Set(claim with
            {
                Metadata = claim.Metadata.WithAnnotation("pv.kubernetes.io/bind-completed", "yes"),
                Spec = claim.Spec with { VolumeName = bound.Metadata.Name },
                Status = claim.Status with { Phase = PersistentVolumeClaimPhase.Bound },
            });
        }
    }

    private Fate FateOf(Pod pod)
    {
        var key = PodInfo.KeyOf(pod);
        if (!_fates.TryGetValue(key, out var fate)) _fates.Add(key, fate = new Fate { IsNew = !pod.IsScheduled() });
        return fate;
    }

    private sealed class Fate
    {
        /// <summary>Whether the pod had no node to begin with.</summary>
        public bool IsNew { get; init; }

        public string? From { get; set; }

        public string? Node { get; set; }

        public string? Message { get; set; }

        public string? PreemptedBy { get; set; }

        public bool IsLost { get; set; }
    }
}
