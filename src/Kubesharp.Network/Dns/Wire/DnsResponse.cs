using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Kubesharp.Network.Dns.Wire;

/// <summary>A response of another server, taken apart.</summary>
internal sealed record DnsResponse
{
    public required ushort Id { get; init; }

    public required DnsRcode Rcode { get; init; }

    public required bool IsTruncated { get; init; }

    /// <summary>Authenticated data bit.</summary>
    public required bool IsAuthenticated { get; init; }

    /// <summary>Name of the question in wire form, lower case.</summary>
    public required byte[] QuestionName { get; init; }

    public required DnsType QuestionType { get; init; }

    public ImmutableArray<DnsRecord> Answers { get; init; } = [];

    public ImmutableArray<DnsRecord> Authority { get; init; } = [];

    /// <summary>Additional records without OPT, which belongs to the hop it was sent on.</summary>
    public ImmutableArray<DnsRecord> Additional { get; init; } = [];

    /// <summary>Reads a message; null when it is malformed or not a response.</summary>
    public static DnsResponse? Parse(ReadOnlySpan<byte> message)
    {
        if (message.Length < DnsQuery.HeaderLength || (message[2] & 0x80) == 0) return null;
        var flags = BinaryPrimitives.ReadUInt16BigEndian(message[2..]);
        if (BinaryPrimitives.ReadUInt16BigEndian(message[4..]) != 1) return null;
        var position = DnsQuery.HeaderLength;
        Span<byte> name = stackalloc byte[DnsName.MaxLength];
        if (!DnsName.TryRead(message, ref position, name, out var length) || position + 4 > message.Length) return null;
        foreach (ref var b in name[..length]) b = DnsName.ToLower(b);
        var response = new DnsResponse
        {
            Id = BinaryPrimitives.ReadUInt16BigEndian(message),
            Rcode = (DnsRcode)(flags & 0xF),
            IsTruncated = (flags & 0x0200) != 0,
            IsAuthenticated = (flags & 0x0020) != 0,
            QuestionName = name[..length].ToArray(),
            QuestionType = (DnsType)BinaryPrimitives.ReadUInt16BigEndian(message[position..]),
        };
        position += 4;
        var answers = ReadSection(message, ref position, 6);
        var authority = answers is null ? null : ReadSection(message, ref position, 8);
        var additional = authority is null ? null : ReadSection(message, ref position, 10);
        // A truncated message may end inside a record: its header is all that counts.
        if (additional is null) return response.IsTruncated ? response : null;
        return response with { Answers = answers!.Value, Authority = authority!.Value, Additional = additional.Value.RemoveAll(r => r.Type == DnsType.Opt) };
    }

    private static ImmutableArray<DnsRecord>? ReadSection(ReadOnlySpan<byte> message, ref int position, int countAt)
    {
        var count = BinaryPrimitives.ReadUInt16BigEndian(message[countAt..]);
        var records = ImmutableArray.CreateBuilder<DnsRecord>(Math.Min(count, (ushort)64));
        for (var i = 0; i < count; i++)
        {
            var record = ReadRecord(message, ref position);
            if (record is null) return null;
            records.Add(record);
        }

        return records.DrainToImmutable();
    }

    private static DnsRecord? ReadRecord(ReadOnlySpan<byte> message, ref int position)
    {
        Span<byte> owner = stackalloc byte[DnsName.MaxLength];
        if (!DnsName.TryRead(message, ref position, owner, out var ownerLength) || position + 10 > message.Length) return null;
        var type = (DnsType)BinaryPrimitives.ReadUInt16BigEndian(message[position..]);
        var recordClass = BinaryPrimitives.ReadUInt16BigEndian(message[(position + 2)..]);
        var ttl = BinaryPrimitives.ReadUInt32BigEndian(message[(position + 4)..]);
        var length = BinaryPrimitives.ReadUInt16BigEndian(message[(position + 8)..]);
        position += 10;
        if (position + length > message.Length) return null;
        var data = Expand(message, position, length, type);
        position += length;
        return data is null ? null : new DnsRecord(owner[..ownerLength].ToArray(), type, recordClass, ttl, data);
    }

    /// <summary>Data with its names in full: only the types of RFC 1035 and a few careless senders' compress them.</summary>
    private static byte[]? Expand(ReadOnlySpan<byte> message, int start, int length, DnsType type)
    {
        var (before, names) = type switch
        {
            DnsType.NS or DnsType.CName or DnsType.Ptr or DnsType.DName => (0, 1),
            DnsType.MX => (2, 1),
            DnsType.Srv => (6, 1),
            DnsType.Soa => (0, 2),
            _ => (0, 0),
        };
        if (names == 0) return message.Slice(start, length).ToArray();
        if (length < before) return null;
        Span<byte> data = stackalloc byte[before + (names * DnsName.MaxLength) + 20];
        message.Slice(start, before).CopyTo(data);
        var written = before;
        var position = start + before;
        for (var i = 0; i < names; i++)
        {
            if (!DnsName.TryRead(message, ref position, data[written..], out var nameLength)) return null;
            written += nameLength;
        }

        var rest = start + length - position;
        if (rest is < 0 or > 20) return null;
        message.Slice(position, rest).CopyTo(data[written..]);
        return data[..(written + rest)].ToArray();
    }
}
