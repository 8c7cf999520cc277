using System.Globalization;

namespace Kubesharp.Server.Strategies;

/// <summary>Durations as tables show them: two digits of precision, in the units people think in.</summary>
public static class HumanDuration
{
    /// <summary>Such as <c>45s</c>, <c>5m10s</c>, <c>15m</c>, <c>3h20m</c>, <c>12h</c>, <c>2d5h</c>, <c>30d</c>, <c>2y14d</c>, <c>9y</c>.</summary>
    public static string Format(TimeSpan duration)
    {
        var seconds = (long)duration.TotalSeconds;
        if (seconds < -1) return "<invalid>";
        if (seconds < 0) return "0s";
        if (seconds < 60 * 2) return Text(seconds, "s");
        var minutes = seconds / 60;
        if (minutes < 10) return Text(minutes, "m", seconds % 60, "s");
        if (minutes < 60 * 3) return Text(minutes, "m");
        var hours = minutes / 60;
        if (hours < 8) return Text(hours, "h", minutes % 60, "m");
        if (hours < 48) return Text(hours, "h");
        if (hours < 24 * 8) return Text(hours / 24, "d", hours % 24, "h");
        if (hours < 24 * 365 * 2) return Text(hours / 24, "d");
        if (hours < 24 * 365 * 8) return Text(hours / 24 / 365, "y", hours / 24 % 365, "d");
        return Text(hours / 24 / 365, "y");
    }

    private static string Text(long value, string unit) => string.Create(CultureInfo.InvariantCulture, $"{value}{unit}");

    private static string Text(long value, string unit, long rest, string restUnit) =>
        rest == 0 ? Text(value, unit) : string.Create(CultureInfo.InvariantCulture, $"{value}{unit}{rest}{restUnit}");
}
