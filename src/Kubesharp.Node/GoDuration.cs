using System.Globalization;

namespace Kubesharp.Node;

/// <summary>Durations as Go programs print them, for texts that people and tools read.</summary>
internal static class GoDuration
{
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
}
