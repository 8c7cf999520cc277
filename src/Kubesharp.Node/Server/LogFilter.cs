using System.Buffers;
using System.Text;

namespace Kubesharp.Node.Server;

/// <summary>Turns lines of the runtime's form into what the user sees, and leaves out what is not wanted.</summary>
internal sealed class LogFilter(LogOptions options, DateTimeOffset? since)
{
    private readonly ArrayBufferWriter<byte> _output = new();
    private long _left = options.LimitBytes ?? long.MaxValue;
    private bool _insideLine;
    private bool _reached = since is null;

    /// <summary>Takes all whole lines there are.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="done">True when the limit is reached.</param>
    /// <returns>What to write; good until the next call.</returns>
    public ReadOnlyMemory<byte> Take(LineBuffer lines, out bool done)
    {
        _output.ResetWrittenCount();
        while (_left > 0 && lines.TryTake(out var raw))
        {
            if (!LogLine.TryParse(raw, out var line) || !IsWanted(line)) continue;
            if (options.Timestamps && !_insideLine)
            {
                Write(line.Time);
                Write(" "u8);
            }

            Write(line.Text);
            if (!line.IsPartial) Write("\n"u8);
            _insideLine = line.IsPartial;
        }

        done = _left <= 0;
        return _output.WrittenMemory;
    }

    private bool IsWanted(LogLine line)
    {
        if (options.Stream is { } stream && !line.Stream.SequenceEqual(Encoding.ASCII.GetBytes(stream))) return false;

        // Times only grow, so that after the first line in time none needs a look.
        if (!_reached) _reached = line.TryGetTime(out var time) && time >= since;
        return _reached;
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        var part = bytes.Length > _left ? bytes[..(int)_left] : bytes;
        _output.Write(part);
        _left -= part.Length;
    }
}
