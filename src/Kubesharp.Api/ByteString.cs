namespace Kubesharp.Api;

/// <summary>Immutable bytes compared by content; base64 text in JSON. The default value stands for absent bytes.</summary>
public readonly struct ByteString : IEquatable<ByteString>
{
    private readonly byte[]? _bytes;

    /// <summary>Wraps an array without copying; the caller must not change it afterwards.</summary>
    public ByteString(byte[]? bytes) => _bytes = bytes;

    public bool IsNull => _bytes is null;

    public int Length => _bytes is null ? 0 : _bytes.Length;

    public ReadOnlySpan<byte> Span => _bytes;

    public ReadOnlyMemory<byte> Memory => _bytes;

    /// <summary>The UTF-8 encoding of <paramref name="text"/>.</summary>
    public static ByteString FromText(string text) => new(System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>The bytes read as UTF-8.</summary>
    public string ToText() => System.Text.Encoding.UTF8.GetString(Span);

    public bool Equals(ByteString other) => Span.SequenceEqual(other.Span);

    public override bool Equals(object? obj) => obj is ByteString other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    public override string ToString() => $"{Length} bytes";

    public static bool operator ==(ByteString left, ByteString right) => left.Equals(right);

    public static bool operator !=(ByteString left, ByteString right) => !left.Equals(right);
}
