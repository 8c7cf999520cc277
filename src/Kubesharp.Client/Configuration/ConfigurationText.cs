using System.Text;
using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Api.Serialization;

namespace Kubesharp.Client;

/// <summary>Reads configuration files of components: YAML or JSON of one kind, strictly.</summary>
public static class ConfigurationText
{
    /// <summary>Reads a configuration as it stands.</summary>
    /// <param name="text">YAML or JSON.</param>
    /// <param name="version">The group and version that it must have.</param>
    /// <param name="kind">The kind that it must be of.</param>
    /// <param name="scheme">Where upstream registers such kinds, for the message about others.</param>
    /// <param name="strict">Gets what is wrong with single fields.</param>
    /// <exception cref="DecodeException">It is no such configuration.</exception>
    public static T Decode<T>(ReadOnlyMemory<byte> text, string version, string kind, string scheme, List<string> strict)
        where T : class, IApiType<T>
    {
        var (json, isYaml) = ToJson(text, strict);
        CheckKind(json, version, kind, scheme);
        var problems = new DecodeProblems();
        var configuration = ApiJson.Decode<T>(json, problems);
        strict.AddRange(isYaml ? problems.Messages.Where(message => !message.StartsWith("duplicate field", StringComparison.Ordinal)) : problems.Messages);
        return configuration;
    }

    /// <summary>The text about what is wrong with single fields.</summary>
    public static string Strict(IReadOnlyList<string> problems) => "strict decoding error: " + string.Join(", ", problems);

    private static (byte[] Json, bool IsYaml) ToJson(ReadOnlyMemory<byte> text, List<string> strict)
    {
        if (text.Span.TrimStart(" \t\r\n"u8) is [(byte)'{', ..]) return (text.ToArray(), false);
        var duplicates = new List<string>();
        var json = YamlText.ToJson(text, duplicates);
        if (duplicates.Count > 0) strict.Add("yaml: unmarshal errors:\n  " + string.Join("\n  ", duplicates));
        return (json, true);
    }

    private static void CheckKind(byte[] json, string wantedVersion, string wantedKind, string scheme)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = true });
        if (document.RootElement.ValueKind != JsonValueKind.Object) throw new DecodeException("couldn't get version/kind; json parse error: the configuration is not an object");
        var kind = Text("kind");
        var version = Text("apiVersion");
        if (kind.Length == 0) throw new DecodeException($"Object 'Kind' is missing in '{Encoding.UTF8.GetString(json)}'");
        if (version.Length == 0) throw new DecodeException($"Object 'apiVersion' is missing in '{Encoding.UTF8.GetString(json)}'");
        if (version != wantedVersion || kind != wantedKind)
            throw new DecodeException($"no kind {GoText.Quote(kind)} is registered for version {GoText.Quote(version)} in scheme {GoText.Quote(scheme)}");

        string Text(string name) => document.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
    }
}
