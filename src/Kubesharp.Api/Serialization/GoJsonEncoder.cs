using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;

namespace Kubesharp.Api.Serialization;

/// <summary>
/// Escapes text in JSON exactly as Go's encoder does, so that our bytes equal upstream's: control characters, quotes, backslashes,
/// the HTML characters <c>&lt;</c>, <c>&gt;</c> and <c>&amp;</c>, and the two Unicode line separators; everything else stays.
/// </summary>
public sealed unsafe class GoJsonEncoder : JavaScriptEncoder
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(c => (char)c), '"', '\\', '<', '>', '&', '\u2028', '\u2029']);

    private GoJsonEncoder()
    {
    }

    public static GoJsonEncoder Instance { get; } = new();

    public override int MaxOutputCharactersPerInputCharacter => 6;

    public override bool WillEncode(int unicodeScalar) => unicodeScalar <= char.MaxValue && Escaped.Contains((char)unicodeScalar);

    public override int FindFirstCharacterToEncode(char* text, int textLength) => new ReadOnlySpan<char>(text, textLength).IndexOfAny(Escaped);

    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text)
    {
        for (var i = 0; i < utf8Text.Length; i++)
        {
            var c = utf8Text[i];
            if (c < 0x80 ? Escaped.Contains((char)c) : c == 0xE2) return i;
        }

        return -1;
    }

    public override bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        var output = new Span<char>(buffer, bufferLength);
        if (!WillEncode(unicodeScalar))
        {
            return new Rune(unicodeScalar).TryEncodeToUtf16(output, out numberOfCharactersWritten);
        }

        var shortForm = unicodeScalar switch
        {
            '"' => '"',
            '\\' => '\\',
            '\b' => 'b',
            '\f' => 'f',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            _ => '\0',
        };
        numberOfCharactersWritten = 0;
        if (shortForm != '\0')
        {
            if (output.Length < 2) return false;
            output[0] = '\\';
            output[1] = shortForm;
            numberOfCharactersWritten = 2;
            return true;
        }

        if (output.Length < 6) return false;
        output[0] = '\\';
        output[1] = 'u';
        unicodeScalar.TryFormat(output[2..], out _, "x4");
        numberOfCharactersWritten = 6;
        return true;
    }
}
