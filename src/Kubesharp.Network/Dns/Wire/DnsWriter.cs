using System.Buffers.Binary;

namespace Kubesharp.Network.Dns.Wire;

/// <summary>
/// Writes the response to one query into a buffer. A record that does not fit sets the truncation bit and ends the
/// response; the client comes back over TCP.
/// </summary>
internal ref struct DnsWriter
{
    private const int OptLength = 11;
    private const int ServerUdpSize = 1232;
    private const ushort QuestionPointer = 0xC00C;
    private readonly Span<byte> _buffer;
    private readonly int _limit;
    private readonly bool _edns;
    private int _position;
    private int _answers;
    private int _authority;
    private int _additional;
    private bool _truncated;

    /// <param name="query">The query; its header and question are copied.</param>
    /// <param name="buffer">Room for the response.</param>
    /// <param name="limit">Largest response allowed.</param>
    public DnsWriter(scoped in DnsQuery query, Span<byte> buffer, int limit)
    {
        _buffer = buffer;
        _edns = query.HasEdns;
        _limit = Math.Min(limit, buffer.Length) - (_edns ? OptLength : 0);
        query.HeaderAndQuestion.CopyTo(buffer);
        _position = query.HeaderAndQuestion.Length;
        buffer[4..DnsQuery.HeaderLength].Clear();
        buffer[5] = query.HasQuestion ? (byte)1 : (byte)0;
    }

    public readonly int AnswerCount => _answers;

    public readonly bool IsTruncated => _truncated;

    /// <summary>An answer whose owner is the name of the question.</summary>
    public void Answer(DnsType type, uint ttl, scoped ReadOnlySpan<byte> data)
    {
        if (Record([], type, ttl, data)) _answers++;
    }

    public void Answer(scoped ReadOnlySpan<byte> owner, DnsType type, uint ttl, scoped ReadOnlySpan<byte> data)
    {
        if (Record(owner, type, ttl, data)) _answers++;
    }

    public void AnswerSrv(uint ttl, ushort weight, ushort port, scoped ReadOnlySpan<byte> target)
    {
        Span<byte> data = stackalloc byte[6 + DnsName.MaxLength];
        BinaryPrimitives.WriteUInt16BigEndian(data, 0);
        BinaryPrimitives.WriteUInt16BigEndian(data[2..], weight);
        BinaryPrimitives.WriteUInt16BigEndian(data[4..], port);
        target.CopyTo(data[6..]);
        Answer(DnsType.Srv, ttl, data[..(6 + target.Length)]);
    }

    public void Authority(scoped ReadOnlySpan<byte> owner, DnsType type, uint ttl, scoped ReadOnlySpan<byte> data)
    {
        if (Record(owner, type, ttl, data)) _authority++;
    }

    /// <summary>A record that helps but may be left out when there is no room.</summary>
    public void Additional(scoped ReadOnlySpan<byte> owner, DnsType type, uint ttl, scoped ReadOnlySpan<byte> data)
    {
        var wasTruncated = _truncated;
        if (Record(owner, type, ttl, data)) _additional++;
        _truncated = wasTruncated;
    }

    /// <summary>Completes header and OPT record; returns the length of the message.</summary>
    public int Finish(DnsRcode rcode, bool authoritative)
    {
        var flags = 0x8080 | (BinaryPrimitives.ReadUInt16BigEndian(_buffer[2..]) & 0x7910) | ((int)rcode & 0xF);
        if (authoritative) flags |= 0x0400;
        if (_truncated) flags |= 0x0200;
        BinaryPrimitives.WriteUInt16BigEndian(_buffer[2..], (ushort)flags);
        BinaryPrimitives.WriteUInt16BigEndian(_buffer[6..], (ushort)_answers);
        BinaryPrimitives.WriteUInt16BigEndian(_buffer[8..], (ushort)_authority);
        if (_edns)
        {
            var opt = _buffer.Slice(_position, OptLength);
            opt.Clear();
            BinaryPrimitives.WriteUInt16BigEndian(opt[1..], (ushort)DnsType.Opt);
            BinaryPrimitives.WriteUInt16BigEndian(opt[3..], ServerUdpSize);
            opt[5] = (byte)((int)rcode >> 4);
            _position += OptLength;
            _additional++;
        }

        BinaryPrimitives.WriteUInt16BigEndian(_buffer[10..], (ushort)_additional);
        return _position;
    }


    private bool Record(scoped ReadOnlySpan<byte> owner, DnsType type, uint ttl, scoped ReadOnlySpan<byte> data)
    {
        var ownerLength = owner.IsEmpty ? 2 : owner.Length;
        if (_truncated || _position + ownerLength + 10 + data.Length > _limit)
        {
            _truncated = true;
            return false;
        }

        if (owner.IsEmpty) BinaryPrimitives.WriteUInt16BigEndian(_buffer[_position..], QuestionPointer);
        else owner.CopyTo(_buffer[_position..]);
        _position += ownerLength;
        var fixedPart = _buffer.Slice(_position, 10);
        BinaryPrimitives.WriteUInt16BigEndian(fixedPart, (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(fixedPart[2..], 1);
        BinaryPrimitives.WriteUInt32BigEndian(fixedPart[4..], ttl);
        BinaryPrimitives.WriteUInt16BigEndian(fixedPart[8..], (ushort)data.Length);
        _position += 10;
        data.CopyTo(_buffer[_position..]);
        _position += data.Length;
        return true;
    }
}
