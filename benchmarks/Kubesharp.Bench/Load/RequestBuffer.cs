using System.Buffers.Binary;
using System.Text;

namespace Kubesharp.Bench.Load;

/// <summary>Builds HTTP/2 requests, headers and body, in one array that is written to the socket at once.</summary>
/// <remarks>
/// Header fields that are the same in all requests go into the server's dynamic table with the first one and are named by a single byte
/// from then on, as every HTTP/2 client does it.
/// </remarks>
/// <param name="authority">Host and port of the server.</param>
/// <param name="accept">Media type to ask for.</param>
internal sealed class RequestBuffer(string authority, string accept)
{
    private const int FrameHeader = 9;
    private const int MaxFrame = 16 * 1024;
    private const byte MethodGet = 0x82;
    private const byte MethodPost = 0x83;
    private const byte SchemeHttps = 0x87;

    private readonly List<(int Name, string Value)> _known = [];
    private byte[] _bytes = new byte[32 * 1024];
    private int _length;

    /// <summary>The requests as they go out.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    /// <summary>Starts over.</summary>
    public void Clear() => _length = 0;

    /// <summary>Adds a request.</summary>
    public void Add(int stream, string method, ReadOnlySpan<byte> path, string contentType, ReadOnlySpan<byte> body)
    {
        Reserve(FrameHeader + 512 + path.Length + body.Length + (FrameHeader * (1 + (body.Length / MaxFrame))));
        var start = _length;
        _length += FrameHeader;
        if (method == "GET") _bytes[_length++] = MethodGet;
        else if (method == "POST") _bytes[_length++] = MethodPost;
        else WriteRepeated(2, method);
        _bytes[_length++] = SchemeHttps;
        WriteLiteral(4, path);
        WriteRepeated(1, authority);
        WriteRepeated(19, accept);
        WriteRepeated(58, "kubesharp-bench/1.0");
        if (contentType.Length > 0) WriteRepeated(31, contentType);
        var endStream = body.IsEmpty ? 0x1 : 0;
        WriteFrameHeader(start, _length - start - FrameHeader, type: 1, flags: (byte)(0x4 | endStream), stream);
        while (!body.IsEmpty)
        {
            var part = Math.Min(body.Length, MaxFrame);
            WriteFrameHeader(_length, part, type: 0, flags: part == body.Length ? (byte)1 : (byte)0, stream);
            body[..part].CopyTo(_bytes.AsSpan(_length + FrameHeader));
            _length += FrameHeader + part;
            body = body[part..];
        }
    }

    private void Reserve(int size)
    {
        if (_bytes.Length - _length < size) Array.Resize(ref _bytes, (_length + size) * 2);
    }

    private void WriteFrameHeader(int at, int length, byte type, byte flags, int stream)
    {
        var header = _bytes.AsSpan(at, FrameHeader);
        BinaryPrimitives.WriteInt32BigEndian(header, length << 8);
        header[3] = type;
        header[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(header[5..], stream);
    }

    /// <summary>A field that changes from request to request: literal, without a place in the table.</summary>
    private void WriteLiteral(int name, ReadOnlySpan<byte> value)
    {
        WriteInteger(0x00, 4, name);
        WriteInteger(0x00, 7, value.Length);
        value.CopyTo(_bytes.AsSpan(_length));
        _length += value.Length;
    }

    /// <summary>A field that repeats: its place in the dynamic table, where the newest entry is number 62.</summary>
    private void WriteRepeated(int name, string value)
    {
        var known = _known.IndexOf((name, value));
        if (known >= 0)
        {
            WriteInteger(0x80, 7, 61 + _known.Count - known);
            return;
        }

        _known.Add((name, value));
        WriteInteger(0x40, 6, name);
        WriteInteger(0x00, 7, value.Length);
        _length += Encoding.ASCII.GetBytes(value, _bytes.AsSpan(_length));
    }

    private void WriteInteger(byte start, int prefixBits, int value)
    {
        var max = (1 << prefixBits) - 1;
        if (value < max)
        {
            _bytes[_length++] = (byte)(start | value);
            return;
        }

        _bytes[_length++] = (byte)(start | max);
        value -= max;
        while (value >= 0x80)
        {
            _bytes[_length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _bytes[_length++] = (byte)value;
    }
}
