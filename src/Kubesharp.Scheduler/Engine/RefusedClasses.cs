using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;

namespace Kubesharp.Scheduler.Engine;

/// <summary>Remembers which classes of pods fit nowhere, as long as nothing changed that could matter, so that others of the class are answered at once.</summary>
internal sealed class RefusedClasses(ClusterState cluster)
{
    private readonly Dictionary<(PodClass Class, int Priority), (Diagnosis Diagnosis, PostFilterResult? PostFilter)> _known = [];
    private State _state;

    /// <summary>What was found for a pod of the same class and priority in the cluster as it is now.</summary>
    public bool TryFind(PodInfo pod, out Diagnosis? diagnosis, out PostFilterResult? postFilter)
    {
        (diagnosis, postFilter) = (null, null);
        if (_known.Count == 0) return false;
        if (_state != Now())
        {
            _known.Clear();
            return false;
        }

        if (cluster.NominationOf(pod.Key).Length > 0 || !_known.TryGetValue((pod.Class, pod.Priority), out var known)) return false;
        (diagnosis, postFilter) = known;
        return true;
    }

    /// <summary>Remembers an outcome, unless something came of it.</summary>
    public void Add(PodInfo pod, Diagnosis diagnosis, PostFilterResult? postFilter)
    {
        if (postFilter is { Verdict: null } || cluster.NominationOf(pod.Key).Length > 0) return;
        var now = Now();
        if (_state != now) _known.Clear();
        _state = now;
        _known[(pod.Class, pod.Priority)] = (diagnosis, postFilter);
    }

    private State Now() => new(
        cluster.Log.End,
        cluster.NominationVersion,
        cluster.NamespaceVersion,
        cluster.DisruptionBudgets.Version,
        cluster.Devices.Classes.Version,
        cluster.Services.Version + cluster.ReplicationControllers.Version + cluster.ReplicaSets.Version + cluster.StatefulSets.Version);

    private readonly record struct State(long Edits, long Nominations, long Namespaces, long Budgets, long DeviceClasses, long Owners);
}
