using System.Text.Json;
using Kubesharp.Api.Schema;

namespace Kubesharp.Client;

/// <summary>Writes the part of an object that a server-side apply is meant to own.</summary>
internal static class AppliedFields
{
    private static readonly string[] ServerMetadata =
        ["managedFields", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "selfLink"];

    public static void Write(Utf8JsonWriter writer, TypeSchema schema, JsonElement value, bool isStatus)
    {
        writer.WriteStartObject();
        foreach (var member in value.EnumerateObject())
        {
            var isIdentity = member.Name is "kind" or "apiVersion" or "metadata";
            if (!isIdentity && (member.Name == "status") != isStatus) continue;
            if (member.Name == "metadata") WriteMetadata(writer, schema.Field(member.Name)?.Value.Type, member.Value);
            else WriteMember(writer, schema.Field(member.Name), member);
        }

        writer.WriteEndObject();
    }

    private static void WriteMetadata(Utf8JsonWriter writer, TypeSchema? schema, JsonElement metadata)
    {
        writer.WriteStartObject("metadata"u8);
        foreach (var member in metadata.EnumerateObject())
        {
            if (!ServerMetadata.Contains(member.Name)) WriteMember(writer, schema?.Field(member.Name), member);
        }

        writer.WriteEndObject();
    }

    private static void WriteMember(Utf8JsonWriter writer, FieldSchema? field, JsonProperty member)
    {
        if (member.Value.ValueKind == JsonValueKind.Null || (field is { ZeroDefault: true } && IsUnset(field, member.Value))) return;
        writer.WritePropertyName(member.Name);
        WriteValue(writer, field?.Value, member.Value);
    }

    /// <summary>Whether nothing would be left of the value; a required text may well be meant to be empty, an object that cannot be absent is not.</summary>
    private static bool IsUnset(FieldSchema field, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object) return false;
        foreach (var member in value.EnumerateObject())
        {
            var child = field.Value.Type?.Field(member.Name);
            if (member.Value.ValueKind != JsonValueKind.Null && !(child is { ZeroDefault: true } && IsUnset(child, member.Value))) return false;
        }

        return true;
    }

    private static void WriteValue(Utf8JsonWriter writer, ValueSchema? schema, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            writer.WriteStartObject();
            foreach (var member in value.EnumerateObject())
            {
                if (schema?.Type is { } type) WriteMember(writer, type.Field(member.Name), member);
                else member.WriteTo(writer);
            }

            writer.WriteEndObject();
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            writer.WriteStartArray();
            foreach (var item in value.EnumerateArray()) WriteValue(writer, schema?.Element, item);
            writer.WriteEndArray();
        }
        else
        {
            value.WriteTo(writer);
        }
    }
}
