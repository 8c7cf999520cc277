using System.Globalization;

namespace Kubesharp.Bench;

/// <summary>The table at the end, and a line for each result as soon as it is there.</summary>
internal sealed class Report
{
    private static readonly string[] Titles = ["", "reached", "server CPU", "client CPU", "median / 99 %", "others", "bare Kestrel", "upstream", "aim"];
    private readonly List<string[]> _rows = [];

    /// <summary>Adds a measurement of requests.</summary>
    public void Add(Row row, string reached, Load.LoadResult? result, Load.LoadResult? bare = null, string bareReached = "")
    {
        var latency = result is null || result.Median == TimeSpan.Zero ? "" : string.Create(CultureInfo.InvariantCulture, $"{result.Median.TotalMilliseconds:0.0} / {result.Slowest1Percent.TotalMilliseconds:0.0} ms");
        Add([
            row.Name,
            reached,
            result is null ? "" : Time(result.ServerMicroseconds),
            result is null ? "" : Time(result.ClientMicroseconds),
            latency,
            result is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{result.OthersShare * 100:0} %"),
            bare is null ? bareReached : $"{bareReached} ({Time(bare.ServerMicroseconds)})",
            row.Upstream,
            row.Aim,
        ]);
    }

    /// <summary>Adds a measurement of one long operation.</summary>
    public void Add(Row row, string reached, TimeSpan serverTime, string bareReached) =>
        Add([row.Name, reached, Time(serverTime.TotalMicroseconds), "", "", "", bareReached, row.Upstream, row.Aim]);

    public void Print(TextWriter output)
    {
        var all = _rows.Prepend(Titles).ToList();
        var widths = Enumerable.Range(0, Titles.Length).Select(column => all.Max(row => row[column].Length)).ToArray();
        output.WriteLine();
        output.WriteLine(Line(Titles, widths));
        output.WriteLine(string.Join("-|-", widths.Select(width => new string('-', width))));
        foreach (var row in _rows) output.WriteLine(Line(row, widths));
        output.WriteLine();
        output.WriteLine("CPU is processor time per operation. \"others\" is how much of the machine somebody else was using meanwhile: on a busy machine believe the");
        output.WriteLine("CPU columns and not the rates. Load generator and server share the machine.");
    }

    public static string Rate(double perSecond, string unit = "") => string.Create(CultureInfo.InvariantCulture, $"{perSecond:#,0}{unit}/s");

    public static string Megabytes(double bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0} MB");

    public static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms");

    private static string Time(double microseconds) => microseconds >= 10_000
        ? string.Create(CultureInfo.InvariantCulture, $"{microseconds / 1000:0} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{microseconds:0.0} us");

    private static string Line(string[] row, int[] widths) => string.Join(" | ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd();

    private void Add(string[] cells)
    {
        _rows.Add(cells);
        Console.WriteLine(string.Join("  ", cells.Take(6).Where(cell => cell.Length > 0)));
    }
}

/// <summary>Name of a measurement, what upstream's API server with etcd reaches on a machine of two cores, and what is aimed at.</summary>
internal sealed record Row(string Name, string Upstream, string Aim);
