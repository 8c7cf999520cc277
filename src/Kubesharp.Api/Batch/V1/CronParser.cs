using System.Globalization;

namespace Kubesharp.Api.Batch.V1;

/// <summary>Reads schedules, and complains in the words of the library that upstream uses.</summary>
internal static class CronParser
{
    private const string Every = "@every ";

    private static readonly Range[] Ranges =
    [
        new(0, 59, []),
        new(0, 23, []),
        new(1, 31, []),
        new(1, 12, ["", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]),
        new(0, 6, ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]),
    ];

    /// <summary>One field: its lowest and highest value, and names for values from zero.</summary>
    private sealed record Range(int Min, int Max, string[] Names);

    public static CronSchedule? Parse(string text, out string? error)
    {
        error = null;
        if (text.Length == 0)
        {
            error = "empty spec string";
            return null;
        }

        TimeZoneInfo? zone = null;
        if (text.StartsWith("TZ=", StringComparison.Ordinal) || text.StartsWith("CRON_TZ=", StringComparison.Ordinal))
        {
            var space = text.IndexOf(' ');
            var name = text[(text.IndexOf('=') + 1)..(space < 0 ? text.Length : space)];
            if (!TimeZoneInfo.TryFindSystemTimeZoneById(name, out zone))
            {
                error = $"provided bad location {name}: unknown time zone {name}";
                return null;
            }

            text = space < 0 ? "" : text[space..].Trim();
        }

        return text.StartsWith('@') ? Descriptor(text, zone, out error) : Fields(text, zone, out error);
    }

    private static CronSchedule? Descriptor(string text, TimeZoneInfo? zone, out string? error)
    {
        error = null;
        var fields = text switch
        {
            "@yearly" or "@annually" => "0 0 1 1 *",
            "@monthly" => "0 0 1 * *",
            "@weekly" => "0 0 * * 0",
            "@daily" or "@midnight" => "0 0 * * *",
            "@hourly" => "0 * * * *",
            _ => null,
        };
        if (fields is not null) return Fields(fields, zone, out error);
        if (!text.StartsWith(Every, StringComparison.Ordinal))
        {
            error = $"unrecognized descriptor: {text}";
            return null;
        }

        if (Duration(text.AsSpan(Every.Length)) is { } period)
        {
            // Whole seconds, and at least one.
            return new CronSchedule(TimeSpan.FromSeconds(Math.Max(1, Math.Floor(period.TotalSeconds))));
        }

        error = $"failed to parse duration {text}: time: invalid duration \"{text[Every.Length..]}\"";
        return null;
    }

    private static TimeSpan? Duration(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return null;
        var seconds = 0.0;
        while (!text.IsEmpty)
        {
            var digits = 0;
            while (digits < text.Length && (char.IsAsciiDigit(text[digits]) || text[digits] == '.')) digits++;
            if (!double.TryParse(text[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return null;
            text = text[digits..];
            var (length, unit) = Unit(text);
            if (length == 0) return null;
            seconds += number * unit;
            text = text[length..];
        }

        return seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }

    private static (int Length, double Seconds) Unit(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("ns")) return (2, 1e-9);
        if (text.StartsWith("us") || text.StartsWith("µs")) return (2, 1e-6);
        if (text.StartsWith("ms")) return (2, 1e-3);
        if (text.StartsWith("s")) return (1, 1);
        if (text.StartsWith("m")) return (1, 60);
        return text.StartsWith("h") ? (1, 3600) : (0, 0);
    }

    private static CronSchedule? Fields(string text, TimeZoneInfo? zone, out string? error)
    {
        error = null;
        var parts = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != Ranges.Length)
        {
            error = $"expected exactly {Ranges.Length} fields, found {parts.Length}: [{string.Join(' ', parts)}]";
            return null;
        }

        var bits = new ulong[parts.Length];
        var any = new bool[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            foreach (var expression in parts[i].Split(',', StringSplitOptions.RemoveEmptyEntries))
            {
                error = Expression(expression, Ranges[i], ref bits[i], ref any[i]);
                if (error is not null) return null;
            }
        }

        return new CronSchedule(new CronFields(bits[0], bits[1], bits[2], bits[3], bits[4], any[2], any[4]), zone);
    }

    private static string? Expression(string expression, Range range, ref ulong bits, ref bool any)
    {
        var steps = expression.Split('/');
        var limits = steps[0].Split('-');
        if (limits.Length > 2) return $"too many hyphens: {expression}";
        var (start, end) = (range.Min, range.Max);
        var star = limits[0] is "*" or "?";
        if (!star)
        {
            if (Number(limits[0], range.Names, out start) is { } badStart) return badStart;
            end = start;
            if (limits.Length == 2 && Number(limits[1], range.Names, out end) is { } badEnd) return badEnd;
        }

        var step = 1;
        if (steps.Length > 2) return $"too many slashes: {expression}";
        if (steps.Length == 2)
        {
            if (Number(steps[1], [], out step) is { } badStep) return badStep;
            if (limits.Length == 1 && !star) end = range.Max;
        }

        if (start < range.Min) return $"beginning of range ({start}) below minimum ({range.Min}): {expression}";
        if (end > range.Max) return $"end of range ({end}) above maximum ({range.Max}): {expression}";
        if (start > end) return $"beginning of range ({start}) beyond end of range ({end}): {expression}";
        if (step == 0) return $"step of range should be a positive number: {expression}";
        for (var value = start; value <= end; value += step) bits |= 1UL << value;
        any |= star && step == 1;
        return null;
    }

    private static string? Number(string text, string[] names, out int value)
    {
        value = text.Length == 0 ? -1 : Array.IndexOf(names, text.ToLowerInvariant());
        if (value >= 0) return null;
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)) return $"failed to parse int from {text}: strconv.Atoi: parsing \"{text}\": invalid syntax";
        return value < 0 ? $"negative number ({value}) not allowed: {text}" : null;
    }
}
