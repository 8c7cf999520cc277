using System.Globalization;
using Kubesharp.Api.Batch.V1;

namespace Kubesharp.Api.Tests.Jobs;

public sealed class CronScheduleTests
{
    [Theory]
    [InlineData("* * * * *", "2026-01-01T00:00:00", "2026-01-01T00:01:00")]
    [InlineData("* * * * *", "2026-01-01T00:00:59", "2026-01-01T00:01:00")]
    [InlineData("*/15 * * * *", "2026-01-01T00:15:00", "2026-01-01T00:30:00")]
    [InlineData("0 0 * * *", "2026-12-31T23:59:59", "2027-01-01T00:00:00")]
    [InlineData("30 6-16/4 * * 1-5", "2026-01-02T14:31:00", "2026-01-05T06:30:00")]
    [InlineData("0 0 13 * 5", "2026-01-01T12:00:00", "2026-01-02T00:00:00")]
    [InlineData("0 0 */2 * 5", "2026-01-03T12:00:00", "2026-01-05T00:00:00")]
    [InlineData("0 0 29 2 *", "2026-01-01T00:00:00", "2028-02-29T00:00:00")]
    [InlineData("0 12 1 jan,jul *", "2026-01-01T12:00:00", "2026-07-01T12:00:00")]
    [InlineData("5/20 * * * *", "2026-01-01T00:46:00", "2026-01-01T01:05:00")]
    [InlineData("@weekly", "2026-01-01T00:00:00", "2026-01-04T00:00:00")]
    [InlineData("@every 90s", "2026-01-01T00:00:10", "2026-01-01T00:01:40")]
    [InlineData("0 0 31 2 *", "2026-01-01T00:00:00", null)]
    public void Next_Utc_IsTheNextMatch(string schedule, string after, string? expected) => Assert.Equal(expected, Next(schedule, after, "UTC", 1).Single());

    /// <summary>What upstream's library gives around the change of clocks.</summary>
    [Theory]
    [InlineData("30 2 * * *", "2026-03-07T07:30:00", "2026-03-09T06:30:00")]
    [InlineData("30 1 * * *", "2026-11-01T05:00:00", "2026-11-01T05:30:00 2026-11-01T06:30:00 2026-11-02T06:30:00")]
    [InlineData("0 * * * *", "2026-03-08T06:00:00", "2026-03-08T07:00:00 2026-03-08T08:00:00")]
    [InlineData("0 0 * * *", "2026-03-08T05:00:00", "2026-03-09T04:00:00")]
    public void Next_NewYork_FollowsTheWallClock(string schedule, string after, string expected)
    {
        var times = expected.Split(' ');
        Assert.Equal(times, Next(schedule, after, "America/New_York", times.Length));
    }

    /// <summary>Midnight does not exist on the day the clocks go forward there.</summary>
    [Fact]
    public void Next_NoMidnight_DayBeginsAtOne() => Assert.Equal("2018-11-04T03:30:00", Next("30 1 4 11 *", "2018-11-01T00:00:00", "America/Sao_Paulo", 1).Single());

    [Fact]
    public void Parse_Zone_IsPartOfTheSchedule() => Assert.Equal("2026-01-01T05:00:00", Next("CRON_TZ=America/New_York 0 0 * * *", "2026-01-01T00:00:00", "UTC", 1).Single());

    private static IEnumerable<string?> Next(string schedule, string after, string zone, int count)
    {
        var (parsed, error) = CronSchedule.Parse(schedule);
        Assert.Null(error);
        var time = DateTimeOffset.Parse(after, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        for (var i = 0; i < count; i++)
        {
            var next = parsed!.Next(time, TimeZoneInfo.FindSystemTimeZoneById(zone));
            yield return next?.UtcDateTime.ToString("s", CultureInfo.InvariantCulture);
            time = next ?? time;
        }
    }
}
