using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Json;

namespace Kubesharp.Api.Serialization;

/// <summary>
/// Walks JSON text token by token, with the tokens and the errors of <see cref="Utf8JsonReader"/> but in less time: text is whole and in one
/// piece, and an error is left to that reader to describe.
/// </summary>
public ref struct JsonScanner
{
    /// <summary>Levels of nesting that are read; deeper documents are refused rather than overflowing the stack.</summary>
    public const int MaxDepth = 512;

    private readonly ReadOnlySpan<byte> _json;
    private Levels _objects;
    private JsonTokenType _token;
    private bool _inObject;
    private bool _escaped;
    private int _depth;
    private int _position;
    private int _start;
    private int _valueStart;
    private int _valueLength;

    public JsonScanner(ReadOnlySpan<byte> json) => _json = json;

    public readonly JsonTokenType Token => _token;

    /// <summary>Where the token begins; of text its opening quote.</summary>
    public readonly int Start => _start;

    /// <summary>The place behind the token; of the name of a member behind its colon.</summary>
    public readonly int End => _position;

    /// <summary>The token's text; of text without its quotes and still escaped.</summary>
    public readonly ReadOnlySpan<byte> Value => _json.Slice(_valueStart, _valueLength);

    /// <summary>Whether text holds escape sequences.</summary>
    public readonly bool IsEscaped => _escaped;

    /// <summary>Moves to the next token; false behind the only value of the text.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public bool Read()
    {
        var next = SkipSpace();
        switch (_token)
        {
            case JsonTokenType.StartObject:
                if (next == '}') return Leave(JsonTokenType.EndObject);
                ReadName(next);
                return true;
            case JsonTokenType.StartArray:
                if (next == ']') return Leave(JsonTokenType.EndArray);
                ReadValue(next);
                return true;
            case JsonTokenType.PropertyName:
                ReadValue(next);
                return true;
            case JsonTokenType.None:
                ReadValue(next);
                return true;
            default:
                return ReadNext(next);
        }
    }

    /// <summary>Moves to the end of the object or array that the token opens; from a name, to the end of its value.</summary>
    public void Skip()
    {
        if (_token == JsonTokenType.PropertyName) Read();
        if (_token is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) return;
        for (var depth = _depth; _depth >= depth;) Read();
    }

    /// <summary>Moves from a member to the end of the object that it is in.</summary>
    public void SkipRest()
    {
        while (Read() && Token != JsonTokenType.EndObject) Skip();
    }

    /// <summary>Goes to the end of the object or array that the token opens, which the caller knows.</summary>
    /// <param name="end">The place behind it.</param>
    public void SkipTo(int end)
    {
        _position = end - 1;
        Leave(_token == JsonTokenType.StartObject ? JsonTokenType.EndObject : JsonTokenType.EndArray);
    }

    /// <summary>The token alone, on a reader that converts it.</summary>
    public readonly Utf8JsonReader Convert()
    {
        var reader = new Utf8JsonReader(_json.Slice(_start, _position - _start));
        reader.Read();
        return reader;
    }

    private bool ReadNext(int next)
    {
        if (_depth == 0)
        {
            if (next < 0) return false;
            Fail();
        }

        if (next == ',')
        {
            _position++;
            next = SkipSpace();
            if (_inObject) ReadName(next);
            else ReadValue(next);
            return true;
        }

        if (_inObject && next == '}') return Leave(JsonTokenType.EndObject);
        if (!_inObject && next == ']') return Leave(JsonTokenType.EndArray);
        Fail();
        return false;
    }

    /// <summary>The next byte that is no white space, on which the position stands then; -1 at the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int SkipSpace()
    {
        if ((uint)_position < (uint)_json.Length)
        {
            var next = _json[_position];
            if (next > ' ') return next;
        }

        return SkipSpaceSlow();
    }

    private int SkipSpaceSlow()
    {
        while (_position < _json.Length)
        {
            var next = _json[_position];
            if (next is not ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')) return next;
            _position++;
        }

        return -1;
    }

    private void ReadName(int next)
    {
        if (next != '"') Fail();
        ReadText();
        if (SkipSpace() != ':') Fail();
        _position++;
        _token = JsonTokenType.PropertyName;
    }

    private void ReadValue(int next)
    {
        switch (next)
        {
            case '"':
                ReadText();
                _token = JsonTokenType.String;
                break;
            case '{':
                Enter(JsonTokenType.StartObject);
                break;
            case '[':
                Enter(JsonTokenType.StartArray);
                break;
            case 't':
                ReadLiteral("true"u8, JsonTokenType.True);
                break;
            case 'f':
                ReadLiteral("false"u8, JsonTokenType.False);
                break;
            case 'n':
                ReadLiteral("null"u8, JsonTokenType.Null);
                break;
            default:
                ReadNumber();
                break;
        }
    }

    private void Enter(JsonTokenType token)
    {
        if (_depth == MaxDepth) Fail();
        var isObject = token == JsonTokenType.StartObject;
        ref var level = ref _objects[_depth >> 6];
        var bit = 1ul << (_depth & 63);
        level = isObject ? level | bit : level & ~bit;
        _inObject = isObject;
        _depth++;
        Punctuation(token);
    }

    private bool Leave(JsonTokenType token)
    {
        _depth--;
        if (_depth > 0) _inObject = (_objects[(_depth - 1) >> 6] >> ((_depth - 1) & 63) & 1) != 0;
        Punctuation(token);
        return true;
    }

    private void Punctuation(JsonTokenType token)
    {
        _token = token;
        _start = _valueStart = _position++;
        _valueLength = 1;
        _escaped = false;
    }

    private void ReadText()
    {
        _start = _position;
        var from = _valueStart = _position + 1;
        var end = IndexOfSpecial(from);
        _escaped = end < _json.Length && _json[end] == '\\';
        if (_escaped) end = EndOfEscaped(end);
        if (end >= _json.Length || _json[end] != '"') Fail();
        _valueLength = end - from;
        _position = end + 1;
    }

    /// <summary>The first quote, backslash or control character; the length of the text when there is none.</summary>
    private readonly int IndexOfSpecial(int from)
    {
        ref var json = ref MemoryMarshal.GetReference(_json);
        var i = from;
        for (; i + Vector128<byte>.Count <= _json.Length; i += Vector128<byte>.Count)
        {
            var bytes = Vector128.LoadUnsafe(ref json, (nuint)i);
            var special = Vector128.Equals(bytes, Vector128.Create((byte)'"')) | Vector128.Equals(bytes, Vector128.Create((byte)'\\'))
                | Vector128.LessThan(bytes, Vector128.Create((byte)' '));
            if (special != Vector128<byte>.Zero) return i + BitOperations.TrailingZeroCount(special.ExtractMostSignificantBits());
        }

        for (; i < _json.Length; i++)
        {
            if (_json[i] is (byte)'"' or (byte)'\\' or < (byte)' ') return i;
        }

        return i;
    }

    /// <summary>The closing quote of text whose first escape sequence is at a place.</summary>
    private readonly int EndOfEscaped(int escape)
    {
        var i = escape;
        while (i < _json.Length && _json[i] == '\\')
        {
            i++;
            if (i == _json.Length) Fail();
            if (_json[i] == 'u')
            {
                if (i + 4 >= _json.Length) Fail();
                for (var digit = 1; digit <= 4; digit++)
                {
                    if (!char.IsAsciiHexDigit((char)_json[i + digit])) Fail();
                }

                i += 4;
            }
            else if (_json[i] is not ((byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t'))
            {
                Fail();
            }

            i = IndexOfSpecial(i + 1);
        }

        return i;
    }

    private void ReadLiteral(ReadOnlySpan<byte> literal, JsonTokenType token)
    {
        if (!_json[_position..].StartsWith(literal)) Fail();
        Scalar(token, literal.Length);
    }

    private void ReadNumber()
    {
        var i = _position;
        if (i < _json.Length && _json[i] == '-') i++;
        var whole = Digits(i);
        if (whole == i || whole > i + 1 && _json[i] == '0') Fail();
        i = whole;
        if (i < _json.Length && _json[i] == '.')
        {
            var fraction = Digits(i + 1);
            if (fraction == i + 1) Fail();
            i = fraction;
        }

        if (i < _json.Length && (_json[i] | 0x20) == 'e')
        {
            i++;
            if (i < _json.Length && _json[i] is (byte)'+' or (byte)'-') i++;
            var exponent = Digits(i);
            if (exponent == i) Fail();
            i = exponent;
        }

        var isEnded = i == _json.Length ? _depth == 0 : _json[i] is (byte)',' or (byte)'}' or (byte)']' or (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t' or (byte)'/';
        if (!isEnded) Fail();
        Scalar(JsonTokenType.Number, i - _position);
    }

    private readonly int Digits(int from)
    {
        while (from < _json.Length && char.IsAsciiDigit((char)_json[from])) from++;
        return from;
    }

    private void Scalar(JsonTokenType token, int length)
    {
        _token = token;
        _start = _valueStart = _position;
        _valueLength = length;
        _escaped = false;
        _position += length;
    }

    [DoesNotReturn]
    private readonly void Fail()
    {
        var reader = new Utf8JsonReader(_json, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read()) continue;
        throw new JsonException("the text is not JSON");
    }

    /// <summary>Which of the open containers are objects.</summary>
    [InlineArray(MaxDepth / 64)]
    private struct Levels
    {
        private ulong _first;
    }
}
