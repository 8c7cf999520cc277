using System.Globalization;

namespace Kubesharp.Server.Strategies.Batch;

/// <summary>Checks the schedule of a CronJob: five fields, a descriptor such as <c>@daily</c>, or <c>@every</c> and a duration.</summary>
internal static class CronSyntax
{
    private static readonly (int Min, int Max, string[] Names)[] Fields =
    [
        (0, 59, []),
        (0, 23, []),
        (1, 31, []),
        (1, 12, ["", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]),
        (0, 6, ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]),
    ];

    /// <summary>What is wrong with the schedule; null when nothing is.</summary>
    public static string? Check(string schedule)
    {
        if (schedule.Length == 0) return "empty spec string";
        if (schedule.StartsWith("TZ=", StringComparison.Ordinal) || schedule.StartsWith("CRON_TZ=", StringComparison.Ordinal))
        {
            var space = schedule.IndexOf(' ');
            schedule = space < 0 ? "" : schedule[space..].Trim();
        }

        if (schedule.StartsWith('@')) return Descriptor(schedule);
        var parts = schedule.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != Fields.Length) return $"expected exactly {Fields.Length} fields, found {parts.Length}: [{string.Join(' ', parts)}]";
        for (var i = 0; i < parts.Length; i++)
        {
            foreach (var expression in parts[i].Split(',', StringSplitOptions.RemoveEmptyEntries))
            {
                if (Expression(expression, Fields[i].Min, Fields[i].Max, Fields[i].Names) is { } problem) return problem;
            }
        }

        return null;
    }

    private static string? Descriptor(string schedule)
    {
        if (schedule is "@yearly" or "@annually" or "@monthly" or "@weekly" or "@daily" or "@midnight" or "@hourly") return null;
        const string Every = "@every ";
        if (!schedule.StartsWith(Every, StringComparison.Ordinal)) return $"unrecognized descriptor: {schedule}";
        return IsDuration(schedule.AsSpan(Every.Length)) ? null : $"failed to parse duration {schedule}: time: invalid duration \"{schedule[Every.Length..]}\"";
    }

    private static bool IsDuration(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return false;
        while (!text.IsEmpty)
        {
            var digits = 0;
            while (digits < text.Length && (char.IsAsciiDigit(text[digits]) || text[digits] == '.')) digits++;
            if (digits == 0) return false;
            text = text[digits..];
            var unit = text.StartsWith("ns") || text.StartsWith("us") || text.StartsWith("ms") ? 2 : text.Length > 0 && text[0] is 's' or 'm' or 'h' ? 1 : 0;
            if (unit == 0) return false;
            text = text[unit..];
        }

        return true;
    }

    private static string? Expression(string expression, int min, int max, string[] names)
    {
        var step = expression.Split('/');
        if (step.Length > 2) return $"too many slashes: {expression}";
        var range = step[0].Split('-');
        if (range.Length > 2) return $"too many hyphens: {expression}";
        int start, end;
        if (range[0] is "*" or "?")
        {
            (start, end) = (min, max);
        }
        else
        {
            if (Number(range[0], names, out start) is { } badStart) return badStart;
            end = start;
            if (range.Length == 2)
            {
                if (Number(range[1], names, out end) is { } badEnd) return badEnd;
            }
            else if (step.Length == 2)
            {
                end = max;
            }
        }

        if (step.Length == 2)
        {
            if (Number(step[1], [], out var every) is { } badStep) return badStep;
            if (every == 0) return $"step of range should be a positive number: {expression}";
        }

        if (start < min) return $"beginning of range ({start}) below minimum ({min}): {expression}";
        if (end > max) return $"end of range ({end}) above maximum ({max}): {expression}";
        return start > end ? $"beginning of range ({start}) beyond end of range ({end}): {expression}" : null;
    }

    private static string? Number(string text, string[] names, out int value)
    {
        value = text.Length == 0 ? -1 : Array.IndexOf(names, text.ToLowerInvariant());
        if (value >= 0) return null;
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)) return $"failed to parse int from {text}: strconv.Atoi: parsing \"{text}\": invalid syntax";
        return value < 0 ? $"negative number ({value}) not allowed: {text}" : null;
    }
}
