using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Client;
using Kubesharp.Controllers.Workloads;

namespace Kubesharp.Controllers.StatefulSets;

/// <summary>
/// One look at one StatefulSet: creates missing pods in ascending order, deletes surplus ones in descending order, then replaces pods of
/// former revisions. In order (OrderedReady) every step waits until all pods before it serve; in parallel only the last part does.
/// </summary>
internal sealed class StatefulSetPass
{
    private readonly StatefulPodControl _control;
    private readonly EventRecorder _events;
    private readonly StatefulSet _set;
    private readonly StatefulSetRevisions.Pair _revisions;
    private readonly DateTimeOffset _now;
    private readonly bool _ordered;
    private readonly int _start;
    private readonly Pod[] _replicas;
    private readonly List<(Pod Pod, int Ordinal)> _condemned = [];
    private readonly Pod? _firstUnhealthy;
    private int _replaced;

    /// <param name="control">Does what is decided.</param>
    /// <param name="events">Tells of pods that ended.</param>
    /// <param name="set">The set from the cache.</param>
    /// <param name="revisions">What pods are made from.</param>
    /// <param name="pods">Its pods.</param>
    /// <param name="now">The present time.</param>
    public StatefulSetPass(StatefulPodControl control, EventRecorder events, StatefulSet set, StatefulSetRevisions.Pair revisions, List<Pod> pods, DateTimeOffset now)
    {
        _control = control;
        _events = events;
        _set = set;
        _revisions = revisions;
        _now = now;
        _ordered = set.Spec.PodManagementPolicy != PodManagementPolicyType.Parallel;
        _start = StatefulPods.Start(set);
        _replicas = new Pod[StatefulPods.Replicas(set)];
        foreach (var pod in pods)
        {
            if (StatefulPods.Ordinal(set, pod) is not { } ordinal) continue;
            if (StatefulPods.IsInRange(set, ordinal)) _replicas[ordinal - _start] = pod;
            else _condemned.Add((pod, ordinal));
        }

        _condemned.Sort((x, y) => y.Ordinal.CompareTo(x.Ordinal));
        for (var i = 0; i < _replicas.Length; i++) _replicas[i] ??= Planned(i);
        _firstUnhealthy = _replicas.FirstOrDefault(pod => !StatefulPods.IsHealthy(pod)) ?? Enumerable.Reverse(_condemned).Select(item => item.Pod).FirstOrDefault(pod => !StatefulPods.IsHealthy(pod));
    }

    /// <returns>The status that holds after the pass, and what went wrong.</returns>
    public async Task<(StatefulSetStatus Status, Exception? Failure)> RunAsync(CancellationToken cancellationToken)
    {
        Exception? failure = null;
        if (!_set.Metadata.IsBeingDeleted())
        {
            try
            {
                await ActAsync(cancellationToken);
            }
            catch (Exception e) when (e is StatusException or StatefulPodControl.ClaimBusyException)
            {
                failure = e;
            }
        }

        return (StatefulSetStatusCalculator.Calculate(_set, _revisions, _replicas.Concat(_condemned.Select(item => item.Pod)), _replaced, _now), failure);
    }

    private async Task ActAsync(CancellationToken cancellationToken)
    {
        if (await ForAllAsync(_replicas.Length, index => FillAsync(index, cancellationToken))) return;
        foreach (var (pod, ordinal) in _condemned) await _control.KeepClaimsAsync(_set, pod, ordinal, condemned: true, cancellationToken);
        if (await ForAllAsync(_condemned.Count, index => CondemnAsync(index, cancellationToken))) return;
        if (_set.Spec.UpdateStrategy.Type == StatefulSetUpdateStrategyType.OnDelete) return;
        if (_set.Spec.UpdateStrategy.RollingUpdate?.MaxUnavailable is { } limit) await ReplaceSeveralAsync(limit, cancellationToken);
        else await ReplaceOneAsync(cancellationToken);
    }

    /// <summary>Runs a step for each pod: one after the other until one says stop, or in growing batches.</summary>
    /// <returns>Whether the pass ends here.</returns>
    private async Task<bool> ForAllAsync(int count, Func<int, Task<bool>> step)
    {
        if (!_ordered)
        {
            var (_, failure) = await SlowStart.RunAsync(count, step);
            return failure is null ? false : throw failure;
        }

        for (var i = 0; i < count; i++)
        {
            if (await step(i)) return true;
        }

        return false;
    }

    /// <summary>Brings the pod of an ordinal into being and keeps it as it should be; true when later ones have to wait for it.</summary>
    private async Task<bool> FillAsync(int index, CancellationToken cancellationToken)
    {
        var pod = _replicas[index];
        var ordinal = _start + index;
        if (pod.IsTerminal())
        {
            await ReplaceEndedAsync(pod, cancellationToken);
            return true;
        }

        if (!StatefulPods.IsCreated(pod))
        {
            if (_control.HasStaleClaim(_set, pod, ordinal)) return true;
            await _control.CreateAsync(_set, pod, ordinal, cancellationToken);
            return true;
        }

        if (pod.Status.Phase == PodPhase.Pending) await _control.CreateClaimsAsync(_set, pod, ordinal, cancellationToken);
        if (_ordered && !StatefulPods.IsAvailable(_set, pod, _now)) return true;
        await _control.KeepClaimsAsync(_set, pod, ordinal, condemned: false, cancellationToken);
        await _control.MendAsync(_set, pod, ordinal, cancellationToken);
        return false;
    }

    /// <summary>A pod that ended, however it did, makes way for a new one.</summary>
    private async Task ReplaceEndedAsync(Pod pod, CancellationToken cancellationToken)
    {
        var name = $"{_set.Metadata.Namespace}/{_set.Metadata.Name}";
        if (pod.Status.Phase == PodPhase.Failed) _events.Event(_set, EventTypes.Warning, "RecreatingFailedPod", $"StatefulSet {name} is recreating failed Pod {pod.Metadata.Name}");
        else _events.Event(_set, EventTypes.Normal, "RecreatingTerminatedPod", $"StatefulSet {name} is recreating terminated Pod {pod.Metadata.Name}");
        if (!pod.IsTerminating()) await _control.DeleteAsync(_set, pod, cancellationToken);
    }

    private async Task<bool> CondemnAsync(int index, CancellationToken cancellationToken)
    {
        var pod = _condemned[index].Pod;
        if (pod.IsTerminating()) return true;
        if (_ordered && !StatefulPods.IsAvailable(_set, pod, _now) && pod != _firstUnhealthy) return true;
        await _control.DeleteAsync(_set, pod, cancellationToken);
        return true;
    }

    /// <summary>Replaces the pod with the highest ordinal that is not up to date, once all above it serve again.</summary>
    private async Task ReplaceOneAsync(CancellationToken cancellationToken)
    {
        for (var i = _replicas.Length - 1; i >= Partition(); i--)
        {
            var pod = _replicas[i];
            if (StatefulPods.Revision(pod) != _revisions.Update.Metadata.Name && !pod.IsTerminating())
            {
                await ReplaceAsync(pod, cancellationToken);
                return;
            }

            if (!StatefulPods.IsAvailable(_set, pod, _now)) return;
        }
    }

    /// <summary>Replaces as many pods at once as may be unavailable; those that do not serve anyway cost nothing.</summary>
    private async Task ReplaceSeveralAsync(IntOrString limit, CancellationToken cancellationToken)
    {
        var most = Math.Max(1, limit.Scale(_replicas.Length, roundUp: true) ?? 1);
        var left = most - _replicas.Count(pod => !StatefulPods.IsAvailable(_set, pod, _now));
        for (var i = _replicas.Length - 1; i >= Partition(); i--)
        {
            var pod = _replicas[i];
            if (StatefulPods.Revision(pod) == _revisions.Update.Metadata.Name || pod.IsTerminating()) continue;
            if (StatefulPods.IsAvailable(_set, pod, _now) && left-- <= 0) return;
            await ReplaceAsync(pod, cancellationToken);
        }
    }

    private async Task ReplaceAsync(Pod pod, CancellationToken cancellationToken)
    {
        await _control.DeleteAsync(_set, pod, cancellationToken);
        if (StatefulPods.Revision(pod) == _revisions.Current.Metadata.Name) _replaced++;
    }

    private int Partition() => _set.Spec.UpdateStrategy.RollingUpdate?.Partition ?? 0;

    /// <summary>What is to be created at an index: of the current revision below the partition, of the update from there on.</summary>
    private Pod Planned(int index)
    {
        var rolling = _set.Spec.UpdateStrategy.RollingUpdate;
        var current = _set.Spec.UpdateStrategy.Type == StatefulSetUpdateStrategyType.RollingUpdate && index < (rolling is null ? _set.Status.CurrentReplicas : rolling.Partition ?? 0);
        return current
            ? StatefulPods.Make(_set, StatefulSetRevisions.Template(_revisions.Current), _revisions.Current.Metadata.Name, _start + index)
            : StatefulPods.Make(_set, _set.Spec.Template, _revisions.Update.Metadata.Name, _start + index);
    }
}
