using System.Globalization;
using System.Text.Json;

namespace Kubesharp.Client;

/// <summary>Writes RFC 6902 operations.</summary>
internal static class JsonPatchDiff
{
    public static void Write(Utf8JsonWriter writer, string path, JsonElement before, JsonElement after)
    {
        if (JsonElement.DeepEquals(before, after)) return;
        if (before.ValueKind == JsonValueKind.Object && after.ValueKind == JsonValueKind.Object) WriteObject(writer, path, before, after);
        else if (before.ValueKind == JsonValueKind.Array && after.ValueKind == JsonValueKind.Array) WriteArray(writer, path, before, after);
        else Operation(writer, "replace", path, after);
    }

    private static void WriteObject(Utf8JsonWriter writer, string path, JsonElement before, JsonElement after)
    {
        foreach (var member in before.EnumerateObject())
        {
            if (!after.TryGetProperty(member.Name, out _)) Operation(writer, "remove", Child(path, member.Name), null);
        }

        foreach (var member in after.EnumerateObject())
        {
            if (before.TryGetProperty(member.Name, out var old)) Write(writer, Child(path, member.Name), old, member.Value);
            else Operation(writer, "add", Child(path, member.Name), member.Value);
        }
    }

    /// <summary>Item by item at the same index; the rest is added at the end, or removed from the end backwards so that indexes stay true.</summary>
    private static void WriteArray(Utf8JsonWriter writer, string path, JsonElement before, JsonElement after)
    {
        var (oldCount, count) = (before.GetArrayLength(), after.GetArrayLength());
        for (var i = 0; i < Math.Min(oldCount, count); i++) Write(writer, Child(path, i.ToString(CultureInfo.InvariantCulture)), before[i], after[i]);
        for (var i = oldCount; i < count; i++) Operation(writer, "add", path + "/-", after[i]);
        for (var i = oldCount - 1; i >= count; i--) Operation(writer, "remove", Child(path, i.ToString(CultureInfo.InvariantCulture)), null);
    }

    private static void Operation(Utf8JsonWriter writer, string operation, string path, JsonElement? value)
    {
        writer.WriteStartObject();
        writer.WriteString("op"u8, operation);
        writer.WriteString("path"u8, path);
        if (value is { } known)
        {
            writer.WritePropertyName("value"u8);
            known.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    private static string Child(string path, string name) =>
        $"{path}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
}
