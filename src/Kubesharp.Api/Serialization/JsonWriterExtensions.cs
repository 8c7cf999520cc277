using System.Globalization;
using System.Text.Json;

namespace Kubesharp.Api.Serialization;

/// <summary>Writes the scalar types of the API in their JSON forms.</summary>
public static class JsonWriterExtensions
{
    /// <summary>Seconds precision, UTC; null for the zero time.</summary>
    public static void WriteTimeValue(this Utf8JsonWriter writer, DateTimeOffset time) => WriteTime(writer, time, "yyyy-MM-ddTHH:mm:ssZ");

    /// <summary>Microseconds precision, UTC; null for the zero time.</summary>
    public static void WriteMicroTimeValue(this Utf8JsonWriter writer, DateTimeOffset time) => WriteTime(writer, time, "yyyy-MM-ddTHH:mm:ss.ffffffZ");

    public static void WriteQuantityValue(this Utf8JsonWriter writer, Quantity quantity) => writer.WriteStringValue(quantity.ToString());

    public static void WriteIntOrStringValue(this Utf8JsonWriter writer, IntOrString value)
    {
        if (value.IsString) writer.WriteStringValue(value.Text);
        else writer.WriteNumberValue(value.Number);
    }

    public static void WriteBytesValue(this Utf8JsonWriter writer, ByteString bytes)
    {
        if (bytes.IsNull) writer.WriteNullValue();
        else writer.WriteBase64StringValue(bytes.Span);
    }

    public static void WriteRawValue(this Utf8JsonWriter writer, RawJson raw)
    {
        if (raw.IsNull) writer.WriteNullValue();
        else writer.WriteRawValue(raw.Span, skipInputValidation: true);
    }

    private static void WriteTime(Utf8JsonWriter writer, DateTimeOffset time, string format)
    {
        if (time == default)
        {
            writer.WriteNullValue();
            return;
        }

        Span<byte> text = stackalloc byte[32];
        time.UtcDateTime.TryFormat(text, out var length, format, CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }
}
