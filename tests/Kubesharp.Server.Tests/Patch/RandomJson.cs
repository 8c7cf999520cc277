using System.Text.Json.Nodes;

namespace Kubesharp.Server.Tests.Patch;

/// <summary>Random JSON objects without nulls, and the merge patch between two of them.</summary>
internal static class RandomJson
{
    public static JsonObject Object(Random random, int depth)
    {
        var result = new JsonObject();
        for (var i = random.Next(5); i > 0; i--) result[$"m{random.Next(6)}"] = Value(random, depth);
        return result;
    }

    public static JsonObject Difference(JsonObject from, JsonObject to)
    {
        var patch = new JsonObject();
        foreach (var (name, _) in from)
        {
            if (!to.ContainsKey(name)) patch[name] = null;
        }

        foreach (var (name, value) in to)
        {
            var before = from[name];
            if (JsonNode.DeepEquals(before, value)) continue;
            patch[name] = before is JsonObject a && value is JsonObject b ? Difference(a, b) : value!.DeepClone();
        }

        return patch;
    }

    private static JsonNode Value(Random random, int depth) => random.Next(depth > 0 ? 6 : 4) switch
    {
        0 => random.Next(100),
        1 => random.Next(2) == 0,
        2 => $"t{random.Next(100)}\"<é",
        3 => random.NextDouble(),
        4 => Object(random, depth - 1),
        _ => new JsonArray([.. Enumerable.Range(0, random.Next(3)).Select(_ => Value(random, depth - 1))]),
    };
}
