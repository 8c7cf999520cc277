using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Kubesharp.Api.Serialization;

/// <summary>Work on JSON as text.</summary>
public static class JsonText
{
    private static readonly SearchValues<byte> WhiteSpace = SearchValues.Create(" \t\r\n"u8);

    /// <summary>Copies valid JSON without the white space between its tokens.</summary>
    public static byte[] Compact(ReadOnlySpan<byte> json)
    {
        if (json.IndexOfAny(WhiteSpace) < 0) return json.ToArray();
        var buffer = new byte[json.Length];
        var length = 0;
        var inString = false;
        for (var i = 0; i < json.Length; i++)
        {
            var c = json[i];
            if (!inString && WhiteSpace.Contains(c)) continue;
            buffer[length++] = c;
            if (c == '"') inString = !inString;
            else if (inString && c == '\\') buffer[length++] = json[++i];
        }

        return buffer[..length];
    }

    /// <summary>
    /// The content of an escaped string, forgiving as Go's decoder is: an escape that is half of a character becomes U+FFFD. For strings
    /// that the reader of the class library refuses.
    /// </summary>
    /// <param name="escaped">The text between the quotes; its escapes are well-formed.</param>
    public static byte[] UnescapeLeniently(ReadOnlySpan<byte> escaped)
    {
        var output = new byte[escaped.Length];
        var length = 0;
        for (var i = 0; i < escaped.Length; i++)
        {
            if (escaped[i] != '\\')
            {
                output[length++] = escaped[i];
            }
            else if (escaped[++i] == 'u')
            {
                var rune = RuneOf(escaped[(i + 1)..], out var used);
                i += used;
                length += rune.EncodeToUtf8(output.AsSpan(length));
            }
            else
            {
                output[length++] = Unescape(escaped[i]);
            }
        }

        return output[..length];
    }

    private static byte Unescape(byte letter) => letter switch
    {
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        _ => letter,
    };

    /// <summary>The character of four digits and, where those are half of one, of the escape behind them.</summary>
    private static Rune RuneOf(ReadOnlySpan<byte> digits, out int used)
    {
        used = 4;
        var unit = CodeUnit(digits);
        if (Rune.TryCreate(unit, out var rune)) return rune;
        if (!digits[4..].StartsWith("\\u"u8) || !Rune.TryCreate(unit, CodeUnit(digits[6..]), out rune)) return Rune.ReplacementChar;
        used = 10;
        return rune;
    }

    private static char CodeUnit(ReadOnlySpan<byte> digits) => (char)ushort.Parse(digits[..4], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <summary>
    /// Path of the value that begins (or the container that ends) at an offset: <c>spec.containers[0].image</c>,
    /// or without the indexes. Walks the text from its start, so it is for error messages only.
    /// </summary>
    public static string PathAt(ReadOnlySpan<byte> json, long offset, bool withIndexes)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 512 });
        var steps = new Stack<(string? Name, int Index)>();
        string? name = null;
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                steps.Pop();
                if (reader.TokenStartIndex >= offset) break;
                continue;
            }

            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                name = Encoding.UTF8.GetString(reader.ValueIsEscaped ? UnescapeLeniently(reader.ValueSpan) : reader.ValueSpan);
                continue;
            }

            if (steps.TryPop(out var top)) steps.Push(top.Index >= 0 || top.Name is null ? (null, top.Index + 1) : (name, -1));
            if (reader.TokenStartIndex >= offset) break;
            if (reader.TokenType == JsonTokenType.StartObject) steps.Push(("", -1));
            else if (reader.TokenType == JsonTokenType.StartArray) steps.Push((null, -1));
        }

        var path = new StringBuilder();
        foreach (var (step, index) in steps.Reverse())
        {
            if (step is { Length: > 0 }) path.Append(path.Length > 0 ? "." : "").Append(step);
            else if (index >= 0 && withIndexes) path.Append('[').Append(index).Append(']');
        }

        return path.ToString();
    }
}
