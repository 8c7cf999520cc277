using System.Text.Json;

namespace Kubesharp.Client;

/// <summary>Writes RFC 7386 merge patches.</summary>
internal static class MergeDiff
{
    public static void Write(Utf8JsonWriter writer, JsonElement before, JsonElement after)
    {
        writer.WriteStartObject();
        foreach (var member in after.EnumerateObject())
        {
            var known = before.TryGetProperty(member.Name, out var old);
            if (known && JsonElement.DeepEquals(old, member.Value)) continue;
            // A null that was not there before removes what is not there.
            if (!known && member.Value.ValueKind == JsonValueKind.Null) continue;
            writer.WritePropertyName(member.Name);
            if (known && old.ValueKind == JsonValueKind.Object && member.Value.ValueKind == JsonValueKind.Object) Write(writer, old, member.Value);
            else member.Value.WriteTo(writer);
        }

        foreach (var member in before.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Null && !after.TryGetProperty(member.Name, out _)) writer.WriteNull(member.Name);
        }

        writer.WriteEndObject();
    }
}
