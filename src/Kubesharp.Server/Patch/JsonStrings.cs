using System.Text;
using System.Text.Json;
using Kubesharp.Api.Serialization;

namespace Kubesharp.Server.Patch;

/// <summary>The content of JSON strings and its escaped form.</summary>
internal static class JsonStrings
{
    /// <summary>The content of an escaped string.</summary>
    /// <param name="escaped">The text between the quotes.</param>
    public static byte[] Unescape(ReadOnlySpan<byte> escaped)
    {
        var quoted = new byte[escaped.Length + 2];
        quoted[0] = quoted[^1] = (byte)'"';
        escaped.CopyTo(quoted.AsSpan(1));
        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        try
        {
            var length = reader.CopyString(quoted);
            return quoted.AsSpan(0, length).ToArray();
        }
        catch (InvalidOperationException)
        {
            return JsonText.UnescapeLeniently(escaped);
        }
    }

    /// <summary>Writes a string with its quotes.</summary>
    public static void Write(ByteBuffer output, ReadOnlySpan<byte> content)
    {
        output.Write((byte)'"');
        output.Write(IsPlain(content) ? content : JsonEncodedText.Encode(content, GoJsonEncoder.Instance).EncodedUtf8Bytes);
        output.Write((byte)'"');
    }

    /// <summary>The text of a string with its quotes.</summary>
    public static byte[] Quote(ReadOnlySpan<byte> content)
    {
        using var output = new ByteBuffer(content.Length + 16);
        Write(output, content);
        return output.ToArray();
    }

    public static string Decode(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);

    private static bool IsPlain(ReadOnlySpan<byte> content)
    {
        foreach (var b in content)
        {
            if (b is < 0x20 or >= 0x7F or (byte)'"' or (byte)'\\' or (byte)'<' or (byte)'>' or (byte)'&') return false;
        }

        return true;
    }
}
