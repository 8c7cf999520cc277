using System.Globalization;
using Kubesharp.Api;

namespace Kubesharp.Scheduler.Configuration;

/// <summary>Durations as configuration files have them, such as <c>1m30s</c>.</summary>
internal static class GoDuration
{
    /// <summary>Reads a duration.</summary>
    /// <exception cref="FormatException">The text is none; the message says why.</exception>
    public static TimeSpan Parse(string text)
    {
        var rest = text.AsSpan();
        var negative = rest is ['-', ..];
        if (rest is ['-' or '+', ..]) rest = rest[1..];
        if (rest is "0") return TimeSpan.Zero;
        if (rest.IsEmpty) throw Invalid(text);
        var sum = 0.0;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept("0123456789.");
            if (digits < 0) throw new FormatException($"time: missing unit in duration {GoText.Quote(text)}");
            if (digits == 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) throw Invalid(text);
            rest = rest[digits..];
            var end = rest.IndexOfAny("0123456789.");
            var unit = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[end..];
            sum += number * Ticks(unit, text);
        }

        return TimeSpan.FromTicks((long)Math.Round(negative ? -sum : sum));
    }

    private static double Ticks(ReadOnlySpan<char> unit, string text) => unit switch
    {
        "ns" => 1.0 / TimeSpan.NanosecondsPerTick,
        "us" or "µs" or "μs" => TimeSpan.TicksPerMicrosecond,
        "ms" => TimeSpan.TicksPerMillisecond,
        "s" => TimeSpan.TicksPerSecond,
        "m" => TimeSpan.TicksPerMinute,
        "h" => TimeSpan.TicksPerHour,
        _ => throw new FormatException($"time: unknown unit {GoText.Quote(unit.ToString())} in duration {GoText.Quote(text)}"),
    };

    private static FormatException Invalid(string text) => new($"time: invalid duration {GoText.Quote(text)}");
}
