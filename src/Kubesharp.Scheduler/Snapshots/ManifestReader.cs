using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kubesharp.Api;
using Kubesharp.Api.Serialization;
using Kubesharp.Client;

namespace Kubesharp.Scheduler.Snapshots;

/// <summary>Reads objects from YAML or JSON: several documents, and lists such as kubectl writes.</summary>
public static partial class ManifestReader
{
    /// <summary>The objects of a file, or of all YAML and JSON files of a folder.</summary>
    /// <exception cref="DecodeException">A file does not hold Kubernetes objects.</exception>
    public static List<IKubernetesObject> Load(string path)
    {
        var objects = new List<IKubernetesObject>();
        string[] files = Directory.Exists(path) ? [.. Directory.GetFiles(path).Where(file => Path.GetExtension(file) is ".yaml" or ".yml" or ".json").Order(StringComparer.Ordinal)] : [path];
        foreach (var file in files)
        {
            try
            {
                objects.AddRange(Read(File.ReadAllText(file)));
            }
            catch (DecodeException e)
            {
                throw new DecodeException($"{file}: {e.Message}");
            }
        }

        return objects;
    }

    /// <summary>The objects of a text.</summary>
    /// <exception cref="DecodeException">It does not hold Kubernetes objects.</exception>
    public static List<IKubernetesObject> Read(string text)
    {
        var objects = new List<IKubernetesObject>();
        foreach (var document in Separator().Split(text))
        {
            if (string.IsNullOrWhiteSpace(document)) continue;
            using var json = JsonDocument.Parse(YamlText.ToJson(Encoding.UTF8.GetBytes(document)));
            Add(json.RootElement, objects);
        }

        return objects;
    }

    private static void Add(JsonElement value, List<IKubernetesObject> objects)
    {
        // A document may be nothing but a comment.
        if (value.ValueKind == JsonValueKind.Null) return;
        if (value.ValueKind != JsonValueKind.Object) throw new DecodeException("a document is not an object");
        var kind = value.TryGetProperty("kind", out var given) ? given.GetString() ?? "" : "";
        if (kind.EndsWith("List", StringComparison.Ordinal) && value.TryGetProperty("items", out var items))
        {
            foreach (var item in items.EnumerateArray()) Add(item, objects);
            return;
        }

        var version = value.TryGetProperty("apiVersion", out given) ? given.GetString() ?? "" : "";
        if (KindTable.Find(version, kind) is not { } codec) throw new DecodeException($"no kind \"{kind}\" is registered for version \"{version}\"");
        if (codec.FromJson(Encoding.UTF8.GetBytes(value.GetRawText())) is IKubernetesObject decoded) objects.Add(decoded);
    }

    [GeneratedRegex(@"^---[ \t]*\r?$", RegexOptions.Multiline)]
    private static partial Regex Separator();
}
