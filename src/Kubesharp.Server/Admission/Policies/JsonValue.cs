using System.Buffers;
using System.Text.Json;
using Kubesharp.Cel.Values;

namespace Kubesharp.Server.Admission.Policies;

/// <summary>JSON as expressions see it, and the other way round.</summary>
internal static class JsonValue
{
    public static CelValue Of(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 1000 });
        return Of(document.RootElement);
    }

    /// <summary>A value as JSON.</summary>
    /// <exception cref="MutationException">JSON has no form for it.</exception>
    public static byte[] ToJson(CelValue value)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output)) Write(writer, value);
        return output.WrittenSpan.ToArray();
    }

    private static CelValue Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => CelMap.Of(element.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, Of(member.Value)))),
        JsonValueKind.Array => CelList.Of([.. element.EnumerateArray().Select(Of)]),
        JsonValueKind.String => new CelString(element.GetString()!),
        JsonValueKind.Number => element.TryGetInt64(out var whole) ? new CelInt(whole) : new CelDouble(element.GetDouble()),
        JsonValueKind.True => CelBool.True,
        JsonValueKind.False => CelBool.False,
        _ => CelNull.Value,
    };

    private static void Write(Utf8JsonWriter writer, CelValue value)
    {
        switch (value)
        {
            case CelMap map:
                writer.WriteStartObject();
                foreach (var key in map.Keys)
                {
                    if (key is not CelString { Value: var name }) throw new MutationException($"map key \"{key}\" is of type {key.Type}, not string");
                    writer.WritePropertyName(name);
                    Write(writer, map.TryGet(key, out var member) ? member : CelNull.Value);
                }

                writer.WriteEndObject();
                break;
            case CelList list:
                writer.WriteStartArray();
                for (var i = 0; i < list.Count; i++) Write(writer, list[i]);
                writer.WriteEndArray();
                break;
            case CelBool flag:
                writer.WriteBooleanValue(flag.Value);
                break;
            case CelInt number:
                writer.WriteNumberValue(number.Value);
                break;
            case CelUint number:
                writer.WriteNumberValue(number.Value);
                break;
            case CelDouble number when double.IsFinite(number.Value):
                writer.WriteNumberValue(number.Value);
                break;
            case CelBytes bytes:
                writer.WriteBase64StringValue(bytes.Value.Span);
                break;
            case CelNull:
                writer.WriteNullValue();
                break;
            case CelString or CelTimestamp or CelDuration:
                writer.WriteStringValue(value.ToString());
                break;
            default:
                throw new MutationException($"a value of type {value.Type} cannot be written as JSON");
        }
    }
}
