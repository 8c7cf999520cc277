using Kubesharp.Api;
using Kubesharp.Api.Batch.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Validation;
using ConditionStatus = Kubesharp.Api.Core.V1.ConditionStatus;

namespace Kubesharp.Server.Strategies.Batch;

/// <summary>
/// Checks what controllers report of Jobs, ours and others'. A rule counts only when what it is about changes, so that a status that breaks
/// it already can still be written, and so that a controller has time to follow a changed specification.
/// </summary>
internal static class JobStatusValidator
{
    private static readonly FieldPath Status = FieldPath.Of("status");
    private static readonly FieldPath Conditions = Status.Child("conditions");
    private static readonly string[] TerminalConditions = [JobConditionType.Failed, JobConditionType.Complete, JobConditionType.FailureTarget];

    public static void Validate(Job job, Job old, ErrorList errors)
    {
        Counters(job.Status, errors);
        Ends(job, old, errors);
        Times(job, old, errors);
        Indexes(job, old, errors);
        Running(job, old, errors);
        SuccessCriteria(job, old, errors);
        Transitions(job, old, errors);
    }

    public static bool Is(Job job, string type)
    {
        foreach (var condition in job.Status.Conditions)
        {
            if (condition.Type == type) return condition.Status == ConditionStatus.True;
        }

        return false;
    }

    private static bool IsFinished(Job job) => Is(job, JobConditionType.Complete) || Is(job, JobConditionType.Failed);

    private static bool Changed(Job job, Job old, string type) => Is(job, type) != Is(old, type);

    private static void Condition(ErrorList errors, string detail) => errors.Add(new FieldError(CauseType.FieldValueInvalid, Conditions.ToString(), $"Invalid value: {detail}"));

    private static BadValue Time(DateTimeOffset? time) => time is { } value ? value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture) : BadValue.Null;

    private static long? Seconds(DateTimeOffset? time) => time?.ToUnixTimeSeconds();

    private static void Counters(JobStatus status, ErrorList errors)
    {
        Check.NonNegative(errors, Status, "active", status.Active);
        Check.NonNegative(errors, Status, "succeeded", status.Succeeded);
        Check.NonNegative(errors, Status, "failed", status.Failed);
        Check.NonNegative(errors, Status, "ready", status.Ready);
        Check.NonNegative(errors, Status, "terminating", status.Terminating);
        if (status.UncountedTerminatedPods is not { } uncounted) return;
        var path = Status.Child("uncountedTerminatedPods");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Uids(uncounted.Succeeded, path.Child("succeeded"), seen, errors);
        Uids(uncounted.Failed, path.Child("failed"), seen, errors);
    }

    private static void Uids(ValueList<string> uids, FieldPath path, HashSet<string> seen, ErrorList errors)
    {
        for (var i = 0; i < uids.Count; i++)
        {
            if (uids[i].Length == 0) errors.Invalid(path.Index(i), "", "must not be empty");
            else if (!seen.Add(uids[i])) errors.Duplicate(path.Index(i), uids[i]);
        }
    }

    private static void Ends(Job job, Job old, ErrorList errors)
    {
        var (complete, failed) = (Is(job, JobConditionType.Complete), Is(job, JobConditionType.Failed));
        var completeChanged = Changed(job, old, JobConditionType.Complete);
        var failedChanged = Changed(job, old, JobConditionType.Failed);
        var targetChanged = Changed(job, old, JobConditionType.FailureTarget);
        var criteriaChanged = Changed(job, old, JobConditionType.SuccessCriteriaMet);
        if ((completeChanged || failedChanged) && complete && failed) Condition(errors, "cannot set Complete=True and Failed=true conditions");
        if ((completeChanged || targetChanged) && complete && Is(job, JobConditionType.FailureTarget)) Condition(errors, "cannot set Complete=True and FailureTarget=true conditions");
        if ((failedChanged || targetChanged) && failed && !Is(job, JobConditionType.FailureTarget)) Condition(errors, "cannot set Failed=True condition without the FailureTarget=true condition");
        if ((completeChanged || criteriaChanged) && complete && !Is(job, JobConditionType.SuccessCriteriaMet)) Condition(errors, "cannot set Complete=True condition without the SuccessCriteriaMet=true condition");
    }

    private static void Times(Job job, Job old, ErrorList errors)
    {
        var (start, end) = (job.Status.StartTime, job.Status.CompletionTime);
        var complete = Is(job, JobConditionType.Complete);
        var startChanged = Seconds(start) != Seconds(old.Status.StartTime);
        var endChanged = Seconds(end) != Seconds(old.Status.CompletionTime);
        if (endChanged || Changed(job, old, JobConditionType.Complete))
        {
            if (end is not null && !complete) errors.Invalid(Status.Child("completionTime"), Time(end), "cannot set completionTime when there is no Complete=True condition");
            if (end is null && complete) errors.Required(Status.Child("completionTime"), "completionTime is required for Complete jobs");
        }

        if ((startChanged || endChanged) && start is not null && end is not null && Seconds(end) < Seconds(start))
            errors.Invalid(Status.Child("completionTime"), Time(end), "completionTime cannot be set before startTime");

        // A job that never had anything to do may end without ever having started.
        var nothingToDo = job.Spec is { Suspend: true, Completions: 0 };
        if ((startChanged || IsFinished(job) != IsFinished(old)) && !nothingToDo && start is null && IsFinished(job)) errors.Required(Status.Child("startTime"), "startTime is required for finished job");
        var resumes = Is(old, JobConditionType.Suspended) && !Is(job, JobConditionType.Suspended);
        if (startChanged && old.Status.StartTime is not null && job.Spec.Suspend != true && !resumes) errors.Required(Status.Child("startTime"), "startTime cannot be removed for unsuspended job");
    }

    private static void Indexes(Job job, Job old, ErrorList errors)
    {
        var (completed, failed) = (job.Status.CompletedIndexes, job.Status.FailedIndexes);
        var completedChanged = completed != old.Status.CompletedIndexes;
        var failedChanged = failed != old.Status.FailedIndexes;
        string? wrong;
        if (completedChanged)
        {
            if (job.Spec.Completions is { } completions)
            {
                IndexIntervals.Parse(completed, completions, out wrong);
                if (wrong is not null) errors.Invalid(Status.Child("completedIndexes"), completed, $"error parsing completedIndexes: {wrong}");
            }

            if (completed.Length > 0 && job.Spec.CompletionMode != CompletionMode.Indexed) errors.Invalid(Status.Child("completedIndexes"), completed, "cannot set non-empty completedIndexes when non-indexed completion mode");
        }

        if (failedChanged && failed is not null)
        {
            if (job.Spec.Completions is { } completions)
            {
                IndexIntervals.Parse(failed, completions, out wrong);
                if (wrong is not null) errors.Invalid(Status.Child("failedIndexes"), failed, $"error parsing failedIndexes: {wrong}");
            }

            if (job.Spec.BackoffLimitPerIndex is null) errors.Invalid(Status.Child("failedIndexes"), failed, "cannot set non-null failedIndexes when backoffLimitPerIndex is null");
        }

        if ((completedChanged || failedChanged) && failed is not null && job.Spec.Completions is { } limit)
        {
            var shared = IndexIntervals.Read(completed, limit).FirstShared(IndexIntervals.Read(failed, limit));
            if (shared >= 0) errors.Invalid(Status.Child("failedIndexes"), failed, $"failedIndexes and completedIndexes overlap at index: {shared}");
        }
    }

    private static void Running(Job job, Job old, ErrorList errors)
    {
        var finished = IsFinished(job);
        var finishedChanged = finished != IsFinished(old);
        var (status, before) = (job.Status, old.Status);
        if (finished && (finishedChanged || status.Active != before.Active) && status.Active > 0) errors.Invalid(Status.Child("active"), status.Active, "active>0 is invalid for finished job");
        if (finished && (finishedChanged || status.Terminating != before.Terminating) && status.Terminating > 0) errors.Invalid(Status.Child("terminating"), status.Terminating, "terminating>0 is invalid for finished job");
        if ((status.Ready != before.Ready || status.Active != before.Active) && status.Ready > status.Active) errors.Invalid(Status.Child("ready"), status.Ready, "cannot set more ready pods than active");
        if (finished && (finishedChanged || status.UncountedTerminatedPods != before.UncountedTerminatedPods) && status.UncountedTerminatedPods is { } uncounted && uncounted.Succeeded.Count + uncounted.Failed.Count > 0)
            errors.Invalid(Status.Child("uncountedTerminatedPods"), Check.Show(uncounted), "uncountedTerminatedPods needs to be empty for finished job");
    }

    private static void SuccessCriteria(Job job, Job old, ErrorList errors)
    {
        var met = Is(job, JobConditionType.SuccessCriteriaMet);
        if (met && Is(job, JobConditionType.Failed)) Condition(errors, "cannot set SuccessCriteriaMet=True and Failed=true conditions");
        if (met && Is(job, JobConditionType.FailureTarget)) Condition(errors, "cannot set SuccessCriteriaMet=True and FailureTarget=true conditions");
        if (!met && job.Spec.SuccessPolicy is not null && Is(job, JobConditionType.Complete)) Condition(errors, "cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True");
        if (!met && Is(old, JobConditionType.SuccessCriteriaMet)) Condition(errors, "cannot disable the SuccessCriteriaMet=True condition");
        if (met && Is(old, JobConditionType.Complete) && !Is(old, JobConditionType.SuccessCriteriaMet)) Condition(errors, "cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions");
    }

    private static void Transitions(Job job, Job old, ErrorList errors)
    {
        foreach (var type in TerminalConditions)
        {
            if (Is(old, type) && !Is(job, type)) Condition(errors, $"cannot disable the terminal {type}=True condition");
        }

        if (job.Status.Failed < old.Status.Failed) errors.Invalid(Status.Child("failed"), job.Status.Failed, "cannot decrease the failed counter");

        // An indexed job with as many pods as completions can be scaled down, and loses completed indexes by that.
        var elastic = job.Spec.CompletionMode == CompletionMode.Indexed && job.Spec.Completions == job.Spec.Parallelism;
        if (!elastic && job.Status.Succeeded < old.Status.Succeeded) errors.Invalid(Status.Child("succeeded"), job.Status.Succeeded, "cannot decrease the succeeded counter");
        if (job.Status.CompletionTime is { } end && old.Status.CompletionTime is { } before && Seconds(end) != Seconds(before)) errors.Invalid(Status.Child("completionTime"), Time(end), "completionTime cannot be mutated");
    }
}
