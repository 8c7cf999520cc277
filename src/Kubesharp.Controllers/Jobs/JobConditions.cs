using Kubesharp.Api;
using Kubesharp.Api.Batch.V1;
using Kubesharp.Api.Core.V1;

namespace Kubesharp.Controllers.Jobs;

/// <summary>Conditions of jobs.</summary>
internal static class JobConditions
{
    /// <summary>The manager of jobs whose specification names none.</summary>
    public const string ManagerName = "kubernetes.io/job-controller";

    public static bool IsFinished(this Job job) => job.Status.Find(JobConditionType.Complete) is not null || job.Status.Find(JobConditionType.Failed) is not null;

    public static bool IsSuspended(this Job job) => job.Spec.Suspend == true;

    public static bool IsIndexed(this Job job) => job.Spec.CompletionMode == CompletionMode.Indexed;

    /// <summary>Whether another controller than ours looks after the job.</summary>
    public static bool IsForeign(this Job job) => job.Spec.ManagedBy is { } manager && manager != ManagerName;

    /// <summary>The condition of a type that is true, or null.</summary>
    public static JobCondition? Find(this JobStatus status, string type)
    {
        foreach (var condition in status.Conditions)
        {
            if (condition.Type == type && condition.Status == ConditionStatus.True) return condition;
        }

        return null;
    }

    public static JobCondition True(string type, string reason, string message, DateTimeOffset now) =>
        new() { Type = type, Status = ConditionStatus.True, Reason = reason, Message = message, LastProbeTime = now, LastTransitionTime = now };

    /// <summary>
    /// The status with a condition in place of the one of its type or at the end. One that says no is not added where there is none.
    /// </summary>
    /// <returns>The same status when nothing changes.</returns>
    public static JobStatus With(this JobStatus status, JobCondition condition)
    {
        var conditions = status.Conditions.AsSpan().ToArray();
        for (var i = 0; i < conditions.Length; i++)
        {
            var present = conditions[i];
            if (present.Type != condition.Type) continue;
            if (present.Status == condition.Status && present.Reason == condition.Reason && present.Message == condition.Message) return status;
            conditions[i] = condition;
            return status with { Conditions = ValueList.Wrap(conditions) };
        }

        return condition.Status == ConditionStatus.False ? status : status with { Conditions = status.Conditions.Add(condition) };
    }
}
