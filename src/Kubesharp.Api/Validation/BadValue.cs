using System.Globalization;
using System.Text.Json;
using Kubesharp.Api.Serialization;

namespace Kubesharp.Api.Validation;

/// <summary>A refused value as messages show it: text in quotes, numbers plain, everything else as JSON. The default value shows as <c>null</c>.</summary>
public readonly struct BadValue
{
    private static readonly JsonSerializerOptions ListOptions = new() { Encoder = GoJsonEncoder.Instance };

    private readonly string? _text;

    private BadValue(string text) => _text = text;

    public static BadValue Null => default;

    /// <summary>A value that is already JSON text.</summary>
    public static BadValue Json(string json) => new(json);

    public static implicit operator BadValue(string? value) => value is null ? default : new(GoText.Quote(value));

    public static implicit operator BadValue(long value) => new(value.ToString(CultureInfo.InvariantCulture));

    public static implicit operator BadValue(long? value) => value is { } number ? number : default(BadValue);

    public static implicit operator BadValue(int value) => new(value.ToString(CultureInfo.InvariantCulture));

    public static implicit operator BadValue(int? value) => value is { } number ? number : default(BadValue);

    public static implicit operator BadValue(bool value) => new(value ? "true" : "false");

    public static implicit operator BadValue(Quantity value) => new($"\"{value}\"");

    public static implicit operator BadValue(IntOrString value) => value.IsString ? value.Text : value.Number;

    public static implicit operator BadValue(RawJson value) => value.Span.IsEmpty ? default : new(value.ToString());

    public static implicit operator BadValue(ValueList<string> value) => value.IsNull ? default : new(JsonSerializer.Serialize((IEnumerable<string>)value, ListOptions));

    public static implicit operator BadValue(ValueMap<string> value) =>
        value.IsNull ? default : new(JsonSerializer.Serialize(value.ToDictionary(pair => pair.Key, pair => pair.Value), ListOptions));

    public override string ToString() => _text ?? "null";
}
