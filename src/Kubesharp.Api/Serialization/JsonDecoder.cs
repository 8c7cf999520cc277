using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Kubesharp.Api.Serialization;

/// <summary>
/// Reads API types from JSON text. Names are matched case-sensitively; a null leaves a field absent.
/// Unknown and repeated members are skipped, and noted when a <see cref="DecodeProblems"/> is given.
/// </summary>
public ref struct JsonDecoder
{
    private readonly ReadOnlySpan<byte> _json;
    private readonly DecodeProblems? _problems;
    private readonly ReadOnlySpan<byte> _knownJson;
    private JsonScanner _scanner;
    private JsonScanner _knownScanner;

    public JsonDecoder(ReadOnlySpan<byte> json, DecodeProblems? problems = null)
    {
        _json = json;
        _problems = problems;
        _scanner = new JsonScanner(json);
    }

    /// <summary>Reads an object of which another state is known: members with the same text are taken from there.</summary>
    /// <param name="json">The text.</param>
    /// <param name="problems">Collects unknown and repeated members when given.</param>
    /// <param name="known">The other state.</param>
    /// <param name="knownJson">Its text.</param>
    public JsonDecoder(ReadOnlySpan<byte> json, DecodeProblems? problems, object known, ReadOnlySpan<byte> knownJson)
        : this(json, problems)
    {
        Known = known;
        _knownJson = knownJson;
        _knownScanner = new JsonScanner(knownJson);
        _knownScanner.Read();
    }

    /// <summary>Another state of the object that is read, or of its part that is read now; mostly null.</summary>
    public object? Known { readonly get; private set; }

    public readonly JsonTokenType Token => _scanner.Token;

    /// <summary>Offset of the current token in the text.</summary>
    public readonly long Offset => _scanner.Start;

    /// <summary>Moves to the next token.</summary>
    public bool Read() => _scanner.Read();

    /// <summary>Enters an object; false when the value is null.</summary>
    public readonly bool BeginObject() => Begin(JsonTokenType.StartObject, "object");

    /// <summary>Enters an array; false when the value is null.</summary>
    public readonly bool BeginArray() => Begin(JsonTokenType.StartArray, "array");

    /// <summary>Moves to the value of the next member and gives the member's name; false at the end of the object.</summary>
    public bool NextField(out ReadOnlySpan<byte> name)
    {
        _scanner.Read();
        if (_scanner.Token == JsonTokenType.EndObject)
        {
            name = default;
            return false;
        }

        name = _scanner.IsEscaped ? JsonText.UnescapeLeniently(_scanner.Value) : _scanner.Value;
        _scanner.Read();
        return true;
    }

    /// <summary>Moves to the next item; false at the end of the array.</summary>
    public bool NextItem()
    {
        _scanner.Read();
        return _scanner.Token != JsonTokenType.EndArray;
    }

    /// <summary>Skips the object or array that a member holds if the known state has the same text there; false when it has not.</summary>
    public bool SkipKnown(ReadOnlySpan<byte> name)
    {
        if (_scanner.Token is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) return false;
        var members = _knownScanner;
        if (!FindKnown(ref members, name)) return false;
        var start = members.Start;
        members.Skip();
        var text = _knownJson[start..members.End];
        if (!_json[_scanner.Start..].StartsWith(text)) return false;
        _scanner.SkipTo(_scanner.Start + text.Length);
        _knownScanner = members;
        return true;
    }

    /// <summary>Makes a part of the known state the known state while the same part is read; false when the text has no such part.</summary>
    public bool EnterKnown(ReadOnlySpan<byte> name, object part)
    {
        var members = _knownScanner;
        if (!FindKnown(ref members, name) || members.Token != JsonTokenType.StartObject) return false;
        _knownScanner = members;
        Known = part;
        return true;
    }

    /// <summary>Goes back from a part of the known state to the whole.</summary>
    public void LeaveKnown(object whole)
    {
        _knownScanner.SkipRest();
        Known = whole;
    }

    /// <summary>Skips the value of a member no field has.</summary>
    public void Unknown()
    {
        _problems?.Unknown(_json, _scanner.Start);
        _scanner.Skip();
    }

    /// <summary>Notes a member that the object has already had; the later value counts.</summary>
    public readonly void Duplicate() => _problems?.Duplicate(_json, _scanner.Start);

    public void Skip() => _scanner.Skip();

    public readonly bool IsNull => _scanner.Token == JsonTokenType.Null;

    public readonly string ReadString() => ReadNullableString() ?? "";

    public readonly string? ReadNullableString()
    {
        if (_scanner.Token == JsonTokenType.String) return Text();
        if (_scanner.Token == JsonTokenType.Null) return null;
        throw Mismatch("string");
    }

    public readonly int ReadInt32()
    {
        if (_scanner.Token == JsonTokenType.Number && TryGetInt32(out var value)) return value;
        return _scanner.Token == JsonTokenType.Null ? 0 : throw Mismatch("int32");
    }

    public readonly int? ReadNullableInt32() => IsNull ? null : ReadInt32();

    public readonly long ReadInt64()
    {
        if (_scanner.Token == JsonTokenType.Number && Utf8Parser.TryParse(_scanner.Value, out long value, out var length) && length == _scanner.Value.Length) return value;
        return _scanner.Token == JsonTokenType.Null ? 0 : throw Mismatch("int64");
    }

    public readonly long? ReadNullableInt64() => IsNull ? null : ReadInt64();

    public readonly bool ReadBoolean() => _scanner.Token switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False or JsonTokenType.Null => false,
        _ => throw Mismatch("bool"),
    };

    public readonly bool? ReadNullableBoolean() => IsNull ? null : ReadBoolean();

    public readonly double ReadDouble()
    {
        if (_scanner.Token == JsonTokenType.Number && _scanner.Convert().TryGetDouble(out var value)) return value;
        return _scanner.Token == JsonTokenType.Null ? 0 : throw Mismatch("float64");
    }

    public readonly double? ReadNullableDouble() => IsNull ? null : ReadDouble();

    public readonly DateTimeOffset ReadTime()
    {
        if (_scanner.Token == JsonTokenType.Null) return default;
        if (_scanner.Token != JsonTokenType.String) throw Mismatch("string");
        if (_scanner.Value.Contains((byte)'T') && _scanner.Convert().TryGetDateTimeOffset(out var time)) return time.ToUniversalTime();
        var text = Text();
        throw new DecodeException($"parsing time \"{text}\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"{text}\" as \"2006\"");
    }

    public readonly DateTimeOffset? ReadNullableTime() => IsNull ? null : ReadTime();

    public readonly Quantity ReadQuantity()
    {
        if (_scanner.Token == JsonTokenType.Null) return default;
        if (_scanner.Token is not (JsonTokenType.String or JsonTokenType.Number)) throw Mismatch("string");
        Span<char> text = stackalloc char[64];
        var span = _scanner.Value;
        if (_scanner.IsEscaped || span.Length > text.Length) return ParseQuantity(Text());
        for (var i = 0; i < span.Length; i++) text[i] = (char)span[i];
        return ParseQuantity(text[..span.Length]);
    }

    public readonly Quantity? ReadNullableQuantity() => IsNull ? null : ReadQuantity();

    public readonly IntOrString ReadIntOrString() => _scanner.Token switch
    {
        JsonTokenType.String => new IntOrString(Text()),
        JsonTokenType.Number when TryGetInt32(out var number) => new IntOrString(number),
        JsonTokenType.Null => default,
        _ => throw Mismatch("int32"),
    };

    public readonly IntOrString? ReadNullableIntOrString() => IsNull ? default(IntOrString?) : ReadIntOrString();

    public readonly ByteString ReadBytes()
    {
        if (_scanner.Token == JsonTokenType.Null) return default;
        if (_scanner.Token != JsonTokenType.String) throw Mismatch("[]uint8");
        if (_scanner.Convert().TryGetBytesFromBase64(out var bytes)) return new ByteString(bytes);
        throw new DecodeException($"illegal base64 data at input byte {FirstIllegalBase64(_scanner.Value)}");
    }

    /// <summary>Takes any value as compact JSON text.</summary>
    public RawJson ReadRaw()
    {
        if (_scanner.Token == JsonTokenType.Null) return default;
        var start = _scanner.Start;
        _scanner.Skip();
        return new RawJson(JsonText.Compact(_json[start.._scanner.End]));
    }

    public RawJson? ReadNullableRaw() => IsNull ? null : ReadRaw();

    /// <summary>Name of a map entry, on which the reader stands after <see cref="NextField"/>.</summary>
    public static string Key(ReadOnlySpan<byte> name) => Utf8StringPool.Get(name);

    /// <summary>Sorts map entries and notes repeated keys.</summary>
    public readonly ValueMap<TValue> Map<TValue>(KeyValuePair<string, TValue>[] pairs)
    {
        var sorted = ValueMap.Sort(pairs);
        if (sorted.Length != pairs.Length && _problems is not null) _problems.Duplicate(_json, _scanner.Start, DuplicateKey(pairs));
        return new ValueMap<TValue>(sorted);
    }

    /// <summary>Goes to the value of a member; false when there is none from here on.</summary>
    private static bool FindKnown(ref JsonScanner members, ReadOnlySpan<byte> name)
    {
        while (members.Read() && members.Token == JsonTokenType.PropertyName)
        {
            var isWanted = members.Value.SequenceEqual(name);
            members.Read();
            if (isWanted) return true;
            members.Skip();
        }

        return false;
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
        if (_scanner.Token == start) return true;
        return _scanner.Token == JsonTokenType.Null ? false : throw Mismatch(expected);
    }

    private readonly bool TryGetInt32(out int value) => Utf8Parser.TryParse(_scanner.Value, out value, out var length) && length == _scanner.Value.Length;

    private readonly string Text() =>
        _scanner.IsEscaped ? Encoding.UTF8.GetString(JsonText.UnescapeLeniently(_scanner.Value)) : Utf8StringPool.Get(_scanner.Value);

    private readonly JsonMismatchException Mismatch(string expected) => new(_scanner.Token, _scanner.Token == JsonTokenType.Number ? Encoding.UTF8.GetString(_scanner.Value) : null, expected, _scanner.Start);
}
