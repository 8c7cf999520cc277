using System.Text;

namespace Kubesharp.Api;

/// <summary>A JSON value kept as its UTF-8 text, for fields whose shape the schema leaves open. The default value stands for an absent field.</summary>
public readonly struct RawJson : IEquatable<RawJson>
{
    private readonly byte[]? _utf8;

    /// <summary>Wraps valid, compact JSON without copying; the caller must not change it afterwards.</summary>
    public RawJson(byte[]? utf8) => _utf8 = utf8;

    public bool IsNull => _utf8 is null;

    public ReadOnlySpan<byte> Span => _utf8;

    public ReadOnlyMemory<byte> Memory => _utf8;

    public static RawJson FromText(string json) => new(Encoding.UTF8.GetBytes(json));

    public bool Equals(RawJson other) => Span.SequenceEqual(other.Span);

    public override bool Equals(object? obj) => obj is RawJson other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    public override string ToString() => Encoding.UTF8.GetString(Span);

    public static bool operator ==(RawJson left, RawJson right) => left.Equals(right);

    public static bool operator !=(RawJson left, RawJson right) => !left.Equals(right);
}
