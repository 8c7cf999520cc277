using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Api.Schema;
using Kubesharp.Server.Wire;

namespace Kubesharp.Server.Patch;

/// <summary>Applies patches to objects as JSON; holds no state.</summary>
internal sealed class PatchEngine : IPatchEngine
{
    /// <inheritdoc/>
    /// <exception cref="StatusException">The patch is malformed (400), has too many operations (413), does not fit the object (422), or is of a form the kind does not support (415).</exception>
    public byte[] Apply(PatchType type, TypeSchema? schema, ReadOnlySpan<byte> original, ReadOnlySpan<byte> patch)
    {
        using var document = JsonTape.Parse(original);
        using var change = Parse(type, patch);
        var target = JsonTree.From(document);
        var tree = JsonTree.From(change);
        try
        {
            return type switch
            {
                PatchType.Json => JsonPatch.Apply(target, tree).ToJson(),
                PatchType.Merge => Merge(target, tree),
                PatchType.StrategicMerge when schema is null => throw StatusErrors.UnsupportedMediaType(
                    "application/json-patch+json", "application/merge-patch+json", "application/apply-patch+yaml"),
                PatchType.StrategicMerge => StrategicMergePatch.Apply(target, tree, schema).ToJson(),
                _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Apply is not a patch of this engine."),
            };
        }
        catch (JsonPatchException e)
        {
            throw PatchErrors.Rejected(e);
        }
        catch (JsonException e)
        {
            throw PatchErrors.BadPatch(e.Message);
        }
    }

    private static byte[] Merge(JsonTree target, JsonTree patch) =>
        patch.IsObject || patch.IsArray ? MergePatch.Apply(target, patch).ToJson() : throw PatchErrors.BadPatch("Invalid JSON Patch");

    private static JsonTape Parse(PatchType type, ReadOnlySpan<byte> patch)
    {
        try
        {
            return JsonTape.Parse(patch);
        }
        catch (JsonException e)
        {
            var problem = GoJsonErrors.Describe(e, patch);
            throw PatchErrors.BadPatch(type == PatchType.StrategicMerge ? problem : $"error decoding patch: {problem}");
        }
    }
}
