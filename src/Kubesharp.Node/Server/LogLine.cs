using System.Globalization;
using System.Text;

namespace Kubesharp.Node.Server;

/// <summary>One line of a log as runtimes write it: time, stream, whether it is a whole line, text.</summary>
internal readonly ref struct LogLine
{
    public ReadOnlySpan<byte> Time { get; private init; }

    public ReadOnlySpan<byte> Stream { get; private init; }

    /// <summary>True when the next line goes on with this one.</summary>
    public bool IsPartial { get; private init; }

    /// <summary>The text without the end of the line.</summary>
    public ReadOnlySpan<byte> Text { get; private init; }

    /// <summary>Reads a line without its end.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out LogLine result)
    {
        result = default;
        var time = line.IndexOf((byte)' ');
        if (time < 0) return false;
        var rest = line[(time + 1)..];
        var stream = rest.IndexOf((byte)' ');
        if (stream < 0) return false;
        var tail = rest[(stream + 1)..];
        var tag = tail.IndexOf((byte)' ');
        if (tag < 0) tag = tail.Length;
        if (tag == 0) return false;
        result = new LogLine
        {
            Time = line[..time],
            Stream = rest[..stream],
            IsPartial = tail[0] == (byte)'P',
            Text = tag == tail.Length ? default : tail[(tag + 1)..],
        };
        return true;
    }

    /// <summary>The time, which has more digits than .NET counts.</summary>
    public bool TryGetTime(out DateTimeOffset time) =>
        DateTimeOffset.TryParse(Encoding.ASCII.GetString(Time), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
}
