using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Api.Serialization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Kubesharp.Client;

/// <summary>Converts between YAML and JSON as Kubernetes does: YAML 1.1 scalars, keys as text, anchors resolved.</summary>
public static class YamlText
{
    private const int MaxNodes = 1_000_000;

    /// <summary>The first document of a YAML text as JSON.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="duplicates">Takes note of keys that stand twice in a mapping; the JSON has both.</param>
    /// <exception cref="DecodeException">The text is malformed.</exception>
    public static byte[] ToJson(ReadOnlyMemory<byte> yaml, List<string>? duplicates = null)
    {
        if (JsonInYaml.IsSame(yaml.Span)) return yaml.ToArray();
        var output = new ArrayBufferWriter<byte>(yaml.Length + 256);
        using var writer = new Utf8JsonWriter(output, ApiJson.WriterOptions);
        try
        {
            var parser = new Parser(new StringReader(Encoding.UTF8.GetString(yaml.Span)));
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _)) return "null"u8.ToArray();
            parser.Consume<DocumentStart>();
            var budget = MaxNodes;
            Write(Load(parser, [], duplicates, ref budget), writer, ref budget);
        }
        catch (YamlException e)
        {
            throw new DecodeException($"error converting YAML to JSON: yaml: line {e.Start.Line}: {e.Message}");
        }

        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    /// <summary>JSON as YAML.</summary>
    public static byte[] FromJson(ReadOnlySpan<byte> json)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        var emitter = new Emitter(text, new EmitterSettings().WithIndentedSequences());
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, true));
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 512 });
        while (reader.Read()) Emit(emitter, ref reader);
        emitter.Emit(new DocumentEnd(true));
        emitter.Emit(new StreamEnd());
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Emit(Emitter emitter, ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, true, MappingStyle.Block));
                break;
            case JsonTokenType.EndObject:
                emitter.Emit(new MappingEnd());
                break;
            case JsonTokenType.StartArray:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, true, SequenceStyle.Block));
                break;
            case JsonTokenType.EndArray:
                emitter.Emit(new SequenceEnd());
                break;
            case JsonTokenType.PropertyName or JsonTokenType.String:
                var text = reader.GetString()!;
                var style = text.Length == 0 || Resolve(text) is not string ? ScalarStyle.DoubleQuoted : text.Contains('\n') ? ScalarStyle.Literal : ScalarStyle.Any;
                emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text, style, true, true));
                break;
            case JsonTokenType.Null:
                emitter.Emit(new Scalar("null"));
                break;
            default:
                emitter.Emit(new Scalar(Encoding.UTF8.GetString(reader.ValueSpan)));
                break;
        }
    }

    private static object? Load(IParser parser, Dictionary<AnchorName, object?> anchors, List<string>? duplicates, ref int budget)
    {
        if (--budget < 0) throw new DecodeException("error converting YAML to JSON: yaml: document contains excessive aliasing");
        switch (parser.Current)
        {
            case Scalar scalar:
                parser.MoveNext();
                var value = scalar.Style == ScalarStyle.Plain && scalar.Tag.IsEmpty || scalar.Tag == "?" ? Resolve(scalar.Value) : scalar.Value;
                if (!scalar.Anchor.IsEmpty) anchors[scalar.Anchor] = value;
                return value;
            case AnchorAlias alias:
                parser.MoveNext();
                return anchors.TryGetValue(alias.Value, out var target)
                    ? target
                    : throw new YamlException(alias.Start, alias.End, $"unknown anchor '{alias.Value}' referenced");
            case SequenceStart sequence:
                parser.MoveNext();
                var items = new List<object?>();
                if (!sequence.Anchor.IsEmpty) anchors[sequence.Anchor] = items;
                while (parser.Current is not SequenceEnd) items.Add(Load(parser, anchors, duplicates, ref budget));
                parser.MoveNext();
                return items;
            case MappingStart mapping:
                return LoadMapping(parser, mapping, anchors, duplicates, ref budget);
            default:
                throw new DecodeException("error converting YAML to JSON: yaml: unexpected content");
        }
    }

    private static List<KeyValuePair<string, object?>> LoadMapping(
        IParser parser, MappingStart mapping, Dictionary<AnchorName, object?> anchors, List<string>? duplicates, ref int budget)
    {
        parser.MoveNext();
        var members = new List<KeyValuePair<string, object?>>();
        if (!mapping.Anchor.IsEmpty) anchors[mapping.Anchor] = members;
        while (parser.Current is not MappingEnd)
        {
            var line = parser.Current!.Start.Line;
            var key = Load(parser, anchors, duplicates, ref budget);
            var value = Load(parser, anchors, duplicates, ref budget);
            if (key is "<<" && value is List<KeyValuePair<string, object?>> merged)
            {
                foreach (var member in merged)
                    if (!members.Exists(m => m.Key == member.Key))
                        members.Add(member);
                continue;
            }

            var name = KeyText(key);
            if (duplicates is not null && members.Exists(m => m.Key == name)) duplicates.Add($"line {line}: key {GoText.Quote(name)} already set in map");
            members.Add(new(name, value));
        }

        parser.MoveNext();
        return members;
    }

    private static string KeyText(object? key) => key switch
    {
        string text => text,
        bool flag => flag ? "true" : "false",
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        null => "null",
        _ => throw new DecodeException("error converting YAML to JSON: unsupported map key"),
    };

    private static void Write(object? value, Utf8JsonWriter writer, ref int budget)
    {
        if (--budget < 0) throw new DecodeException("error converting YAML to JSON: yaml: document contains excessive aliasing");
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case string text: writer.WriteStringValue(text); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            case long number: writer.WriteNumberValue(number); break;
            case double number: writer.WriteNumberValue(number); break;
            case List<object?> items:
                writer.WriteStartArray();
                foreach (var item in items) Write(item, writer, ref budget);
                writer.WriteEndArray();
                break;
            case List<KeyValuePair<string, object?>> members:
                writer.WriteStartObject();
                foreach (var (name, member) in members)
                {
                    writer.WritePropertyName(name);
                    Write(member, writer, ref budget);
                }

                writer.WriteEndObject();
                break;
        }
    }

    /// <summary>What a plain scalar means in YAML 1.1.</summary>
    private static object? Resolve(string text)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL": return null;
            case "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON": return true;
            case "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF": return false;
        }

        if (!char.IsAsciiDigit(text[0]) && text[0] is not ('-' or '+' or '.')) return text;
        var digits = text.Replace("_", "", StringComparison.Ordinal);
        var negative = digits[0] == '-';
        var body = digits.AsSpan(digits[0] is '-' or '+' ? 1 : 0);
        if (body.Length > 2 && body[0] == '0' && Radix(body, out var number)) return negative ? -number : number;
        if (body.Length > 1 && body[0] == '0' && body.IndexOfAnyExceptInRange('0', '7') < 0) return Octal(body, negative);
        if (long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)) return whole;
        if (body.Length > 0 && (char.IsAsciiDigit(body[0]) || body[0] == '.') && body.IndexOfAnyExcept("0123456789.eE+-") < 0
            && double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real))
        {
            return real;
        }

        return text;
    }

    private static bool Radix(ReadOnlySpan<char> body, out long number)
    {
        number = 0;
        return body[1] switch
        {
            'x' => long.TryParse(body[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number),
            'b' => long.TryParse(body[2..], NumberStyles.AllowBinarySpecifier, CultureInfo.InvariantCulture, out number),
            _ => false,
        };
    }

    private static long Octal(ReadOnlySpan<char> body, bool negative)
    {
        var number = 0L;
        foreach (var digit in body) number = (number << 3) | (uint)(digit - '0');
        return negative ? -number : number;
    }
}
