using System.Text.Json;
using Kubesharp.Cel.Values;

namespace Kubesharp.Server.Admission.Policies;

/// <summary>JSON as expressions see it.</summary>
internal static class JsonValue
{
    public static CelValue Of(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 1000 });
        return Of(document.RootElement);
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
}
