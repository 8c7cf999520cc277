using System.Text.Json;

namespace Kubesharp.Server.Wire;

/// <summary>What is wrong with a text that is not JSON, as Go's decoder says it.</summary>
internal static class GoJsonErrors
{
    public static string Describe(JsonException e, ReadOnlySpan<byte> text)
    {
        var offset = OffsetOf(e, text);
        if (offset >= text.Length) return "unexpected end of JSON input";
        return $"invalid character '{(char)text[offset]}' looking for beginning of value";
    }

    private static int OffsetOf(JsonException e, ReadOnlySpan<byte> text)
    {
        var line = e.LineNumber ?? 0;
        var start = 0;
        for (var i = 0L; i < line; i++)
        {
            var next = text[start..].IndexOf((byte)'\n');
            if (next < 0) break;
            start += next + 1;
        }

        return (int)Math.Min(start + (e.BytePositionInLine ?? 0), text.Length);
    }
}
