using System.Text;
using System.Text.Json;
using Kubesharp.Api;

namespace Kubesharp.Server.Strategies;

/// <summary>Shows what differs between two states of an object part, for messages about updates that are not allowed.</summary>
internal static class SpecDiff
{
    /// <summary>The fields that differ, each with its old value after a minus and its new one after a plus.</summary>
    public static string Describe<T>(T old, T updated)
        where T : class, IApiType<T>
    {
        using var before = JsonDocument.Parse(Json(old));
        using var after = JsonDocument.Parse(Json(updated));
        var result = new StringBuilder();
        Compare("", before.RootElement, after.RootElement, result);
        return result.ToString();
    }

    /// <summary>The object part as JSON text.</summary>
    public static string Text<T>(T value)
        where T : class, IApiType<T> => Encoding.UTF8.GetString(Json(value));

    private static byte[] Json<T>(T value)
        where T : class, IApiType<T>
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream)) value.WriteJson(writer);
        return stream.ToArray();
    }

    private static void Compare(string path, JsonElement? before, JsonElement? after, StringBuilder result)
    {
        if (before is { } left && after is { } right)
        {
            if (JsonElement.DeepEquals(left, right)) return;
            if (left.ValueKind == JsonValueKind.Object && right.ValueKind == JsonValueKind.Object)
            {
                foreach (var property in left.EnumerateObject()) Compare(Join(path, property.Name), property.Value, Get(right, property.Name), result);
                foreach (var property in right.EnumerateObject())
                {
                    if (Get(left, property.Name) is null) Compare(Join(path, property.Name), null, property.Value, result);
                }

                return;
            }

            if (left.ValueKind == JsonValueKind.Array && right.ValueKind == JsonValueKind.Array && left.GetArrayLength() == right.GetArrayLength())
            {
                for (var i = 0; i < left.GetArrayLength(); i++) Compare($"{path}[{i}]", left[i], right[i], result);
                return;
            }
        }

        if (before is { } removed) result.Append("- \t").Append(path).Append(": ").Append(removed.GetRawText()).Append('\n');
        if (after is { } added) result.Append("+ \t").Append(path).Append(": ").Append(added.GetRawText()).Append('\n');
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static JsonElement? Get(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value : null;
}
