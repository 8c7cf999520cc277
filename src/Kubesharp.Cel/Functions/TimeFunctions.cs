using System.Globalization;
using Kubesharp.Cel.Values;

namespace Kubesharp.Cel.Functions;

/// <summary>Parts of times and durations.</summary>
internal static class TimeFunctions
{
    private const long NanosPerMilli = 1_000_000;

    public static IReadOnlyList<CelFunction> All { get; } =
    [
        OfTime("getFullYear", static time => time.Year),
        OfTime("getMonth", static time => time.Month - 1),
        OfTime("getDayOfYear", static time => time.DayOfYear - 1),
        OfTime("getDayOfMonth", static time => time.Day - 1),
        OfTime("getDate", static time => time.Day),
        OfTime("getDayOfWeek", static time => (int)time.DayOfWeek),
        OfTime("getHours", static time => time.Hour),
        OfTime("getMinutes", static time => time.Minute),
        OfTime("getSeconds", static time => time.Second),
        OfTime("getMilliseconds", static time => time.Millisecond),
        OfDuration("getHours", 3600 * CelDuration.NanosPerSecond),
        OfDuration("getMinutes", 60 * CelDuration.NanosPerSecond),
        OfDuration("getSeconds", CelDuration.NanosPerSecond),
        CelFunction.Member("getMilliseconds", 0, static arguments => arguments[0] is CelDuration duration ? new CelInt(duration.Nanos / NanosPerMilli % 1000) : null),
    ];

    private static CelFunction OfTime(string name, Func<DateTime, long> part) => new(name, IsMember: true, 0, 1, arguments =>
    {
        if (arguments[0] is not CelTimestamp time) return null;
        var offset = TimeSpan.Zero;
        if (arguments.Length == 2)
        {
            if (arguments[1] is not CelString zone) return null;
            if (OffsetOf(zone.Value, time.ToDateTimeOffset()) is not { } found) return new CelError($"unknown time zone {zone.Value}");
            offset = found;
        }

        return new CelInt(part(time.ToDateTimeOffset().UtcDateTime + offset));
    });

    private static CelFunction OfDuration(string name, long unit) =>
        CelFunction.Member(name, 0, arguments => arguments[0] is CelDuration duration ? new CelInt(duration.Nanos / unit) : null);

    private static TimeSpan? OffsetOf(string zone, DateTimeOffset time)
    {
        if (zone.Length > 0 && (zone[0] is '+' or '-' || char.IsAsciiDigit(zone[0])))
        {
            var digits = zone.TrimStart('+', '-');
            if (!TimeSpan.TryParseExact(digits, @"hh\:mm", CultureInfo.InvariantCulture, out var offset)) return null;
            return zone[0] == '-' ? -offset : offset;
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var known) ? known.GetUtcOffset(time) : null;
    }
}
