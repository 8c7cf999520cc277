using System.Globalization;

namespace Kubesharp.Api;

/// <summary>Durations as Go programs write them, such as <c>1m30s</c>: in configuration files, and in texts that people and tools read.</summary>
public static class GoDuration
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

    /// <summary>Such as <c>1m20s</c>, <c>2.5s</c>, <c>310ms</c>; rounded to a millisecond.</summary>
    public static string Format(TimeSpan span)
    {
        if (span == TimeSpan.Zero) return "0s";
        if (span < TimeSpan.FromSeconds(1))
            return string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, (long)span.TotalMilliseconds)}ms");
        var seconds = (Math.Round(span.TotalMilliseconds) / 1000) % 60;
        var text = string.Create(CultureInfo.InvariantCulture, $"{seconds:0.###}s");
        if (span.TotalMinutes >= 1) text = string.Create(CultureInfo.InvariantCulture, $"{(long)span.TotalMinutes % 60}m{text}");
        if (span.TotalHours >= 1) text = string.Create(CultureInfo.InvariantCulture, $"{(long)span.TotalHours}h{text}");
        return text;
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
