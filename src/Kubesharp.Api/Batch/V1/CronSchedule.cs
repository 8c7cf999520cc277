namespace Kubesharp.Api.Batch.V1;

/// <summary>
/// The schedule of a CronJob: five fields (minute, hour, day of the month, month, day of the week), a descriptor such as <c>@daily</c>, or
/// <c>@every</c> and a duration; before it possibly <c>TZ=</c> or <c>CRON_TZ=</c> and a time zone.
/// </summary>
public sealed class CronSchedule
{
    /// <summary>A schedule that has not come due for this long, such as one for the 31st of February, never does.</summary>
    private const int YearsAhead = 5;

    private readonly CronFields? _fields;
    private readonly TimeSpan _period;
    private readonly TimeZoneInfo? _zone;

    internal CronSchedule(CronFields fields, TimeZoneInfo? zone) => (_fields, _zone) = (fields, zone);

    internal CronSchedule(TimeSpan period) => _period = period;

    /// <summary>Reads a schedule.</summary>
    /// <returns>The schedule, or null and what is wrong with the text.</returns>
    public static (CronSchedule? Schedule, string? Error) Parse(string text)
    {
        var schedule = CronParser.Parse(text, out var error);
        return (schedule, error);
    }

    /// <summary>The first time after another at which the schedule is due; null when there is none in the next years.</summary>
    /// <param name="after">The time before.</param>
    /// <param name="zone">Time zone of the fields, unless the schedule names one itself.</param>
    public DateTimeOffset? Next(DateTimeOffset after, TimeZoneInfo zone)
    {
        if (_fields is null) return new DateTimeOffset(Whole(after.UtcTicks, TimeSpan.TicksPerSecond), TimeSpan.Zero) + _period;
        return Next(_fields, after, _zone ?? zone);
    }

    private static long Whole(long ticks, long unit) => ticks - (ticks % unit);

    /// <summary>
    /// Walks forward in real time and looks at the clock on the wall: an hour that is left out when the clocks go forward is never due, one that
    /// comes twice when they go back is due twice.
    /// </summary>
    private static DateTimeOffset? Next(CronFields fields, DateTimeOffset after, TimeZoneInfo zone)
    {
        var time = new DateTimeOffset(Whole(after.UtcTicks, TimeSpan.TicksPerMinute), TimeSpan.Zero).AddMinutes(1);
        var lastYear = TimeZoneInfo.ConvertTime(time, zone).Year + YearsAhead;
        while (true)
        {
            var local = TimeZoneInfo.ConvertTime(time, zone);
            if (local.Year > lastYear) return null;
            if (!fields.MatchesMonth(local.Month)) time = StartOf(NextMonth(local), zone);
            else if (!fields.MatchesDay(local)) time = StartOf(local.Date.AddDays(1), zone);
            else if (!fields.MatchesHour(local.Hour)) time = time.AddMinutes(60 - local.Minute);
            else if (!fields.MatchesMinute(local.Minute)) time = time.AddMinutes(1);
            else return time;
        }
    }

    private static DateTime NextMonth(DateTimeOffset local) => new DateTime(local.Year, local.Month, 1, 0, 0, 0, DateTimeKind.Unspecified).AddMonths(1);

    /// <summary>When a day begins, which is not at midnight where the clocks go forward just then.</summary>
    private static DateTimeOffset StartOf(DateTime day, TimeZoneInfo zone)
    {
        var midnight = DateTime.SpecifyKind(day, DateTimeKind.Unspecified);
        while (zone.IsInvalidTime(midnight)) midnight = midnight.AddMinutes(15);
        var offset = zone.IsAmbiguousTime(midnight) ? zone.GetAmbiguousTimeOffsets(midnight).Max() : zone.GetUtcOffset(midnight);
        return new DateTimeOffset(midnight, offset).ToUniversalTime();
    }
}
