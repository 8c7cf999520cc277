using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Core.V1;

namespace Kubesharp.Controllers.StatefulSets;

/// <summary>Counts the pods of a StatefulSet into its status.</summary>
internal static class StatefulSetStatusCalculator
{
    /// <param name="set">The set with its present status.</param>
    /// <param name="revisions">Current and update revision.</param>
    /// <param name="pods">Its pods; planned ones do not count.</param>
    /// <param name="replaced">Pods of the current revision that were deleted just now.</param>
    /// <param name="now">The present time.</param>
    public static StatefulSetStatus Calculate(StatefulSet set, StatefulSetRevisions.Pair revisions, IEnumerable<Pod> pods, int replaced, DateTimeOffset now)
    {
        int all = 0, ready = 0, available = 0, current = 0, updated = 0;
        foreach (var pod in pods)
        {
            if (!StatefulPods.IsCreated(pod)) continue;
            all++;
            if (StatefulPods.IsRunningAndReady(pod)) ready++;
            if (StatefulPods.IsRunningAndReady(pod) && pod.IsAvailable(set.Spec.MinReadySeconds, now)) available++;
            if (pod.IsTerminating()) continue;
            var revision = StatefulPods.Revision(pod);
            if (revision == revisions.Current.Metadata.Name) current++;
            if (revision == revisions.Update.Metadata.Name) updated++;
        }

        var status = set.Status with
        {
            ObservedGeneration = set.Metadata.Generation,
            Replicas = all,
            ReadyReplicas = ready,
            AvailableReplicas = available,
            CurrentReplicas = current - replaced,
            UpdatedReplicas = updated,
            CurrentRevision = revisions.Current.Metadata.Name,
            UpdateRevision = revisions.Update.Metadata.Name,
            CollisionCount = revisions.Collisions,
        };
        var wanted = StatefulPods.Replicas(set);
        var complete = set.Spec.UpdateStrategy.Type == StatefulSetUpdateStrategyType.RollingUpdate && updated == wanted && ready == wanted && all == wanted;
        return complete ? status with { CurrentReplicas = updated, CurrentRevision = status.UpdateRevision } : status;
    }
}
