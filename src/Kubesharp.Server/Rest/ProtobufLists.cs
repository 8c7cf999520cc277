using System.Buffers;
using Kubesharp.Api.Serialization;

namespace Kubesharp.Server.Rest;

/// <summary>Puts lists together from the protobuf of their items.</summary>
internal static class ProtobufLists
{
    /// <summary>Most bytes in front of a field's content: one for the number, five for the length.</summary>
    private const int MaxHead = 6;

    /// <summary>The list with its envelope.</summary>
    public static ReadOnlyMemory<byte> Encode(RestTarget target, ListPage page)
    {
        var content = new ArrayBufferWriter<byte>(4096);
        var metadata = new ProtobufWriter(256);
        try
        {
            page.Metadata.WriteProtobuf(ref metadata);
            WriteField(content, 1, metadata.Result);
        }
        finally
        {
            metadata.Dispose();
        }

        foreach (var item in page.Items)
        {
            var encoded = target.Converter is null ? item.ToProtobuf() : target.Served.ToProtobuf(target.ServedOf(item));
            ApiProtobuf.Open(encoded, out var message);
            WriteField(content, 2, message);
        }

        return Envelope(target.Gvk.ApiVersion, target.Gvk.Kind + "List", content.WrittenSpan);
    }

    /// <summary>Wraps a message in the envelope that names its kind.</summary>
    public static ReadOnlyMemory<byte> Envelope(string apiVersion, string kind, ReadOnlySpan<byte> message)
    {
        var type = new ArrayBufferWriter<byte>(64);
        WriteField(type, 1, System.Text.Encoding.UTF8.GetBytes(apiVersion));
        WriteField(type, 2, System.Text.Encoding.UTF8.GetBytes(kind));
        var result = new ArrayBufferWriter<byte>(message.Length + 128);
        result.Write(ApiProtobuf.Magic);
        WriteField(result, 1, type.WrittenSpan);
        WriteField(result, 2, message);
        WriteField(result, 3, default);
        WriteField(result, 4, default);
        return result.WrittenMemory;
    }

    /// <summary>Writes a length-delimited field.</summary>
    public static void WriteField(IBufferWriter<byte> output, int number, ReadOnlySpan<byte> content)
    {
        WriteHead(output, number, content.Length);
        output.Write(content);
    }

    /// <summary>Writes what stands in front of the content of a length-delimited field.</summary>
    public static void WriteHead(IBufferWriter<byte> output, int number, int contentLength)
    {
        var head = output.GetSpan(MaxHead);
        head[0] = (byte)((number << 3) | 2);
        var length = 1;
        var rest = (uint)contentLength;
        while (rest >= 0x80)
        {
            head[length++] = (byte)(rest | 0x80);
            rest >>= 7;
        }

        head[length++] = (byte)rest;
        output.Advance(length);
    }

    /// <summary>How long a length-delimited field with a number below 16 is, its head included.</summary>
    public static int FieldLength(int contentLength)
    {
        var length = 2 + contentLength;
        for (var rest = (uint)contentLength; rest >= 0x80; rest >>= 7) length++;
        return length;
    }
}
