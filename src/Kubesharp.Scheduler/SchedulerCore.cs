using Kubesharp.Api.Core.V1;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Effects;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Gangs;
using Kubesharp.Scheduler.Plugins;
using Kubesharp.Scheduler.Queue;

namespace Kubesharp.Scheduler;

/// <summary>
/// The scheduler without its surroundings: takes changes of the cluster, decides, and hands what is to be done to
/// <see cref="ISchedulerEffects"/>. Single-threaded and free of I/O, so the same changes and seed give the same placements.
/// </summary>
public sealed partial class SchedulerCore
{
    private const string ReasonUnschedulable = "Unschedulable";
    private const string ReasonError = "SchedulerError";
    private const string ReasonGated = "SchedulingGated";

    /// <summary>Reason of pods that a plugin keeps from being tried at all. Gates, which the pod itself has, have a reason of their own.</summary>
    internal const string ReasonNotReady = "NotReadyForScheduling";

    private readonly Dictionary<string, SchedulingFramework> _profiles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, InFlight> _assumed = new(StringComparer.Ordinal);
    private readonly ISchedulerEffects _effects;
    private readonly SchedulerMetrics? _metrics;
    private readonly TimeProvider _time;

    /// <summary>Composes a scheduler of several profiles.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="options">Delays.</param>
    /// <param name="effects">Does what is decided.</param>
    /// <param name="profiles">Makes the profiles, with names that differ; all order the queue alike.</param>
    public SchedulerCore(TimeProvider time, SchedulerOptions options, ISchedulerEffects effects, Func<ClusterState, IReadOnlyList<SchedulingFramework>> profiles)
    {
        _effects = effects;
        _metrics = options.Metrics;
        _time = time;
        _schedulesGangs = options.Gangs;
        _hold = new GangHold(time);
        var frameworks = profiles(Cluster);
        foreach (var framework in frameworks) _profiles.Add(framework.SchedulerName, framework);
        Queue = new SchedulingQueue(time, frameworks[0].Points.QueueSort[0].Compare, FrameworkOf, options);
        _metrics?.Watch(Queue);
    }

    public ClusterState Cluster { get; } = new();

    public SchedulingQueue Queue { get; }

    /// <summary>Names of the profiles, which pods ask for by <c>spec.schedulerName</c>.</summary>
    public IReadOnlyCollection<string> ProfileNames => _profiles.Keys;

    /// <summary>How many pods have a node that is not confirmed yet.</summary>
    public int AssumedCount => _assumed.Count;

    public SchedulingFramework FrameworkOf(PodInfo pod) => _profiles[pod.Pod.Spec.SchedulerName];

    public void NodeChanged(Node? before, Node? after)
    {
        if (after is not null)
        {
            Cluster.SetNode(after);
            if (before is not null && IsHeartbeat(before, after)) return;
            EndVainHold();
            Queue.Apply(new(ChangeTarget.Node, before is null ? ChangeAction.Added : ChangeAction.Updated, before, after));
        }
        else if (before is not null)
        {
            Cluster.RemoveNode(before.Metadata.Name);
            // What they wait for before they are bound may never come there.
            foreach (var (pod, _, node) in _assumed.Values)
            {
                if (node.Name == before.Metadata.Name) pod.GiveUp?.Invoke();
            }

            EndVainHold();
            RenewPromises(before.Metadata.Name);
            Queue.Apply(new(ChangeTarget.Node, ChangeAction.Deleted, before, null));
        }
    }

    public void PodChanged(Pod? before, Pod? after)
    {
        var value = after ?? before!;
        var key = PodInfo.KeyOf(value);
        if (after is null || after.IsTerminal())
        {
            NoteMember(null, key);
            RemovePod(before ?? after!, key);
            return;
        }

        NoteMember(after, key);

        if (after.IsScheduled())
        {
            _assumed.Remove(key);
            Queue.Remove(key);
            if (!Cluster.Refresh(key, after)) Cluster.SetPod(Cluster.NewPod(after), after.Spec.NodeName);
            var known = before?.IsScheduled() == true;
            Queue.Apply(new(ChangeTarget.AssignedPod, known ? ChangeAction.Updated : ChangeAction.Added, known ? before : null, after));
            return;
        }

        if (!_profiles.ContainsKey(after.Spec.SchedulerName)) return;
        if (_assumed.TryGetValue(key, out var inFlight))
        {
            // Its own status updates come back while it is being bound; they change nothing.
            if (inFlight.Pod.Info.Pod.Metadata.Uid == after.Metadata.Uid) return;
            RemovePod(inFlight.Pod.Info.Pod, key);
        }

        var info = Cluster.NewPod(after);
        // The loop knows best where it nominated a pod, unless somebody changed that.
        var isSame = before is not null && before.Metadata.Uid == after.Metadata.Uid && before.Status.NominatedNodeName == after.Status.NominatedNodeName;
        if (!_hold.Has(key)) Nominate(info, isSame ? Cluster.NominationOf(key) : after.Status.NominatedNodeName);
        var waiting = Queue.Find(key);
        var change = new ClusterChange(ChangeTarget.WaitingPod, waiting is null ? ChangeAction.Added : ChangeAction.Updated, before, after);
        if (waiting is not null && IsOwnStatusUpdate(waiting.Info.Pod, after))
        {
            waiting.Info = info;
            return;
        }

        if (Queue.Update(info, change) is { } gated) TellGated(info, gated);

        // One more pod may be the last that its group waits for.
        if (_schedulesGangs && waiting is null && GangTable.NameOf(after) is not null) Queue.Apply(change);
    }

    /// <summary>Takes note of any other object.</summary>
    public void ObjectChanged(in ClusterChange change) => Queue.Apply(change);

    /// <summary>Tries the next pod; false when none is due.</summary>
    public bool ScheduleOne()
    {
        EndOverdueHold();
        if (Queue.Pop() is not { } pod) return false;
        if (pod.Info.Pod.IsTerminating())
        {
            Queue.Done(pod);
            return true;
        }

        if (TryGang(pod)) return true;
        var framework = FrameworkOf(pod.Info);
        var result = framework.Schedule(pod.Info, out var postFilter);
        if (result.Node is { } node) Assume(framework, pod, result.State, node);
        else Fail(framework, pod, result, postFilter);
        return true;
    }

    /// <summary>Takes note that a pod is bound. It stays assumed until the informer shows it so.</summary>
    public void BindingSucceeded(QueuedPod pod)
    {
        Queue.Done(pod);
        _metrics?.Bound(pod.Attempts, _time.GetUtcNow() - pod.Arrival);
        Measure(pod, "scheduled");
    }

    /// <summary>Takes a pod off the node it could not be bound to, and tries it again later.</summary>
    public void BindingFailed(QueuedPod pod, string reason, string message, IReadOnlyList<string> plugins)
    {
        var key = pod.Info.Key;
        if (!_assumed.TryGetValue(key, out var inFlight) || inFlight.Pod != pod) return;
        _assumed.Remove(key);
        var framework = FrameworkOf(pod.Info);
        framework.Unreserve(inFlight.State, pod.Info, inFlight.Node);
        Cluster.RemovePod(key);
        Measure(pod, plugins.Count > 0 ? "unschedulable" : "error");
        if (plugins.Count > 0) Queue.PutBackRefused(pod, plugins);
        else Queue.PutBackFailed(pod);
        _effects.Refused(pod.Info, reason, message, nominatedNode: "", withEvent: true);
        Queue.Apply(new(ChangeTarget.AssignedPod, ChangeAction.Deleted, pod.Info.Pod, null));
    }

    private static bool IsHeartbeat(Node before, Node after) =>
        before.Spec == after.Spec
        && before.Metadata.Labels == after.Metadata.Labels
        && before.Metadata.Annotations == after.Metadata.Annotations
        && before.Status.Allocatable == after.Status.Allocatable
        && before.Status.DeclaredFeatures == after.Status.DeclaredFeatures;

    private static bool IsOwnStatusUpdate(Pod before, Pod after) =>
        before.Metadata.Uid == after.Metadata.Uid
        && before.Spec == after.Spec
        && before.Metadata.Labels == after.Metadata.Labels
        && before.Metadata.DeletionTimestamp == after.Metadata.DeletionTimestamp
        && before.Status.ResourceClaimStatuses == after.Status.ResourceClaimStatuses;

    private void RemovePod(Pod pod, string key)
    {
        if (_assumed.Remove(key, out var inFlight)) FrameworkOf(inFlight.Pod.Info).Unreserve(inFlight.State, inFlight.Pod.Info, inFlight.Node);
        Queue.Remove(key);
        var hadRoom = Cluster.NominationOf(key).Length > 0;
        Cluster.RemoveNomination(key);
        var placed = Cluster.FindPod(key);
        Cluster.RemovePod(key);
        if (placed is not null) Queue.Apply(new(ChangeTarget.AssignedPod, ChangeAction.Deleted, placed.Pod, null));
        else Queue.Apply(new(hadRoom ? ChangeTarget.AssignedPod : ChangeTarget.WaitingPod, ChangeAction.Deleted, pod, null));
    }

    private void Assume(SchedulingFramework framework, QueuedPod pod, CycleState state, NodeInfo node)
    {
        var nominated = Cluster.NominationOf(pod.Info.Key);
        Cluster.SetPod(pod.Info, node.Name);
        var start = _time.GetTimestamp();
        var reservation = framework.Reserve(state, pod.Info, node);
        _metrics?.Asked("Reserve", framework.SchedulerName, reservation is null, _time.GetElapsedTime(start));
        if (reservation is { } refused)
        {
            TakeBack(pod, nominated);
            Refuse(pod, refused);
            return;
        }

        start = _time.GetTimestamp();
        var permit = framework.Permit(state, pod.Info, node);
        _metrics?.Asked("Permit", framework.SchedulerName, permit is null, _time.GetElapsedTime(start));
        if (permit is not null && permit.Code != VerdictCode.Wait)
        {
            framework.Unreserve(state, pod.Info, node);
            TakeBack(pod, nominated);
            Refuse(pod, permit);
            return;
        }

        _assumed[pod.Info.Key] = new(pod, state, node);
        _effects.Bind(framework, pod, state, node, permit);
        if (nominated.Length > 0 && nominated != node.Name) Queue.Apply(new(ChangeTarget.AssignedPod, ChangeAction.Deleted, pod.Info.Pod, null));
    }

    /// <summary>Notes which node a waiting pod counts on. Room that was kept for it and no longer is may be what others wait for.</summary>
    private void Nominate(PodInfo pod, string node)
    {
        var before = Cluster.NominationOf(pod.Key);
        Cluster.Nominate(pod, node);
        if (before.Length > 0 && before != node) Queue.Apply(new(ChangeTarget.AssignedPod, ChangeAction.Deleted, pod.Pod, null));
    }

    private void TakeBack(QueuedPod pod, string nominated)
    {
        Cluster.RemovePod(pod.Info.Key);
        Cluster.Nominate(pod.Info, nominated);
    }

    private void Measure(QueuedPod pod, string result) => _metrics?.Attempted(pod.Info.Pod.Spec.SchedulerName, result, _time.GetElapsedTime(pod.AttemptStart));

    private void Refuse(QueuedPod pod, Verdict verdict)
    {
        Measure(pod, verdict.IsRejection ? "unschedulable" : "error");
        if (verdict.IsRejection) Queue.PutBackRefused(pod, [verdict.Plugin]);
        else Queue.PutBackFailed(pod);
        var message = verdict.IsRejection ? $"0/{Cluster.NodeCount} nodes are available: 1 {verdict.Message}." : verdict.Message;
        _effects.Refused(pod.Info, verdict.IsRejection ? ReasonUnschedulable : ReasonError, message, null, withEvent: true);
    }

    private void TellGated(PodInfo pod, Verdict gated) =>
        _effects.Refused(pod, gated.Plugin == PluginNames.SchedulingGates ? ReasonGated : ReasonNotReady, gated.Message, null, withEvent: false);

    private void Fail(SchedulingFramework framework, QueuedPod pod, ScheduleResult result, PostFilterResult? postFilter)
    {
        Measure(pod, result.Error is null ? "unschedulable" : "error");
        if (postFilter is not null) _metrics?.Preempted(postFilter.Victims.Count);
        if (result.Error is { } error)
        {
            Queue.PutBackFailed(pod);
            _effects.Refused(pod.Info, ReasonError, error.Message, null, withEvent: true);
            return;
        }

        var nominated = postFilter?.NominatedNode;
        Queue.PutBackRefused(pod, result.Diagnosis!.Plugins);
        if (nominated is not null) Nominate(pod.Info, nominated);
        _effects.Refused(pod.Info, ReasonUnschedulable, result.Diagnosis.ToMessage(), nominated, withEvent: true);
        if (result.Diagnosis.ClaimToRelease is { } claim) _effects.Release(claim);
        if (postFilter is not { Victims.Count: > 0 } || nominated is not { Length: > 0 }) return;
        ClearLowerNominations(framework, pod.Info, nominated);
        _effects.Preempt(pod.Info, nominated, postFilter.Victims);
    }

    /// <summary>Pods of lower priority that counted on the room have to look again.</summary>
    private void ClearLowerNominations(SchedulingFramework framework, PodInfo preemptor, string node)
    {
        List<PodInfo>? lower = null;
        foreach (var other in framework.Cluster.NominatedOn(node))
        {
            if (other.Priority < preemptor.Priority) (lower ??= []).Add(other);
        }

        if (lower is null) return;
        foreach (var other in lower)
        {
            Nominate(other, "");
            _effects.ClearNomination(other);
        }
    }

    private sealed record InFlight(QueuedPod Pod, CycleState State, NodeInfo Node);
}
