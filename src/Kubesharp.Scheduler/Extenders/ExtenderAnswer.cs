using System.Text.Json;

namespace Kubesharp.Scheduler.Extenders;

/// <summary>What an extender answers. Names of members may be written in any case, as Go's decoder takes them.</summary>
internal sealed class ExtenderAnswer(byte[] body) : IDisposable
{
    private readonly JsonDocument _document = JsonDocument.Parse(body);

    public void Dispose() => _document.Dispose();

    public string Text(string name) => Find(_document.RootElement, name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "";

    public List<string>? Names(string name) =>
        Find(_document.RootElement, name) is { ValueKind: JsonValueKind.Array } items ? [.. items.EnumerateArray().Select(item => item.GetString() ?? "")] : null;

    public Dictionary<string, string> Texts(string name)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Find(_document.RootElement, name) is not { ValueKind: JsonValueKind.Object } members) return texts;
        foreach (var member in members.EnumerateObject()) texts[member.Name] = member.Value.GetString() ?? "";
        return texts;
    }

    /// <summary>Names of the nodes that the answer has as objects.</summary>
    public List<string> NodeNames()
    {
        var names = new List<string>();
        if (Find(_document.RootElement, "Nodes") is not { ValueKind: JsonValueKind.Object } list || Find(list, "items") is not { ValueKind: JsonValueKind.Array } items) return names;
        foreach (var item in items.EnumerateArray())
        {
            names.Add(Find(item, "metadata") is { ValueKind: JsonValueKind.Object } metadata && Find(metadata, "name") is { ValueKind: JsonValueKind.String } name ? name.GetString()! : "");
        }

        return names;
    }

    public Dictionary<string, long> Priorities()
    {
        var priorities = new Dictionary<string, long>(StringComparer.Ordinal);
        if (_document.RootElement.ValueKind == JsonValueKind.Null) return priorities;
        if (_document.RootElement.ValueKind != JsonValueKind.Array) throw new ExtenderException("the answer to prioritize is not a list");
        foreach (var item in _document.RootElement.EnumerateArray())
        {
            if (Find(item, "Host") is not { ValueKind: JsonValueKind.String } host) continue;
            var score = Find(item, "Score") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : 0;
            priorities[host.GetString()!] = priorities.GetValueOrDefault(host.GetString()!) + score;
        }

        return priorities;
    }

    public IEnumerable<(string Node, long BudgetViolations, List<string> Uids)> Victims()
    {
        if (Find(_document.RootElement, "NodeNameToMetaVictims") is not { ValueKind: JsonValueKind.Object } nodes) yield break;
        foreach (var node in nodes.EnumerateObject())
        {
            var uids = new List<string>();
            var violations = 0L;
            if (node.Value.ValueKind == JsonValueKind.Object)
            {
                if (Find(node.Value, "Pods") is { ValueKind: JsonValueKind.Array } pods)
                {
                    foreach (var pod in pods.EnumerateArray()) uids.Add(Find(pod, "UID") is { ValueKind: JsonValueKind.String } uid ? uid.GetString()! : "");
                }

                if (Find(node.Value, "NumPDBViolations") is { ValueKind: JsonValueKind.Number } number) violations = number.GetInt64();
            }

            yield return (node.Name, violations, uids);
        }
    }

    private static JsonElement? Find(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object) return null;
        foreach (var member in element.EnumerateObject())
        {
            if (member.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return member.Value;
        }

        return null;
    }
}
