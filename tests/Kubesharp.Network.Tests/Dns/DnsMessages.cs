using System.Buffers.Binary;
using Kubesharp.Network.Dns.Wire;

namespace Kubesharp.Network.Tests.Dns;

/// <summary>Queries as bytes, and responses as text for comparison.</summary>
internal static class DnsMessages
{
    public static byte[] Query(string name, DnsType type, int ednsSize = 0, ushort id = 0x1234, ushort dnsClass = 1)
    {
        var wire = RawName(name);
        var message = new byte[12 + wire.Length + 4 + (ednsSize > 0 ? 11 : 0)];
        BinaryPrimitives.WriteUInt16BigEndian(message, id);
        message[2] = 1;
        message[5] = 1;
        wire.CopyTo(message, 12);
        var rest = message.AsSpan(12 + wire.Length);
        BinaryPrimitives.WriteUInt16BigEndian(rest, (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(rest[2..], dnsClass);
        if (ednsSize == 0) return message;
        message[11] = 1;
        BinaryPrimitives.WriteUInt16BigEndian(rest[5..], (ushort)DnsType.Opt);
        BinaryPrimitives.WriteUInt16BigEndian(rest[7..], (ushort)ednsSize);
        return message;
    }

    /// <summary>"code: type data, type data" of the answer section.</summary>
    public static string Answers(DnsResponse response) => $"{response.Rcode}: {string.Join(", ", response.Answers.Select(Text))}";

    public static string Text(DnsRecord record) => record.Type switch
    {
        DnsType.A or DnsType.Aaaa => $"{record.Type} {new System.Net.IPAddress(record.Data)}",
        DnsType.CName or DnsType.Ptr or DnsType.NS => $"{record.Type} {DnsName.ToText(record.Data)}",
        DnsType.Srv => $"Srv {BinaryPrimitives.ReadUInt16BigEndian(record.Data.AsSpan(2))} {BinaryPrimitives.ReadUInt16BigEndian(record.Data.AsSpan(4))} {DnsName.ToText(record.Data.AsSpan(6))}",
        DnsType.Txt => $"Txt {System.Text.Encoding.ASCII.GetString(record.Data, 1, record.Data[0])}",
        _ => record.Type.ToString(),
    };

    private static byte[] RawName(string name)
    {
        var wire = new List<byte>();
        foreach (var label in name.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            wire.Add((byte)label.Length);
            wire.AddRange(System.Text.Encoding.ASCII.GetBytes(label));
        }

        wire.Add(0);
        return [.. wire];
    }
}
