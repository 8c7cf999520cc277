using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Scheduling.V1Alpha2;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Gangs;
using Kubesharp.Scheduler.Plugins;
using Kubesharp.Scheduler.Queue;

namespace Kubesharp.Scheduler;

/// <summary>
/// Gangs: all waiting pods of a group are tried in one go, and either as many get a node as the group asks for, or none does. Nothing is
/// held between two tries but promises, so no two gangs can wait for each other.
/// </summary>
public sealed partial class SchedulerCore
{
    private readonly GangHold _hold;
    private readonly bool _schedulesGangs;

    /// <summary>Takes note of a group of pods.</summary>
    public void GroupChanged(PodGroup? before, PodGroup? after)
    {
        if (after is not null) Cluster.Gangs.Groups.Set(after);
        else if (before is not null) Cluster.Gangs.Groups.Remove(before.Metadata.Namespace, before.Metadata.Name);
        EndVainHold();
        Queue.Apply(new(ChangeTarget.PodGroup, before is null ? ChangeAction.Added : after is null ? ChangeAction.Deleted : ChangeAction.Updated, before, after));
    }

    private void NoteMember(Pod? pod, string key)
    {
        if (!_schedulesGangs) return;
        if (pod is not null) Cluster.Gangs.SetPod(pod);
        else Cluster.Gangs.RemovePod(key);
        if (pod is null) EndVainHold();
    }

    /// <summary>Ends a hold that has lasted too long. The gang is barred for a while, so that others get their turn.</summary>
    private void EndOverdueHold()
    {
        if (!_hold.IsOverdue) return;
        _hold.Bar();
        EndHold();
    }

    /// <summary>Ends a hold of a gang that has too few pods, or for which the cluster has become too small.</summary>
    private void EndVainHold()
    {
        if (_hold.Group.Length > 0 && (!Cluster.Gangs.IsComplete(_hold.Group) || !CouldFit(_hold.Pods))) EndHold();
    }

    /// <summary>Lets a gang that was promised a node which is no more look for another.</summary>
    private void RenewPromises(string node)
    {
        if (_hold.Pods.FirstOrDefault(pod => Cluster.NominationOf(pod.Key) == node) is not { } promised) return;
        Cluster.RemoveNomination(promised.Key);
        var group = _hold.Group;
        Queue.Apply(new(ChangeTarget.AssignedPod, ChangeAction.Deleted, promised.Pod, null), waiting => Cluster.Gangs.IsMember(waiting.Key, group));
    }

    /// <summary>Has a pod whose group went while it was its turn wait for the group again.</summary>
    private bool PutBackWithoutGroup(QueuedPod pod)
    {
        if (GangTable.NameOf(pod.Info.Pod) is null || Queue.PutBackGated(pod) is not { } gated) return false;
        TellGated(pod.Info, gated);
        return true;
    }

    /// <summary>Tries the group of a pod; false when the pod is placed by itself.</summary>
    private bool TryGang(QueuedPod first)
    {
        if (!_schedulesGangs) return false;
        if (Cluster.Gangs.GroupOf(first.Info.Pod) is not { } group) return PutBackWithoutGroup(first);
        var minCount = GangTable.MinCountOf(group);
        if (minCount <= 0) return false;

        // 1. All that wait, the most important first.
        var pods = new List<QueuedPod> { first };
        var placed = 0;
        foreach (var member in Cluster.Gangs.MembersOf(group))
        {
            if (Cluster.FindPod(member) is not null) placed++;
            else if (Queue.Find(member) is { } other && other != first && !other.Info.Pod.IsTerminating() && Queue.Take(other)) pods.Add(other);
        }

        pods.Sort(static (left, right) => left.Info.Priority != right.Info.Priority ? right.Info.Priority.CompareTo(left.Info.Priority) : left.Sequence.CompareTo(right.Sequence));

        // 2. One after the other, as if those before were there already. Room kept for them is theirs to use as they like.
        var key = GangTable.KeyOf(group);
        var before = _hold.Group == key ? TakePromisesBack() : [];
        var attempts = new List<Attempt>(pods.Count);
        foreach (var pod in pods) attempts.Add(TryMember(pod));
        var fitting = attempts.Count(attempt => attempt.Node is not null);

        // 3. All or nothing.
        if (placed + fitting >= minCount)
        {
            if (_hold.Group == key) _hold.End();
            foreach (var attempt in attempts) Commit(attempt);
            _effects.GroupDecided(group, isScheduled: true, "");
        }
        else
        {
            for (var i = attempts.Count - 1; i >= 0; i--) Undo(attempts[i]);
            var message = $"pod group \"{group.Metadata.Name}\" needs {minCount} pods to be placed at once, {placed + fitting} fit";
            foreach (var attempt in attempts) RefuseMember(attempt, message);
            KeepRoom(group, attempts, minCount - placed);
            _effects.GroupDecided(group, isScheduled: false, attempts.FirstOrDefault(attempt => attempt.Message.Length > 0)?.Message ?? message);
        }

        // 4. Only now is it known which of the room stays taken.
        AnnounceRoom(key, before, attempts.Select(attempt => RoomOf(attempt.Pod.Info)));
        return true;
    }

    private Attempt TryMember(QueuedPod pod)
    {
        var framework = FrameworkOf(pod.Info);
        var result = framework.Schedule(pod.Info, out _);
        if (result.Node is not { } node)
        {
            var isError = result.Error is not null;
            return new(framework, pod, result.State) { Message = result.Error?.Message ?? result.Diagnosis!.ToMessage(), Plugins = isError ? [] : [.. result.Diagnosis!.Plugins], Diagnosis = result.Diagnosis };
        }

        var nominated = Cluster.NominationOf(pod.Info.Key);
        Cluster.SetPod(pod.Info, node.Name);
        var refused = framework.Reserve(result.State, pod.Info, node);
        Verdict? permit = null;
        if (refused is null)
        {
            permit = framework.Permit(result.State, pod.Info, node);
            if (permit is null || permit.Code == VerdictCode.Wait) return new(framework, pod, result.State) { Node = node, Permit = permit, Nominated = nominated };
            framework.Unreserve(result.State, pod.Info, node);
        }

        TakeBack(pod, nominated);
        var verdict = refused ?? permit!;
        return new(framework, pod, result.State) { Message = $"0/{Cluster.NodeCount} nodes are available: 1 {verdict.Message}.", Plugins = [verdict.Plugin] };
    }

    private void Commit(Attempt attempt)
    {
        if (attempt.Node is null)
        {
            RefuseMember(attempt, "");
            return;
        }

        _assumed[attempt.Pod.Info.Key] = new(attempt.Pod, attempt.State, attempt.Node);
        _effects.Bind(attempt.Framework, attempt.Pod, attempt.State, attempt.Node, attempt.Permit);
    }

    private void Undo(Attempt attempt)
    {
        if (attempt.Node is null) return;
        attempt.Framework.Unreserve(attempt.State, attempt.Pod.Info, attempt.Node);
        TakeBack(attempt.Pod, attempt.Nominated);
    }

    private void RefuseMember(Attempt attempt, string message)
    {
        // Whatever may help one of them may help all.
        if (attempt.Node is null && attempt.Plugins.Count == 0) Queue.PutBackFailed(attempt.Pod);
        else Queue.PutBackRefused(attempt.Pod, [.. attempt.Plugins, PluginNames.GangScheduling]);
        _effects.Refused(attempt.Pod.Info, ReasonUnschedulable, attempt.Node is null ? attempt.Message : message, null, withEvent: true);
    }

    /// <summary>
    /// When it is this gang's turn and it would fit without other pods, keeps the room that was found for it, and has the pods that fit
    /// nowhere yet promised the nodes where the least is missing, so that what comes free there adds up.
    /// </summary>
    private void KeepRoom(PodGroup group, List<Attempt> attempts, int needed)
    {
        if (attempts.Count < needed || !CouldFit(attempts.Take(needed).Select(attempt => attempt.Pod.Info)))
        {
            if (_hold.Group == GangTable.KeyOf(group)) _hold.End();
            return;
        }

        if (!_hold.TryTake(group)) return;
        var kept = 0;
        var promised = new Dictionary<(NodeInfo Node, int Resource), long>();
        foreach (var attempt in attempts.OrderBy(attempt => attempt.Node is null))
        {
            if (kept == needed) return;
            if ((attempt.Node ?? FindPromise(attempt, promised)) is not { } node) continue;
            foreach (var request in attempt.Pod.Info.Class.Requests)
            {
                var key = (node, request.Resource);
                promised[key] = promised.GetValueOrDefault(key) + request.Amount;
            }

            Cluster.Nominate(attempt.Pod.Info, node.Name);
            _hold.Keep(attempt.Pod.Info);
            kept++;
        }
    }

    /// <summary>The node that lacks least for a pod, among those that only other pods keep it from.</summary>
    private NodeInfo? FindPromise(Attempt attempt, Dictionary<(NodeInfo Node, int Resource), long> promised)
    {
        NodeInfo? best = null;
        var greatest = double.NegativeInfinity;
        foreach (var node in Cluster.Nodes)
        {
            if (attempt.Diagnosis?.For(node) is { Code: not VerdictCode.Unschedulable }) continue;
            var share = double.PositiveInfinity;
            foreach (var request in attempt.Pod.Info.Class.Requests)
            {
                var left = Cluster.Allocatable.Get(request.Resource, node.Index) - promised.GetValueOrDefault((node, request.Resource));
                if (left < request.Amount) share = double.NegativeInfinity;
                else share = Math.Min(share, (left - Cluster.Requested.Get(request.Resource, node.Index)) / (double)request.Amount);
            }

            if (share <= greatest) continue;
            greatest = share;
            best = node;
        }

        return best;
    }

    /// <summary>Whether the nodes together offer as much as pods of a gang need. One that asks for more than there is must not hold up others.</summary>
    private bool CouldFit(IEnumerable<PodInfo> pods)
    {
        var wanted = new Dictionary<int, long>();
        foreach (var pod in pods)
        {
            foreach (var request in pod.Class.Requests) wanted[request.Resource] = wanted.GetValueOrDefault(request.Resource) + request.Amount;
        }

        foreach (var (resource, amount) in wanted)
        {
            long offered = 0;
            foreach (var node in Cluster.Nodes) offered += Cluster.Allocatable.Get(resource, node.Index);
            if (offered < amount) return false;
        }

        return true;
    }

    /// <summary>Ends the hold for good and tells those it kept from nodes.</summary>
    private void EndHold()
    {
        var group = _hold.Group;
        var before = TakePromisesBack();
        _hold.End();
        AnnounceRoom(group, before, []);
    }

    private Room RoomOf(PodInfo pod) => new(pod, Cluster.FindPod(pod.Key)?.Node?.Name ?? Cluster.NominationOf(pod.Key));

    private List<Room> TakePromisesBack()
    {
        var rooms = new List<Room>(_hold.Pods.Count);
        foreach (var pod in _hold.Pods)
        {
            rooms.Add(new(pod, Cluster.NominationOf(pod.Key)));
            Cluster.RemoveNomination(pod.Key);
        }

        _hold.Clear();
        return rooms;
    }

    /// <summary>
    /// Lets pods look again that may want room a gang had and has no more. Members are mostly alike and trade nodes between tries, which
    /// frees nothing. The gang itself is not told: it had the room, and would go on taking it and giving it up for ever.
    /// </summary>
    private void AnnounceRoom(string group, List<Room> before, IEnumerable<Room> after)
    {
        if (before.Count == 0) return;
        var taken = after.CountBy(room => room.Kind).ToDictionary();
        var free = new List<PodInfo>();
        foreach (var room in before.Where(room => room.Node.Length > 0))
        {
            if (taken.GetValueOrDefault(room.Kind) is var count && count > 0) taken[room.Kind] = count - 1;
            else free.Add(room.Pod);
        }

        foreach (var pod in free.DistinctBy(pod => pod.Class))
        {
            Queue.Apply(new(ChangeTarget.AssignedPod, ChangeAction.Deleted, pod.Pod, null), waiting => !Cluster.Gangs.IsMember(waiting.Key, group));
        }
    }

    /// <summary>What a member has of a node or was promised there; the node is empty when it has nothing.</summary>
    private sealed record Room(PodInfo Pod, string Node)
    {
        /// <summary>Room of the same kind keeps the same pods away.</summary>
        public (PodClass Class, int Priority, string Node) Kind => (Pod.Class, Pod.Priority, Node);
    }

    /// <summary>How a member fared in one try.</summary>
    private sealed record Attempt(SchedulingFramework Framework, QueuedPod Pod, CycleState State)
    {
        /// <summary>Node the pod was put on; null when it fits nowhere.</summary>
        public NodeInfo? Node { get; init; }

        public Verdict? Permit { get; init; }

        public string Nominated { get; init; } = "";

        public string Message { get; init; } = "";

        public IReadOnlyList<string> Plugins { get; init; } = [];

        public Diagnosis? Diagnosis { get; init; }
    }
}
