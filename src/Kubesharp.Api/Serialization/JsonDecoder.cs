using System.Text.Json;

namespace Kubesharp.Api.Serialization;

/// <summary>
/// Reads API types from JSON text. Names are matched case-sensitively; a null leaves a field absent.
/// Unknown and repeated members are skipped, and noted when a <see cref="DecodeProblems"/> is given.
/// </summary>
public ref struct JsonDecoder
{
    private const int MaxDepth = 512;
    private readonly ReadOnlySpan<byte> _json;
    private readonly DecodeProblems? _problems;
    private Utf8JsonReader _reader;

    public JsonDecoder(ReadOnlySpan<byte> json, DecodeProblems? problems = null)
    {
        _json = json;
        _problems = problems;
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
    }

    public readonly JsonTokenType Token => _reader.TokenType;

    /// <summary>Offset of the current token in the text.</summary>
    public readonly long Offset => _reader.TokenStartIndex;

    /// <summary>Moves to the next token.</summary>
    public bool Read() => _reader.Read();

    /// <summary>Enters an object; false when the value is null.</summary>
    public readonly bool BeginObject() => Begin(JsonTokenType.StartObject, "object");

    /// <summary>Enters an array; false when the value is null.</summary>
    public readonly bool BeginArray() => Begin(JsonTokenType.StartArray, "array");

    /// <summary>Moves to the value of the next member and gives the member's name; false at the end of the object.</summary>
    public bool NextField(out ReadOnlySpan<byte> name)
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.EndObject)
        {
            name = default;
            return false;
        }

        name = _reader.ValueIsEscaped ? Unescape() : _reader.ValueSpan;
        _reader.Read();
        return true;
    }

    /// <summary>Moves to the next item; false at the end of the array.</summary>
    public bool NextItem()
    {
        _reader.Read();
        return _reader.TokenType != JsonTokenType.EndArray;
    }

    /// <summary>Skips the value of a member no field has.</summary>
    public void Unknown()
    {
        _problems?.Unknown(_json, _reader.TokenStartIndex);
        _reader.Skip();
    }

    /// <summary>Notes a member that the object has already had; the later value counts.</summary>
    public readonly void Duplicate() => _problems?.Duplicate(_json, _reader.TokenStartIndex);

    public void Skip() => _reader.Skip();

    public readonly bool IsNull => _reader.TokenType == JsonTokenType.Null;

    public readonly string ReadString() => ReadNullableString() ?? "";

    public readonly string? ReadNullableString()
    {
        if (_reader.TokenType == JsonTokenType.String) return Text();
        if (_reader.TokenType == JsonTokenType.Null) return null;
        throw Mismatch("string");
    }

    public readonly int ReadInt32()
    {
        if (_reader.TokenType == JsonTokenType.Number && _reader.TryGetInt32(out var value)) return value;
        return _reader.TokenType == JsonTokenType.Null ? 0 : throw Mismatch("int32");
    }

    public readonly int? ReadNullableInt32() => IsNull ? null : ReadInt32();

    public readonly long ReadInt64()
    {
        if (_reader.TokenType == JsonTokenType.Number && _reader.TryGetInt64(out var value)) return value;
        return _reader.TokenType == JsonTokenType.Null ? 0 : throw Mismatch("int64");
    }

    public readonly long? ReadNullableInt64() => IsNull ? null : ReadInt64();

    public readonly bool ReadBoolean() => _reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False or JsonTokenType.Null => false,
        _ => throw Mismatch("bool"),
    };

    public readonly bool? ReadNullableBoolean() => IsNull ? null : ReadBoolean();

    public readonly double ReadDouble()
    {
        if (_reader.TokenType == JsonTokenType.Number && _reader.TryGetDouble(out var value)) return value;
        return _reader.TokenType == JsonTokenType.Null ? 0 : throw Mismatch("float64");
    }

    public readonly double? ReadNullableDouble() => IsNull ? null : ReadDouble();

    public readonly DateTimeOffset ReadTime()
    {
        if (_reader.TokenType == JsonTokenType.Null) return default;
        if (_reader.TokenType != JsonTokenType.String) throw Mismatch("string");
        if (_reader.ValueSpan.Contains((byte)'T') && _reader.TryGetDateTimeOffset(out var time)) return time.ToUniversalTime();
        var text = Text();
        throw new DecodeException($"parsing time \"{text}\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"{text}\" as \"2006\"");
    }

    public readonly DateTimeOffset? ReadNullableTime() => IsNull ? null : ReadTime();

    public readonly Quantity ReadQuantity()
    {
        if (_reader.TokenType == JsonTokenType.Null) return default;
        if (_reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number)) throw Mismatch("string");
        Span<char> text = stackalloc char[64];
        var span = _reader.ValueSpan;
        if (_reader.ValueIsEscaped || span.Length > text.Length) return ParseQuantity(Text());
        for (var i = 0; i < span.Length; i++) text[i] = (char)span[i];
        return ParseQuantity(text[..span.Length]);
    }

    public readonly Quantity? ReadNullableQuantity() => IsNull ? null : ReadQuantity();

    public readonly IntOrString ReadIntOrString() => _reader.TokenType switch
    {
        JsonTokenType.String => new IntOrString(Text()),
        JsonTokenType.Number when _reader.TryGetInt32(out var number) => new IntOrString(number),
        JsonTokenType.Null => default,
        _ => throw Mismatch("int32"),
    };

    public readonly IntOrString? ReadNullableIntOrString() => IsNull ? default(IntOrString?) : ReadIntOrString();

    public readonly ByteString ReadBytes()
    {
        if (_reader.TokenType == JsonTokenType.Null) return default;
        if (_reader.TokenType != JsonTokenType.String) throw Mismatch("[]uint8");
        if (_reader.TryGetBytesFromBase64(out var bytes)) return new ByteString(bytes);
        throw new DecodeException($"illegal base64 data at input byte {FirstIllegalBase64(_reader.ValueSpan)}");
    }

    /// <summary>Takes any value as compact JSON text.</summary>
    public RawJson ReadRaw()
    {
        if (_reader.TokenType == JsonTokenType.Null) return default;
        var start = (int)_reader.TokenStartIndex;
        _reader.Skip();
        return new RawJson(JsonText.Compact(_json[start..(int)_reader.BytesConsumed]));
    }

    public RawJson? ReadNullableRaw() => IsNull ? null : ReadRaw();

    /// <summary>Name of a map entry, on which the reader stands after <see cref="NextField"/>.</summary>
    public static string Key(ReadOnlySpan<byte> name) => Utf8StringPool.Get(name);

    /// <summary>Sorts map entries and notes repeated keys.</summary>
    public readonly ValueMap<TValue> Map<TValue>(KeyValuePair<string, TValue>[] pairs)
    {
        var sorted = ValueMap.Sort(pairs);
        if (sorted.Length != pairs.Length && _problems is not null) _problems.Duplicate(_json, _reader.TokenStartIndex, DuplicateKey(pairs));
        return new ValueMap<TValue>(sorted);
    }

    private static string DuplicateKey<TValue>(KeyValuePair<string, TValue>[] pairs)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, _) in pairs)
        {
            if (!seen.Add(key)) return key;
        }

        return "";
    }

    private static Quantity ParseQuantity(ReadOnlySpan<char> text)
    {
        try
        {
            return Quantity.Parse(text);
        }
        catch (FormatException e)
        {
            throw new DecodeException(e.Message);
        }
    }

    private static int FirstIllegalBase64(ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsAsciiLetterOrDigit((char)text[i]) && text[i] is not ((byte)'+' or (byte)'/' or (byte)'=')) return i;
        }

        return text.Length;
    }

    private readonly bool Begin(JsonTokenType start, string expected)
    {
        if (_reader.TokenType == start) return true;
        return _reader.TokenType == JsonTokenType.Null ? false : throw Mismatch(expected);
    }

    private readonly byte[] Unescape()
    {
        var buffer = new byte[_reader.ValueSpan.Length];
        try
        {
            return buffer[.._reader.CopyString(buffer)];
        }
        catch (InvalidOperationException)
        {
            return JsonText.UnescapeLeniently(_reader.ValueSpan);
        }
    }

    private readonly string Text()
    {
        if (!_reader.ValueIsEscaped) return Utf8StringPool.Get(_reader.ValueSpan);
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return System.Text.Encoding.UTF8.GetString(JsonText.UnescapeLeniently(_reader.ValueSpan));
        }
    }

    private readonly JsonMismatchException Mismatch(string expected) => new(_reader.TokenType, _reader.TokenType == JsonTokenType.Number ? _reader.GetRawText() : null, expected, _reader.TokenStartIndex);
}

file static class ReaderText
{
    public static string GetRawText(this in Utf8JsonReader reader) => System.Text.Encoding.UTF8.GetString(reader.ValueSpan);
}
