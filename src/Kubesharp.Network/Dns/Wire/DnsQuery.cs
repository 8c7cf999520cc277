using System.Buffers.Binary;

namespace Kubesharp.Network.Dns.Wire;

/// <summary>A query as it stands in the receive buffer; reading it allocates nothing.</summary>
internal ref struct DnsQuery
{
    public const int HeaderLength = 12;
    public const int PlainUdpSize = 512;

    /// <summary>Header and question, case of the name as the client wrote it.</summary>
    public ReadOnlySpan<byte> HeaderAndQuestion;

    /// <summary>The name in wire form and lower case; empty when the question could not be read.</summary>
    public ReadOnlySpan<byte> Name;

    public DnsType Type;
    public ushort Class;
    public bool HasEdns;
    public bool DnssecOk;

    /// <summary>Largest response the client takes over UDP.</summary>
    public int UdpSize;

    public readonly ushort Id => BinaryPrimitives.ReadUInt16BigEndian(HeaderAndQuestion);

    public readonly ushort Flags => BinaryPrimitives.ReadUInt16BigEndian(HeaderAndQuestion[2..]);

    public readonly bool HasQuestion => HeaderAndQuestion.Length > HeaderLength;

    /// <summary>Reads a message.</summary>
    /// <param name="message">The datagram.</param>
    /// <param name="nameBuffer">Room for the lower-case name, <see cref="DnsName.MaxLength"/> bytes.</param>
    /// <param name="query">What could be read.</param>
    /// <param name="error">The code to answer with; NoError when the query is well formed.</param>
    /// <returns>False when it deserves no answer: too short, or itself a response.</returns>
    public static bool TryParse(ReadOnlySpan<byte> message, Span<byte> nameBuffer, out DnsQuery query, out DnsRcode error)
    {
        query = default;
        query.UdpSize = PlainUdpSize;
        error = DnsRcode.FormatError;
        if (message.Length < HeaderLength || (message[2] & 0x80) != 0) return false;
        query.HeaderAndQuestion = message[..HeaderLength];
        if ((message[2] & 0x78) != 0)
        {
            error = DnsRcode.NotImplemented;
            return true;
        }

        if (BinaryPrimitives.ReadUInt16BigEndian(message[4..]) != 1) return true;
        var position = HeaderLength;
        if (!TryReadQuestionName(message, ref position, nameBuffer, out var nameLength) || position + 4 > message.Length) return true;
        query.Name = nameBuffer[..nameLength];
        query.Type = (DnsType)BinaryPrimitives.ReadUInt16BigEndian(message[position..]);
        query.Class = BinaryPrimitives.ReadUInt16BigEndian(message[(position + 2)..]);
        position += 4;
        query.HeaderAndQuestion = message[..position];
        error = ReadAdditional(message, position, ref query);
        return true;
    }

    private static bool TryReadQuestionName(ReadOnlySpan<byte> message, ref int position, Span<byte> target, out int length)
    {
        length = 0;
        while (position < message.Length)
        {
            int label = message[position];
            if (label > DnsName.MaxLabelLength || position + 1 + label > message.Length || length + 1 + label > DnsName.MaxLength) return false;
            target[length++] = (byte)label;
            for (var i = 1; i <= label; i++) target[length++] = DnsName.ToLower(message[position + i]);
            position += label + 1;
            if (label == 0) return true;
        }

        return false;
    }

    private static DnsRcode ReadAdditional(ReadOnlySpan<byte> message, int position, ref DnsQuery query)
    {
        var others = BinaryPrimitives.ReadUInt16BigEndian(message[6..]) + BinaryPrimitives.ReadUInt16BigEndian(message[8..]);
        var additional = BinaryPrimitives.ReadUInt16BigEndian(message[10..]);
        if (others != 0) return DnsRcode.FormatError;
        Span<byte> owner = stackalloc byte[DnsName.MaxLength];
        for (var i = 0; i < additional; i++)
        {
            if (!DnsName.TryRead(message, ref position, owner, out var ownerLength) || position + 10 > message.Length) return DnsRcode.FormatError;
            var type = (DnsType)BinaryPrimitives.ReadUInt16BigEndian(message[position..]);
            var size = BinaryPrimitives.ReadUInt16BigEndian(message[(position + 2)..]);
            var extended = BinaryPrimitives.ReadUInt32BigEndian(message[(position + 4)..]);
            var dataLength = BinaryPrimitives.ReadUInt16BigEndian(message[(position + 8)..]);
            position += 10 + dataLength;
            if (position > message.Length) return DnsRcode.FormatError;
            if (type != DnsType.Opt) continue;
            if (query.HasEdns || ownerLength != 1) return DnsRcode.FormatError;
            query.HasEdns = true;
            query.UdpSize = Math.Max(size, (ushort)PlainUdpSize);
            query.DnssecOk = (extended & 0x8000) != 0;
            if (((extended >> 16) & 0xFF) != 0) return DnsRcode.BadVersion;
        }

        return DnsRcode.NoError;
    }
}
