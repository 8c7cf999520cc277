using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Kubesharp.Server.Patch;

namespace Kubesharp.Server.Apply;

/// <summary>
/// One step of a field path in the form fieldsV1 has: <c>f:name</c> for a member, <c>k:{"name":"x"}</c> for a list item by its keys,
/// <c>v:"x"</c> for an item of a set, <c>i:3</c> for an item by its place.
/// </summary>
internal sealed class PathElement : IComparable<PathElement>, IEquatable<PathElement>
{
    private readonly byte[] _text;
    private readonly int _rank;

    // The first bytes of a member's name as a number that orders as they do, so that most comparisons are one of numbers.
    private readonly ulong _start;
    private byte[]? _quoted;

    /// <summary>Wraps the text of a step; the bytes must not be changed afterwards.</summary>
    public PathElement(byte[] text)
    {
        _text = text;
        _rank = Rank(text[0]);
        if (_rank == 0) _start = Start(text.AsSpan(2));
    }

    public ReadOnlySpan<byte> Text => _text;

    public bool IsField => _rank == 0;

    /// <summary>What follows the prefix: a member's name, or the keys or the value as JSON.</summary>
    public ReadOnlySpan<byte> Content => _text.AsSpan(2);

    /// <summary>The text as a JSON string with quotes.</summary>
    public ReadOnlySpan<byte> Quoted => _quoted ??= JsonStrings.Quote(_text);

    public static PathElement Field(ReadOnlySpan<byte> name) => Prefixed("f:"u8, name);

    /// <summary>An item of a set.</summary>
    /// <param name="json">The value as JSON.</param>
    public static PathElement Value(ReadOnlySpan<byte> json) => Prefixed("v:"u8, json);

    /// <summary>Reads a step as fieldsV1 writes it; null when it has no known prefix.</summary>
    public static PathElement? Parse(ReadOnlySpan<byte> text) =>
        text.Length >= 2 && text[1] == (byte)':' && text[0] is (byte)'f' or (byte)'k' or (byte)'v' or (byte)'i' ? new(text.ToArray()) : null;

    public int CompareTo(PathElement? other)
    {
        if (other is null) return 1;
        if (ReferenceEquals(this, other)) return 0;
        var rank = _rank - other._rank;
        if (rank != 0) return rank;
        if (_start != other._start) return _start < other._start ? -1 : 1;
        return IsField ? Content.SequenceCompareTo(other.Content) : CompareJson(Content, other.Content);
    }

    public bool Equals(PathElement? other) => other is not null && (ReferenceEquals(this, other) || _start == other._start && Text.SequenceEqual(other.Text));

    public override bool Equals(object? obj) => Equals(obj as PathElement);

    public override int GetHashCode() => Utf8NameComparer.Instance.GetHashCode(Text);

    /// <summary>The step as messages show it: <c>.name</c>, <c>[name="x"]</c>, <c>[="x"]</c>, <c>[3]</c>.</summary>
    public override string ToString()
    {
        var content = Encoding.UTF8.GetString(Content);
        switch (_text[0])
        {
            case (byte)'f':
                return "." + content;
            case (byte)'v':
                return $"[={content}]";
            case (byte)'i':
                return $"[{content}]";
            default:
                using (var keys = JsonDocument.Parse(Content.ToArray()))
                {
                    return $"[{string.Join(',', keys.RootElement.EnumerateObject().Select(key => $"{key.Name}={key.Value.GetRawText()}"))}]";
                }
        }
    }

    private static PathElement Prefixed(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> content)
    {
        var text = new byte[content.Length + 2];
        prefix.CopyTo(text);
        content.CopyTo(text.AsSpan(2));
        return new(text);
    }

    private static ulong Start(ReadOnlySpan<byte> name)
    {
        Span<byte> first = stackalloc byte[8];
        name[..Math.Min(name.Length, 8)].CopyTo(first);
        return BinaryPrimitives.ReadUInt64BigEndian(first);
    }

    private static int Rank(byte prefix) => prefix switch
    {
        (byte)'f' => 0,
        (byte)'k' => 1,
        (byte)'v' => 2,
        _ => 3,
    };

    // Numbers come before text and by value, so bytes cannot simply be compared.
    private static int CompareJson(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.SequenceEqual(right)) return 0;
        var a = new Utf8JsonReader(left);
        var b = new Utf8JsonReader(right);
        while (true)
        {
            var moreA = a.Read();
            var moreB = b.Read();
            if (!moreA || !moreB) return moreA.CompareTo(moreB);
            var kind = TokenRank(a.TokenType) - TokenRank(b.TokenType);
            if (kind != 0) return kind;
            var order = a.TokenType == JsonTokenType.Number
                ? JsonNumbers.Compare(a.ValueSpan, b.ValueSpan)
                : a.ValueSpan.SequenceCompareTo(b.ValueSpan);
            if (order != 0) return order;
        }
    }

    private static int TokenRank(JsonTokenType type) => type switch
    {
        JsonTokenType.EndObject or JsonTokenType.EndArray => 0,
        JsonTokenType.Number => 1,
        JsonTokenType.PropertyName or JsonTokenType.String => 2,
        JsonTokenType.False or JsonTokenType.True => 3,
        JsonTokenType.StartArray => 4,
        JsonTokenType.StartObject => 5,
        _ => 6,
    };
}
