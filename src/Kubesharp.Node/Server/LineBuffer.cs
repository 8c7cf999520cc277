namespace Kubesharp.Node.Server;

/// <summary>Collects bytes of a file and gives whole lines.</summary>
internal sealed class LineBuffer
{
    private byte[] _bytes = new byte[64 * 1024];
    private int _start;
    private int _end;

    /// <summary>Room for more bytes.</summary>
    public Memory<byte> Free()
    {
        if (_start > 0)
        {
            _bytes.AsSpan(_start.._end).CopyTo(_bytes);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _bytes.Length) Array.Resize(ref _bytes, _bytes.Length * 2);
        return _bytes.AsMemory(_end);
    }

    public void Added(int count) => _end += count;

    /// <summary>The next whole line without its end; what is not whole waits for the rest.</summary>
    public bool TryTake(out ReadOnlySpan<byte> line)
    {
        var length = _bytes.AsSpan(_start.._end).IndexOf((byte)'\n');
        line = length < 0 ? default : _bytes.AsSpan(_start, length);
        if (length < 0) return false;
        _start += length + 1;
        return true;
    }
}
