using System.Text.Json;
using Kubesharp.Api.Schema;

namespace Kubesharp.Client;

/// <summary>Writes strategic merge patches.</summary>
internal static class StrategicDiff
{
    public static void WriteObject(Utf8JsonWriter writer, TypeSchema? schema, JsonElement before, JsonElement after)
    {
        writer.WriteStartObject();
        WriteMembers(writer, schema, before, after);
        writer.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter writer, TypeSchema? schema, JsonElement before, JsonElement after)
    {
        foreach (var member in after.EnumerateObject())
        {
            var known = before.TryGetProperty(member.Name, out var old);
            if (known && JsonElement.DeepEquals(old, member.Value)) continue;
            if (!known && member.Value.ValueKind == JsonValueKind.Null) continue;
            var field = schema?.Field(member.Name);
            if (known && old.ValueKind == JsonValueKind.Object && member.Value.ValueKind == JsonValueKind.Object)
            {
                WriteChild(writer, field, member.Name, old, member.Value);
            }
            else if (known && field is { Merge: true } && old.ValueKind == JsonValueKind.Array && member.Value.ValueKind == JsonValueKind.Array)
            {
                WriteList(writer, field, member.Name, old, member.Value);
            }
            else
            {
                writer.WritePropertyName(member.Name);
                member.Value.WriteTo(writer);
            }
        }

        foreach (var member in before.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Null && !after.TryGetProperty(member.Name, out _)) writer.WriteNull(member.Name);
        }
    }

    private static void WriteChild(Utf8JsonWriter writer, FieldSchema? field, string name, JsonElement before, JsonElement after)
    {
        writer.WriteStartObject(name);
        if (field is { RetainKeys: true })
        {
            writer.WriteStartArray("$retainKeys"u8);
            foreach (var member in after.EnumerateObject()) writer.WriteStringValue(member.Name);
            writer.WriteEndArray();
        }

        WriteMembers(writer, field?.Value.Type, before, after);
        writer.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter writer, FieldSchema field, string name, JsonElement before, JsonElement after)
    {
        if (field.MergeKey is null)
        {
            WriteValues(writer, name, before, after);
        }
        else if (TryKeys(before, field.MergeKey, out var oldItems) && TryKeys(after, field.MergeKey, out var items))
        {
            WriteItems(writer, field, name, oldItems, items);
        }
        else
        {
            // Items that cannot be told apart by their key can only be replaced together.
            writer.WriteStartArray(name);
            writer.WriteStartObject();
            writer.WriteString("$patch"u8, "replace"u8);
            writer.WriteEndObject();
            foreach (var item in after.EnumerateArray()) item.WriteTo(writer);
            writer.WriteEndArray();
        }
    }

    private static void WriteItems(
        Utf8JsonWriter writer, FieldSchema field, string name, List<(string Key, JsonElement Item)> before, List<(string Key, JsonElement Item)> after)
    {
        var old = before.ToDictionary(pair => pair.Key, pair => pair.Item, StringComparer.Ordinal);
        var wanted = after.Select(pair => pair.Key).ToHashSet(StringComparer.Ordinal);
        var merged = before.Select(pair => pair.Key).Where(wanted.Contains).Concat(wanted.Where(key => !old.ContainsKey(key)));
        var key = field.MergeKey!;
        if (!merged.SequenceEqual(after.Select(pair => pair.Key)))
        {
            writer.WriteStartArray("$setElementOrder/" + name);
            foreach (var (_, item) in after)
            {
                writer.WriteStartObject();
                WriteKey(writer, key, item);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteStartArray(name);
        foreach (var (id, item) in after)
        {
            if (!old.TryGetValue(id, out var known))
            {
                item.WriteTo(writer);
            }
            else if (!JsonElement.DeepEquals(known, item))
            {
                writer.WriteStartObject();
                WriteKey(writer, key, item);
                if (field.RetainKeys) WriteRetained(writer, item);
                WriteMembers(writer, field.Value.Element?.Type, known, item);
                writer.WriteEndObject();
            }
        }

        foreach (var (id, item) in before)
        {
            if (wanted.Contains(id)) continue;
            writer.WriteStartObject();
            writer.WriteString("$patch"u8, "delete"u8);
            WriteKey(writer, key, item);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteRetained(Utf8JsonWriter writer, JsonElement item)
    {
        writer.WriteStartArray("$retainKeys"u8);
        foreach (var member in item.EnumerateObject()) writer.WriteStringValue(member.Name);
        writer.WriteEndArray();
    }

    private static void WriteKey(Utf8JsonWriter writer, string key, JsonElement item)
    {
        writer.WritePropertyName(key);
        item.GetProperty(key).WriteTo(writer);
    }

    /// <summary>A list of plain values is a set to this patch.</summary>
    private static void WriteValues(Utf8JsonWriter writer, string name, JsonElement before, JsonElement after)
    {
        var old = before.EnumerateArray().Select(item => item.GetRawText()).ToHashSet(StringComparer.Ordinal);
        var wanted = after.EnumerateArray().Select(item => item.GetRawText()).ToHashSet(StringComparer.Ordinal);
        if (old.Any(item => !wanted.Contains(item)))
        {
            writer.WriteStartArray("$deleteFromPrimitiveList/" + name);
            foreach (var item in before.EnumerateArray())
            {
                if (!wanted.Contains(item.GetRawText())) item.WriteTo(writer);
            }

            writer.WriteEndArray();
        }

        writer.WriteStartArray("$setElementOrder/" + name);
        foreach (var item in after.EnumerateArray()) item.WriteTo(writer);
        writer.WriteEndArray();
        if (wanted.All(old.Contains)) return;
        writer.WriteStartArray(name);
        foreach (var item in after.EnumerateArray())
        {
            if (!old.Contains(item.GetRawText())) item.WriteTo(writer);
        }

        writer.WriteEndArray();
    }

    /// <summary>Finds the key of every item; false when one has none or two have the same.</summary>
    private static bool TryKeys(JsonElement list, string key, out List<(string Key, JsonElement Item)> items)
    {
        items = [];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty(key, out var value) || !seen.Add(value.GetRawText())) return false;
            items.Add((value.GetRawText(), item));
        }

        return true;
    }
}
