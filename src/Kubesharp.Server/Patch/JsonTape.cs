using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Kubesharp.Api.Serialization;

namespace Kubesharp.Server.Patch;

/// <summary>One value or member name of a <see cref="JsonTape"/>.</summary>
internal struct JsonToken
{
    /// <summary>Offset of the value; for text the first byte after the quote.</summary>
    public int Start;

    /// <summary>Bytes of the value; for text without the quotes.</summary>
    public int Length;

    /// <summary>Index of the first token that does not belong to this value.</summary>
    public int Next;

    public JsonValueKind Kind;

    /// <summary>Text holds escape sequences.</summary>
    public bool Escaped;
}

/// <summary>
/// A parsed JSON document that cannot be changed: its text and one small token per value. Members of an object are a name token and the
/// tokens of the value. The memory is pooled, so nothing of a tape may be used after it was disposed.
/// </summary>
internal sealed class JsonTape : IDisposable
{
    private byte[] _text;
    private JsonToken[] _tokens;
    private int _count;
    private readonly int _length;

    private JsonTape(ReadOnlySpan<byte> json)
    {
        _text = ArrayPool<byte>.Shared.Rent(Math.Max(json.Length, 1));
        json.CopyTo(_text);
        _length = json.Length;
        _tokens = ArrayPool<JsonToken>.Shared.Rent(Math.Max(64, json.Length / 12));
    }

    /// <summary>Parses a document; its text is copied.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static JsonTape Parse(ReadOnlySpan<byte> json)
    {
        var tape = new JsonTape(json);
        try
        {
            tape.Read();
            return tape;
        }
        catch (JsonException)
        {
            tape.Dispose();
            throw;
        }
    }

    /// <summary>Whether the text has no white space between its tokens.</summary>
    public bool IsCompact { get; private set; }

    public int Count => _count;

    public ReadOnlySpan<byte> Text => _text.AsSpan(0, _length);

    public JsonValueKind Kind(int index) => _tokens[index].Kind;

    public int Next(int index) => _tokens[index].Next;

    public bool IsEscaped(int index) => _tokens[index].Escaped;

    public bool IsObject(int index) => _tokens[index].Kind == JsonValueKind.Object;

    public bool IsArray(int index) => _tokens[index].Kind == JsonValueKind.Array;

    public bool IsNull(int index) => _tokens[index].Kind == JsonValueKind.Null;

    /// <summary>Whether an object or array holds nothing.</summary>
    public bool IsEmpty(int index) => _tokens[index].Next == index + 1;

    /// <summary>The text of a value; of strings without quotes and still escaped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Raw(int index)
    {
        ref var token = ref _tokens[index];
        return _text.AsSpan(token.Start, token.Length);
    }

    /// <summary>The text of a value as it stands in the document, strings with their quotes.</summary>
    public ReadOnlySpan<byte> Verbatim(int index)
    {
        ref var token = ref _tokens[index];
        return token.Kind == JsonValueKind.String ? _text.AsSpan(token.Start - 1, token.Length + 2) : _text.AsSpan(token.Start, token.Length);
    }

    /// <summary>The text of a value that stays valid as long as the tape.</summary>
    public ReadOnlyMemory<byte> Memory(int index) => _text.AsMemory(_tokens[index].Start, _tokens[index].Length);

    /// <summary>The unescaped content of a string; allocates only when there are escapes.</summary>
    public ReadOnlySpan<byte> String(int index) => _tokens[index].Escaped ? JsonStrings.Unescape(Raw(index)) : Raw(index);

    /// <summary>The value of an object's member, or -1; of repeated members the last.</summary>
    public int Find(int index, ReadOnlySpan<byte> name)
    {
        var found = -1;
        var end = _tokens[index].Next;
        for (var i = index + 1; i < end; i = _tokens[i + 1].Next)
        {
            if (String(i).SequenceEqual(name)) found = i + 1;
        }

        return found;
    }

    /// <summary>Writes a value without white space.</summary>
    public void WriteTo(int index, ByteBuffer output)
    {
        if (IsCompact || _tokens[index].Next == index + 1 && _tokens[index].Kind is not (JsonValueKind.Object or JsonValueKind.Array))
        {
            output.Write(Verbatim(index));
            return;
        }

        var isObject = IsObject(index);
        output.Write(isObject ? (byte)'{' : (byte)'[');
        var end = _tokens[index].Next;
        for (var i = index + 1; i < end; i = _tokens[i].Next)
        {
            if (i > index + 1) output.Write((byte)',');
            if (isObject)
            {
                output.Write(Verbatim(i++));
                output.Write((byte)':');
            }

            WriteTo(i, output);
        }

        output.Write(isObject ? (byte)'}' : (byte)']');
    }

    public void Dispose()
    {
        if (_tokens.Length == 0) return;
        ArrayPool<JsonToken>.Shared.Return(_tokens);
        ArrayPool<byte>.Shared.Return(_text);
        _tokens = [];
        _text = [];
    }

    private void Read()
    {
        var scanner = new JsonScanner(Text);
        var open = -1;
        var bytes = 0;
        int names = 0, filled = 0, values = 0;
        while (scanner.Read())
        {
            if (_count == _tokens.Length) Grow();
            ref var token = ref _tokens[_count];
            switch (scanner.Token)
            {
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    ref var container = ref _tokens[open];
                    if (_count > open + 1) filled++;
                    var parent = container.Next;
                    container.Next = _count;
                    container.Length = scanner.End - container.Start;
                    open = parent;
                    continue;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    token.Kind = scanner.Token == JsonTokenType.StartObject ? JsonValueKind.Object : JsonValueKind.Array;
                    token.Start = scanner.Start;
                    token.Escaped = false;
                    token.Next = open; // the parent, until the container ends
                    open = _count++;
                    values++;
                    bytes += 2;
                    continue;
                case JsonTokenType.PropertyName or JsonTokenType.String:
                    token.Kind = JsonValueKind.String;
                    token.Start = scanner.Start + 1;
                    token.Escaped = scanner.IsEscaped;
                    bytes += scanner.Value.Length + 2;
                    if (scanner.Token == JsonTokenType.PropertyName) names++;
                    else values++;
                    break;
                default:
                    token.Kind = scanner.Token switch
                    {
                        JsonTokenType.Number => JsonValueKind.Number,
                        JsonTokenType.True => JsonValueKind.True,
                        JsonTokenType.False => JsonValueKind.False,
                        _ => JsonValueKind.Null,
                    };
                    token.Start = scanner.Start;
                    token.Escaped = false;
                    bytes += scanner.Value.Length;
                    values++;
                    break;
            }

            token.Length = scanner.Value.Length;
            token.Next = ++_count;
        }

        // Every name has a colon; every value but the first of its container and the root has a comma.
        IsCompact = bytes + names + (values - 1 - filled) == _length;
    }

    private void Grow()
    {
        var larger = ArrayPool<JsonToken>.Shared.Rent(_tokens.Length * 2);
        _tokens.AsSpan(0, _count).CopyTo(larger);
        ArrayPool<JsonToken>.Shared.Return(_tokens);
        _tokens = larger;
    }
}
