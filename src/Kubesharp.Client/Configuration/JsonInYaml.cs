using System.Text.Json;
using Kubesharp.Api.Serialization;

namespace Kubesharp.Client;

/// <summary>
/// JSON is YAML, and programs send it as such. Most of it means the same in both, so that it need not go through a YAML parser, which takes
/// far longer.
/// </summary>
internal static class JsonInYaml
{
    private const int MaxNumberLength = 18;

    // YAML limits keys that are not marked as such to 1024 characters.
    private const int MaxKeyLength = 1000;
    private const int MaxTokens = 500_000;
    private const int MaxMembers = 64;

    /// <summary>
    /// Whether a text is JSON that is the same value as YAML. False for all that would need a closer look: characters beyond ASCII and their
    /// escapes, numbers that are not plain, tabs, merge keys, keys that stand twice.
    /// </summary>
    public static bool IsSame(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] != '{' || text.IndexOfAnyExceptInRange((byte)'\n', (byte)'~') >= 0) return false;
        try
        {
            var scanner = new JsonScanner(text);
            scanner.Read();
            var tokens = 0;
            return IsSameObject(ref scanner, text, ref tokens) && !scanner.Read();
        }
        catch (JsonException)
        {
            // It may still be YAML.
            return false;
        }
    }

    private static bool IsSameObject(ref JsonScanner scanner, ReadOnlySpan<byte> text, ref int tokens)
    {
        Span<Range> names = stackalloc Range[MaxMembers];
        var count = 0;
        while (scanner.Read() && scanner.Token == JsonTokenType.PropertyName)
        {
            var name = scanner.Value;
            if (count == MaxMembers || scanner.IsEscaped || name.Length > MaxKeyLength || name.SequenceEqual("<<"u8)) return false;
            foreach (var range in names[..count])
            {
                if (text[range].SequenceEqual(name)) return false;
            }

            names[count++] = new Range(scanner.Start + 1, scanner.Start + 1 + name.Length);
            scanner.Read();
            if (!IsSameValue(ref scanner, text, ref tokens)) return false;
        }

        return true;
    }

    private static bool IsSameValue(ref JsonScanner scanner, ReadOnlySpan<byte> text, ref int tokens)
    {
        if (++tokens > MaxTokens) return false;
        switch (scanner.Token)
        {
            case JsonTokenType.StartObject:
                return IsSameObject(ref scanner, text, ref tokens);
            case JsonTokenType.StartArray:
                while (scanner.Read() && scanner.Token != JsonTokenType.EndArray)
                {
                    if (!IsSameValue(ref scanner, text, ref tokens)) return false;
                }

                return true;
            case JsonTokenType.String:
                return !scanner.IsEscaped || scanner.Value.IndexOf("\\u"u8) < 0;
            case JsonTokenType.Number:
                var number = scanner.Value;
                return number.Length <= MaxNumberLength && number.IndexOfAnyExcept("-0123456789"u8) < 0 && !number.SequenceEqual("-0"u8);
            default:
                return true;
        }
    }
}
