using System.Buffers;

namespace Kubesharp.Api.Serialization;

/// <summary>Tells which values come back from their own JSON unchanged; see <see cref="IApiType{TSelf}.IsCanonical"/>.</summary>
public static class Canonical
{
    private static readonly SearchValues<byte> WhiteSpace = SearchValues.Create(" \t\r\n"u8);

    /// <summary>Without surrogates, some of which are no valid text and get lost.</summary>
    public static bool IsText(string? text) => text is null || !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF');

    /// <inheritdoc cref="IsText"/>
    public static bool IsIntOrString(IntOrString? value) => value is not { IsString: true } given || IsText(given.Text);

    /// <summary>UTC without a fraction of a second.</summary>
    public static bool IsTime(DateTimeOffset time) => time.Ticks % TimeSpan.TicksPerSecond == 0 && time.Offset == TimeSpan.Zero;

    /// <summary>The same for an optional time; the zero time is written as none.</summary>
    public static bool IsTime(DateTimeOffset? time) => time is not { } value || (value != default && IsTime(value));

    /// <summary>UTC in microseconds.</summary>
    public static bool IsMicroTime(DateTimeOffset time) => time.Ticks % TimeSpan.TicksPerMicrosecond == 0 && time.Offset == TimeSpan.Zero;

    /// <inheritdoc cref="IsTime(DateTimeOffset?)"/>
    public static bool IsMicroTime(DateTimeOffset? time) => time is not { } value || (value != default && IsMicroTime(value));

    /// <summary>Without white space between the tokens, and not null.</summary>
    public static bool IsRaw(RawJson json)
    {
        if (json.IsNull) return true;
        if (json.Span.SequenceEqual("null"u8)) return false;
        return json.Span.IndexOfAny(WhiteSpace) < 0 || JsonText.Compact(json.Span).Length == json.Span.Length;
    }

    /// <inheritdoc cref="IsRaw(RawJson)"/>
    public static bool IsRaw(RawJson? json) => json is not { } value || (!value.IsNull && IsRaw(value));

    /// <summary>The value as it is read after it was written.</summary>
    public static T Of<T>(T value)
        where T : class, IKind<T> =>
        value.IsCanonical() ? value : ApiJson.Decode<T>(ApiJson.Encode(value));

    /// <summary>The value that JSON was written from, as reading the JSON would give it.</summary>
    public static T Of<T>(T value, ReadOnlySpan<byte> json)
        where T : class, IKind<T> =>
        value.IsCanonical() ? value : ApiJson.Decode<T>(json);
}
