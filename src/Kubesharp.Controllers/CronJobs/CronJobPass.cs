using System.Globalization;
using Kubesharp.Api;
using Kubesharp.Api.Batch.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Client;
using Kubesharp.Controllers.Jobs;
using Kubesharp.Controllers.Workloads;

namespace Kubesharp.Controllers.CronJobs;

/// <summary>One look at one CronJob: clears away old Jobs, takes note of those that have ended, and starts the one that is due.</summary>
internal sealed class CronJobPass(KubernetesClient client, EventRecorder events, CronJob cron, List<Job> jobs, DateTimeOffset now)
{
    private const string ScheduledAt = "batch.kubernetes.io/cronjob-scheduled-timestamp";
    private readonly ResourceClient<Job> _jobs = client.For<Job>();
    private CronJobStatus _status = cron.Status;

    /// <returns>The status to write, and when to look again; null for not before something changes.</returns>
    public async Task<(CronJobStatus Status, TimeSpan? Next, Exception? Failure)> RunAsync(CancellationToken cancellationToken)
    {
        TimeSpan? next = null;
        try
        {
            await CleanUpAsync(cancellationToken);
            await FollowAsync(cancellationToken);
            next = await ScheduleAsync(cancellationToken);
        }
        catch (StatusException e)
        {
            // What was found out until then is written all the same.
            return (_status, null, e);
        }

        return (_status, next, null);
    }

    private async Task CleanUpAsync(CancellationToken cancellationToken)
    {
        if (cron.Spec.SuccessfulJobsHistoryLimit is { } good) await RemoveOldestAsync(JobConditionType.Complete, good, cancellationToken);
        if (cron.Spec.FailedJobsHistoryLimit is { } bad) await RemoveOldestAsync(JobConditionType.Failed, bad, cancellationToken);
    }

    private async Task RemoveOldestAsync(string end, int limit, CancellationToken cancellationToken)
    {
        var ended = jobs.Where(job => job.Status.Find(end) is not null && !job.Metadata.IsBeingDeleted()).ToList();
        var surplus = ended.OrderBy(job => job.Status.StartTime ?? DateTimeOffset.MaxValue).ThenBy(job => job.Metadata.Name, StringComparer.Ordinal).Take(Math.Max(0, ended.Count - limit));
        foreach (var job in surplus) await DeleteAsync(job, cancellationToken);
    }

    private async Task DeleteAsync(Job job, CancellationToken cancellationToken)
    {
        try
        {
            var options = new DeleteOptions { PropagationPolicy = DeletionPropagation.Background, Preconditions = new Preconditions { Uid = job.Metadata.Uid } };
            await _jobs.DeleteAsync(job.Metadata.Namespace, job.Metadata.Name, cancellationToken, options);
        }
        catch (StatusException e) when (!e.IsNotFound)
        {
            events.Event(cron, EventTypes.Warning, "FailedDelete", $"Deleted job: {e.Message}");
            throw;
        }
        catch (StatusException e) when (e.IsNotFound)
        {
            // Gone already.
        }

        Forget(job.Metadata.Uid);
        events.Event(cron, EventTypes.Normal, "SuccessfulDelete", $"Deleted job {job.Metadata.Name}");
    }

    private bool IsActive(string uid) => _status.Active.Any(reference => reference.Uid == uid);

    private void Forget(string uid)
    {
        if (IsActive(uid)) _status = _status with { Active = _status.Active.Where(reference => reference.Uid != uid).ToValueList() };
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        foreach (var job in jobs)
        {
            var active = IsActive(job.Metadata.Uid);
            if (!active && !job.IsFinished())
            {
                events.Event(cron, EventTypes.Warning, "UnexpectedJob", $"Saw a job that the controller did not create or forgot: {job.Metadata.Name}");
            }
            else if (active && job.IsFinished())
            {
                Forget(job.Metadata.Uid);
                var condition = job.Status.Find(JobConditionType.Complete) is null ? JobConditionType.Failed : JobConditionType.Complete;
                events.Event(cron, EventTypes.Normal, "SawCompletedJob", $"Saw completed job: {job.Metadata.Name}, condition: {condition}");
            }

            if (job.Status.Find(JobConditionType.Complete) is not null && job.Status.CompletionTime is { } time && !(_status.LastSuccessfulTime >= time)) _status = _status with { LastSuccessfulTime = time };
        }

        foreach (var reference in _status.Active)
        {
            if (jobs.Any(job => job.Metadata.Uid == reference.Uid)) continue;

            // The cache may lag behind: only the server can say that a job is gone.
            if (await _jobs.TryGetAsync(reference.Namespace, reference.Name, cancellationToken) is { } live && live.Metadata.Uid == reference.Uid) continue;
            events.Event(cron, EventTypes.Normal, "MissingJob", $"Active job went missing: {reference.Name}");
            Forget(reference.Uid);
        }
    }

    private async Task<TimeSpan?> ScheduleAsync(CancellationToken cancellationToken)
    {
        if (cron.Metadata.IsBeingDeleted()) return null;
        var zone = TimeZoneInfo.Utc;
        if (cron.Spec.TimeZone is { } name && !TimeZoneInfo.TryFindSystemTimeZoneById(name, out zone))
        {
            events.Event(cron, EventTypes.Warning, "UnknownTimeZone", $"invalid timeZone: {GoText.Quote(name)}: unknown time zone {name}");
            return null;
        }

        if (cron.Spec.Suspend == true) return null;
        if (cron.Spec.Schedule.Contains("TZ", StringComparison.Ordinal))
        {
            events.Event(
                cron, EventTypes.Warning, "UnsupportedSchedule",
                $"CRON_TZ or TZ used in schedule {GoText.Quote(cron.Spec.Schedule)} is not officially supported, see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details");
        }

        var (schedule, error) = CronSchedule.Parse(cron.Spec.Schedule);
        if (schedule is null)
        {
            events.Event(cron, EventTypes.Warning, "UnparseableSchedule", $"unparseable schedule: {GoText.Quote(cron.Spec.Schedule)} : {error}");
            return null;
        }

        var times = new CronTimes(cron, schedule, zone, now);
        var due = times.LastDue(withDeadline: true, out error);
        if (error is not null)
        {
            events.Event(cron, EventTypes.Warning, "InvalidSchedule", $"invalid schedule: {cron.Spec.Schedule} : {error}");
            return null;
        }

        if (due.IsTooMany)
        {
            events.Event(
                cron, EventTypes.Warning, "TooManyMissedTimes", "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew");
        }

        if (due.Last is { } time && await MayStartAsync(time, cancellationToken)) await StartAsync(time, zone, cancellationToken);
        return new CronTimes(cron with { Status = _status }, schedule, zone, now).UntilNext();
    }

    private async Task<bool> MayStartAsync(DateTimeOffset time, CancellationToken cancellationToken)
    {
        if (cron.Spec.StartingDeadlineSeconds is { } seconds && (now - time).TotalSeconds > seconds)
        {
            events.Event(cron, EventTypes.Warning, "MissSchedule", $"Missed scheduled time to start a job: {time.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture)} +0000");
            return false;
        }

        if (_status.LastScheduleTime == time || _status.Active.Any(reference => reference.Name == NameOf(time))) return false;
        if (cron.Spec.ConcurrencyPolicy == ConcurrencyPolicy.Forbid && _status.Active.Count > 0)
        {
            events.Event(cron, EventTypes.Normal, "JobAlreadyActive", "Not starting job because prior execution is running and concurrency policy is Forbid");
            return false;
        }

        if (cron.Spec.ConcurrencyPolicy == ConcurrencyPolicy.Replace)
        {
            foreach (var reference in _status.Active)
            {
                if (await _jobs.TryGetAsync(reference.Namespace, reference.Name, cancellationToken) is { } running && running.Metadata.Uid == reference.Uid) await DeleteAsync(running, cancellationToken);
                else Forget(reference.Uid);
            }
        }

        return true;
    }

    /// <summary>The name follows from the time, so that no round can have two Jobs.</summary>
    private string NameOf(DateTimeOffset time) => $"{cron.Metadata.Name}-{time.ToUnixTimeSeconds() / 60}";

    private async Task StartAsync(DateTimeOffset time, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        Job job;
        try
        {
            job = await _jobs.CreateAsync(Make(time, zone), cancellationToken);
            events.Event(cron, EventTypes.Normal, "SuccessfulCreate", $"Created job {job.Metadata.Name}");
        }
        catch (StatusException e) when (e.IsAlreadyExists)
        {
            // Made by us before a crash, unless it is someone else's.
            job = await _jobs.GetAsync(cron.Metadata.Namespace, NameOf(time), cancellationToken);
            if (!job.Metadata.IsControlledBy(cron.Metadata) || IsActive(job.Metadata.Uid)) return;
        }
        catch (StatusException e)
        {
            if (!PodControl.IsNamespaceTerminating(e)) events.Event(cron, EventTypes.Warning, "FailedCreate", $"Error creating job: {e.Message}");
            throw;
        }

        _status = _status with { LastScheduleTime = time };
        if (!job.IsFinished()) _status = _status with { Active = _status.Active.Add(ObjectReferences.To(job)) };
    }

    private Job Make(DateTimeOffset time, TimeZoneInfo zone)
    {
        var template = cron.Spec.JobTemplate;
        var local = TimeZoneInfo.ConvertTime(time, zone);
        var text = local.ToString(local.Offset == TimeSpan.Zero ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
        return new Job
        {
            Metadata = new ObjectMeta
            {
                Name = NameOf(time),
                Namespace = cron.Metadata.Namespace,
                Labels = template.Metadata.Labels,
                Annotations = template.Metadata.Annotations.Set(ScheduledAt, text),
                OwnerReferences = [cron.ToControllerReference()],
            },
            Spec = template.Spec,
        };
    }
}
