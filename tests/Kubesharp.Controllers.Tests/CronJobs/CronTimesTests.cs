using System.Globalization;
using Kubesharp.Api.Batch.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Controllers.CronJobs;

namespace Kubesharp.Controllers.Tests.CronJobs;

public sealed class CronTimesTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The last case is upstream's too: rounds at uneven distances, looked at after a pause, are not made up for.</summary>
    [Theory]
    [InlineData("0 * * * *", null, null, 30, null, 0)]
    [InlineData("0 * * * *", null, null, 61, 60, 0)]
    [InlineData("0 * * * *", 60, null, 90, null, 0)]
    [InlineData("0 * * * *", 60, null, 125, 120, 0)]
    [InlineData("0 * * * *", null, null, 305, 300, 5)]
    [InlineData("* * * * *", null, null, 300, 300, 300)]
    [InlineData("* * * * *", null, 120L, 300, 300, 2)]
    [InlineData("@every 1h", null, null, 200, 180, 3)]
    [InlineData("30 6-16/4 * * 1-5", null, null, 60 * 24 * 4, null, 100)]
    public void LastDue_SinceTheLastRun_FindsTheNewestTime(string schedule, int? lastRun, long? deadline, int nowMinutes, int? expected, int missed)
    {
        var times = Times(schedule, lastRun, deadline, nowMinutes);
        var past = times.LastDue(withDeadline: true, out var error);
        Assert.Null(error);
        Assert.Equal(expected is { } minutes ? Midnight.AddMinutes(minutes) : null, past.Last);
        if (missed > 0 && expected is not null) Assert.Equal(missed > 100, past.IsTooMany);
    }

    [Theory]
    [InlineData("0 * * * *", null, 30, 30)]
    [InlineData("0 * * * *", 60, 90, 30)]
    [InlineData("0 * * * *", null, 305, 55)]
    public void UntilNext_IsTheTimeToTheNextRound(string schedule, int? lastRun, int nowMinutes, int expected) =>
        Assert.Equal(TimeSpan.FromMinutes(expected) + TimeSpan.FromMilliseconds(100), Times(schedule, lastRun, null, nowMinutes).UntilNext());

    [Fact]
    public void LastDue_ImpossibleDate_IsAnError()
    {
        Times("59 23 31 2 *", null, null, 10).LastDue(withDeadline: true, out var error);
        Assert.Equal("time difference between two schedules is less than 1 second", error);
    }

    private static CronTimes Times(string schedule, int? lastRun, long? deadline, int nowMinutes)
    {
        var job = new CronJob
        {
            Metadata = new ObjectMeta { CreationTimestamp = Midnight },
            Spec = new CronJobSpec { Schedule = schedule, StartingDeadlineSeconds = deadline },
            Status = new CronJobStatus { LastScheduleTime = lastRun is { } minutes ? Midnight.AddMinutes(minutes) : null },
        };
        return new CronTimes(job, CronSchedule.Parse(schedule).Schedule!, TimeZoneInfo.Utc, Midnight.AddMinutes(nowMinutes));
    }
}
