using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Controllers.Workloads;

namespace Kubesharp.Controllers.ReplicaSets;

/// <summary>Counts the pods of a ReplicaSet into its status.</summary>
internal static class ReplicaSetStatusCalculator
{
    private const string ReplicaFailure = "ReplicaFailure";

    /// <param name="replicaSet">The ReplicaSet with its present status.</param>
    /// <param name="pods">Its pods that have not finished, including those being deleted.</param>
    /// <param name="deleting">Pods that were deleted a moment ago, which the cache still shows: they must not count as available any more.</param>
    /// <param name="failure">Why creating or deleting pods failed, if it did.</param>
    /// <param name="now">The present time.</param>
    public static ReplicaSetStatus Calculate(ReplicaSet replicaSet, List<Pod> pods, IReadOnlySet<string> deleting, Exception? failure, DateTimeOffset now)
    {
        int active = 0, labeled = 0, ready = 0, available = 0, terminating = 0;
        var labels = replicaSet.Spec.Template.Metadata.Labels;
        foreach (var pod in pods)
        {
            if (pod.Metadata.DeletionTimestamp is not null || deleting.Contains(pod.Metadata.Uid))
            {
                terminating++;
                continue;
            }

            active++;
            if (HasLabels(pod, labels)) labeled++;
            if (!pod.IsReady()) continue;
            ready++;
            if (pod.IsAvailable(replicaSet.Spec.MinReadySeconds, now)) available++;
        }

        return replicaSet.Status with
        {
            Replicas = active,
            FullyLabeledReplicas = labeled,
            ReadyReplicas = ready,
            AvailableReplicas = available,
            TerminatingReplicas = terminating,
            Conditions = Conditions(replicaSet, active, failure, now),
        };
    }

    private static bool HasLabels(Pod pod, ValueMap<string> labels)
    {
        foreach (var (key, value) in labels)
        {
            if (pod.Metadata.Labels.Get(key) != value) return false;
        }

        return true;
    }

    private static ValueList<ReplicaSetCondition> Conditions(ReplicaSet replicaSet, int active, Exception? failure, DateTimeOffset now)
    {
        var conditions = replicaSet.Status.Conditions;
        var present = conditions.Any(condition => condition.Type == ReplicaFailure);
        if (failure is null) return present ? conditions.Where(condition => condition.Type != ReplicaFailure).ToValueList() : conditions;
        if (present) return conditions;
        return conditions.Add(new ReplicaSetCondition
        {
            Type = ReplicaFailure,
            Status = "True",
            Reason = active < (replicaSet.Spec.Replicas ?? 1) ? "FailedCreate" : "FailedDelete",
            Message = failure.Message,
            LastTransitionTime = now,
        });
    }
}
