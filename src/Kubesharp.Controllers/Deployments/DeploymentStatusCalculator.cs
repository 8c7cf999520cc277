using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;

namespace Kubesharp.Controllers.Deployments;

/// <summary>Works out the status of a Deployment from its ReplicaSets.</summary>
internal static class DeploymentStatusCalculator
{
    /// <summary>Counts replicas and sets the Available condition.</summary>
    public static DeploymentStatus Counts(Deployment deployment, List<ReplicaSet> all, ReplicaSet? newest, DateTimeOffset now)
    {
        var available = DeploymentMath.Available(all);
        var total = all.Sum(replicaSet => replicaSet.Status.Replicas);
        var needed = DeploymentMath.Replicas(deployment) - DeploymentMath.Limits(deployment).MaxUnavailable;
        var condition = available >= needed
            ? DeploymentConditions.Make(DeploymentConditions.Available, "True", "MinimumReplicasAvailable", "Deployment has minimum availability.", now)
            : DeploymentConditions.Make(DeploymentConditions.Available, "False", "MinimumReplicasUnavailable", "Deployment does not have minimum availability.", now);
        return deployment.Status with
        {
            ObservedGeneration = deployment.Metadata.Generation,
            Replicas = total,
            UpdatedReplicas = newest?.Status.Replicas ?? 0,
            ReadyReplicas = all.Sum(replicaSet => replicaSet.Status.ReadyReplicas),
            AvailableReplicas = available,
            UnavailableReplicas = Math.Max(0, total - available),
            TerminatingReplicas = all.Sum(replicaSet => replicaSet.Status.TerminatingReplicas ?? 0),
            Conditions = DeploymentConditions.Set(deployment.Status.Conditions, condition),
        };
    }

    /// <summary>Adds what the rollout has come to: complete, going on, or past its deadline.</summary>
    public static DeploymentStatus WithProgress(Deployment deployment, DeploymentStatus status, List<ReplicaSet> all, ReplicaSet? newest, DateTimeOffset now)
    {
        var conditions = status.Conditions;
        if (HasDeadline(deployment))
        {
            var progressing = DeploymentConditions.Find(deployment.Status.Conditions, DeploymentConditions.Progressing);
            var completeBefore = deployment.Status.Replicas == deployment.Status.UpdatedReplicas && progressing?.Reason == "NewReplicaSetAvailable";
            if (!completeBefore)
            {
                var name = newest is null ? $"Deployment \"{deployment.Metadata.Name}\"" : $"ReplicaSet \"{newest.Metadata.Name}\"";
                if (IsComplete(deployment, status))
                    conditions = Progress(conditions, "True", "NewReplicaSetAvailable", $"{name} has successfully progressed.", now);
                else if (IsProgressing(deployment, status))
                    conditions = Renew(conditions, DeploymentConditions.Make(DeploymentConditions.Progressing, "True", "ReplicaSetUpdated", $"{name} is progressing.", now));
                else if (TimedOut(deployment, status, now))
                    conditions = Progress(conditions, "False", "ProgressDeadlineExceeded", $"{name} has timed out progressing.", now);
            }
        }

        return status with { Conditions = WithFailures(conditions, all, newest) };
    }

    public static bool HasDeadline(Deployment deployment) => deployment.Spec.ProgressDeadlineSeconds is { } deadline && deadline != int.MaxValue;

    /// <summary>Every wanted replica is of the new template and available, and no other is left.</summary>
    public static bool IsComplete(Deployment deployment, DeploymentStatus status) =>
        status.UpdatedReplicas == DeploymentMath.Replicas(deployment) && status.Replicas == DeploymentMath.Replicas(deployment) &&
        status.AvailableReplicas == DeploymentMath.Replicas(deployment) && status.ObservedGeneration >= deployment.Metadata.Generation;

    public static bool TimedOut(Deployment deployment, DeploymentStatus status, DateTimeOffset now)
    {
        if (DeploymentConditions.Find(status.Conditions, DeploymentConditions.Progressing) is not { } condition) return false;
        if (condition.Reason == "NewReplicaSetAvailable") return false;
        if (condition.Reason == "ProgressDeadlineExceeded") return true;
        return condition.LastUpdateTime.AddSeconds(deployment.Spec.ProgressDeadlineSeconds ?? 0) < now;
    }

    private static bool IsProgressing(Deployment deployment, DeploymentStatus status)
    {
        var before = deployment.Status;
        return status.UpdatedReplicas > before.UpdatedReplicas ||
            status.Replicas - status.UpdatedReplicas < before.Replicas - before.UpdatedReplicas ||
            status.ReadyReplicas > before.ReadyReplicas ||
            status.AvailableReplicas > before.AvailableReplicas;
    }

    private static ValueList<DeploymentCondition> Progress(ValueList<DeploymentCondition> conditions, string status, string reason, string message, DateTimeOffset now) =>
        DeploymentConditions.Set(conditions, DeploymentConditions.Make(DeploymentConditions.Progressing, status, reason, message, now));

    /// <summary>Each step forward starts the deadline anew, so the time of update changes although the condition says the same.</summary>
    private static ValueList<DeploymentCondition> Renew(ValueList<DeploymentCondition> conditions, DeploymentCondition condition)
    {
        if (DeploymentConditions.Find(conditions, condition.Type) is { } present && present.Status == condition.Status)
            condition = condition with { LastTransitionTime = present.LastTransitionTime };
        return DeploymentConditions.Remove(conditions, condition.Type).Add(condition);
    }

    private static ValueList<DeploymentCondition> WithFailures(ValueList<DeploymentCondition> conditions, List<ReplicaSet> all, ReplicaSet? newest)
    {
        var failed = (newest is null ? all : [newest, .. all]).SelectMany(replicaSet => replicaSet.Status.Conditions)
            .FirstOrDefault(condition => condition is { Type: DeploymentConditions.ReplicaFailure, Status: "True" });
        return failed is null
            ? DeploymentConditions.Remove(conditions, DeploymentConditions.ReplicaFailure)
            : DeploymentConditions.Set(conditions, DeploymentConditions.Make(failed.Type, failed.Status, failed.Reason, failed.Message, failed.LastTransitionTime));
    }
}
