using Kubesharp.Api.Batch.V1;

namespace Kubesharp.Controllers.CronJobs;

/// <summary>When a CronJob was last due, and when it will be next.</summary>
internal sealed class CronTimes
{
    private const int Many = 100;

    /// <summary>Timers may fire a little early; a job that is looked at just before its time would wait a whole round.</summary>
    private static readonly TimeSpan Pad = TimeSpan.FromMilliseconds(100);
    private readonly CronJob _job;
    private readonly CronSchedule _schedule;
    private readonly TimeZoneInfo _zone;
    private readonly DateTimeOffset _now;

    public CronTimes(CronJob job, CronSchedule schedule, TimeZoneInfo zone, DateTimeOffset now) => (_job, _schedule, _zone, _now) = (job, schedule, zone, now);

    /// <summary>The result of looking back.</summary>
    /// <param name="Earliest">Where looking back began.</param>
    /// <param name="Last">The last time that has come; null when none has.</param>
    /// <param name="Missed">About how many times have come.</param>
    public readonly record struct Past(DateTimeOffset Earliest, DateTimeOffset? Last, long Missed)
    {
        public bool IsTooMany => Missed > Many;
    }

    /// <summary>The last time the job was due since it last ran.</summary>
    /// <param name="withDeadline">Whether to leave out times for which it is too late to start.</param>
    /// <param name="error">What is wrong with the schedule.</param>
    public Past LastDue(bool withDeadline, out string? error)
    {
        error = null;
        var earliest = _job.Status.LastScheduleTime ?? _job.Metadata.CreationTimestamp;
        if (withDeadline && _job.Spec.StartingDeadlineSeconds is { } seconds && Back(seconds) is var deadline && deadline > earliest) earliest = deadline;
        var first = Next(earliest);
        var second = first is { } time ? Next(time) : null;
        if (first is null || second is null)
        {
            error = "time difference between two schedules is less than 1 second";
            return new Past(earliest, null, 0);
        }

        if (_now < first) return new Past(earliest, null, 0);
        if (_now < second) return new Past(earliest, first, 0);
        return LastDue(earliest, first.Value, second.Value);
    }

    /// <summary>Time to wait for the next round.</summary>
    public TimeSpan UntilNext()
    {
        var past = LastDue(withDeadline: false, out var error);
        var from = past.Last ?? (error is null && past.Missed == 0 ? past.Earliest : _now);
        var wait = Next(from) is { } next ? next + Pad - _now : TimeSpan.FromDays(365);
        return wait > TimeSpan.Zero ? wait : Pad;
    }

    private DateTimeOffset? Next(DateTimeOffset after) => _schedule.Next(after, _zone);

    private DateTimeOffset Back(long seconds) => seconds < (_now - DateTimeOffset.UnixEpoch).TotalSeconds ? _now.AddSeconds(-seconds) : DateTimeOffset.UnixEpoch;

    /// <summary>Jumps to shortly before now by the distance of two rounds, so that a long pause does not mean a long walk.</summary>
    private Past LastDue(DateTimeOffset earliest, DateTimeOffset first, DateTimeOffset second)
    {
        var distance = (long)Math.Round((second - first).TotalSeconds);
        var missed = ((long)(_now - first).TotalSeconds / distance) + 1;
        DateTimeOffset? last = null;
        for (var time = Next(first.AddSeconds((missed - 2) * distance)); time <= _now; time = Next(time.Value)) last = time;
        return new Past(earliest, last, missed);
    }
}
