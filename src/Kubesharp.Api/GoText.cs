using System.Globalization;
using System.Text;

namespace Kubesharp.Api;

/// <summary>Spells values in messages the way Kubernetes, written in Go, spells them.</summary>
public static class GoText
{
    /// <summary>
    /// The text in double quotes, with quotes, backslashes and characters that do not print escaped, as the verb <c>%q</c> of Go's
    /// formatter writes it.
    /// </summary>
    public static string Quote(string text)
    {
        if (IsPlain(text)) return string.Concat("\"", text, "\"");
        var result = new StringBuilder(text.Length + 8).Append('"');
        for (var i = 0; i < text.Length;)
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var used) != System.Buffers.OperationStatus.Done)
            {
                result.Append('\uFFFD');
                i += used;
                continue;
            }

            AppendEscaped(result, rune);
            i += used;
        }

        return result.Append('"').ToString();
    }

    /// <summary>The texts, each quoted, separated by a comma and a space.</summary>
    public static string QuoteAll(ReadOnlySpan<string> texts)
    {
        var result = new StringBuilder();
        foreach (var text in texts)
        {
            if (result.Length > 0) result.Append(", ");
            result.Append(Quote(text));
        }

        return result.ToString();
    }

    private static bool IsPlain(string text)
    {
        foreach (var c in text)
        {
            if (c is < ' ' or > '~' or '"' or '\\') return false;
        }

        return true;
    }

    private static void AppendEscaped(StringBuilder result, Rune rune)
    {
        switch (rune.Value)
        {
            case '"' or '\\':
                result.Append('\\').Append((char)rune.Value);
                break;
            case '\a':
                result.Append("\\a");
                break;
            case '\b':
                result.Append("\\b");
                break;
            case '\f':
                result.Append("\\f");
                break;
            case '\n':
                result.Append("\\n");
                break;
            case '\r':
                result.Append("\\r");
                break;
            case '\t':
                result.Append("\\t");
                break;
            case '\v':
                result.Append("\\v");
                break;
            default:
                if (IsPrintable(rune)) result.Append(rune.ToString());
                else if (rune.Value < 0x20 || rune.Value == 0x7F) result.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}");
                else if (rune.IsBmp) result.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
                else result.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}");
                break;
        }
    }

    private static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
