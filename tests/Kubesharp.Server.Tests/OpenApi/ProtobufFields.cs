namespace Kubesharp.Server.Tests.OpenApi;

/// <summary>Splits a protobuf message into its fields.</summary>
internal static class ProtobufFields
{
    public static List<(int Number, ulong Value, ReadOnlyMemory<byte> Bytes)> Read(ReadOnlyMemory<byte> message)
    {
        var fields = new List<(int, ulong, ReadOnlyMemory<byte>)>();
        for (var at = 0; at < message.Length;)
        {
            var key = Varint(message.Span, ref at);
            var value = Varint(message.Span, ref at);
            if ((key & 7) == 0)
            {
                fields.Add(((int)(key >> 3), value, default));
                continue;
            }

            Assert.Equal(2ul, key & 7);
            fields.Add(((int)(key >> 3), 0, message.Slice(at, (int)value)));
            at += (int)value;
        }

        return fields;
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var b = bytes[at++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80) return value;
        }
    }
}
