using System.Text;
using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Api.Serialization;
using Kubesharp.Client;
using Kubesharp.Scheduler.Plugins;

namespace Kubesharp.Scheduler.Configuration;

/// <summary>Reads configuration files: strictly, with everything filled in that is left open, and checked.</summary>
public static class KubeSchedulerConfigurationReader
{
    private const string Kind = "KubeSchedulerConfiguration";
    private const string Scheme = "pkg/scheduler/apis/config/scheme/scheme.go";

    /// <summary>Reads a file.</summary>
    /// <exception cref="ConfigurationException">The file cannot be read, or a scheduler cannot run with it.</exception>
    public static KubeSchedulerConfiguration Load(string path)
    {
        byte[] text;
        try
        {
            text = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"cannot read {path}: {e.Message}", e);
        }

        return Read(text);
    }

    /// <summary>Reads YAML or JSON.</summary>
    /// <exception cref="ConfigurationException">A scheduler cannot run with it.</exception>
    public static KubeSchedulerConfiguration Read(ReadOnlyMemory<byte> text)
    {
        var configuration = ConfigurationDefaults.Fill(Decode(text));
        var errors = ConfigurationValidator.Validate(configuration);
        return errors.IsEmpty ? configuration : throw new ConfigurationException(errors.ToString());
    }

    /// <summary>Reads YAML or JSON as it stands.</summary>
    internal static KubeSchedulerConfiguration Decode(ReadOnlyMemory<byte> text)
    {
        var strict = new List<string>();
        try
        {
            var (json, isYaml) = ToJson(text, strict);
            CheckKind(json);
            var problems = new DecodeProblems();
            var configuration = ApiJson.Decode<KubeSchedulerConfiguration>(json, problems);
            strict.AddRange(isYaml ? problems.Messages.Where(message => !message.StartsWith("duplicate field", StringComparison.Ordinal)) : problems.Messages);
            CheckDurations(configuration);
            CheckArguments(configuration, strict);
            return strict.Count == 0 ? configuration : throw new ConfigurationException(Strict(strict));
        }
        catch (Exception e) when (e is DecodeException or JsonException or FormatException)
        {
            throw new ConfigurationException(e.Message, e);
        }
    }

    private static (byte[] Json, bool IsYaml) ToJson(ReadOnlyMemory<byte> text, List<string> strict)
    {
        if (text.Span.TrimStart(" \t\r\n"u8) is [(byte)'{', ..]) return (text.ToArray(), false);
        var duplicates = new List<string>();
        var json = YamlText.ToJson(text, duplicates);
        if (duplicates.Count > 0) strict.Add("yaml: unmarshal errors:\n  " + string.Join("\n  ", duplicates));
        return (json, true);
    }

    private static void CheckKind(byte[] json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = true });
        if (document.RootElement.ValueKind != JsonValueKind.Object) throw new DecodeException("couldn't get version/kind; json parse error: the configuration is not an object");
        var kind = Text("kind");
        var version = Text("apiVersion");
        if (kind.Length == 0) throw new DecodeException($"Object 'Kind' is missing in '{Encoding.UTF8.GetString(json)}'");
        if (version.Length == 0) throw new DecodeException($"Object 'apiVersion' is missing in '{Encoding.UTF8.GetString(json)}'");
        if (version != KubeSchedulerConfiguration.Version || kind != Kind)
        {
            throw new DecodeException($"no kind {GoText.Quote(kind)} is registered for version {GoText.Quote(version)} in scheme \"{Scheme}\"");
        }

        string Text(string name) => document.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
    }

    /// <summary>Durations are text to the decoder.</summary>
    private static void CheckDurations(KubeSchedulerConfiguration configuration)
    {
        var election = configuration.LeaderElection;
        foreach (var text in (string?[])[election.LeaseDuration, election.RenewDeadline, election.RetryPeriod, .. configuration.Extenders.Select(extender => extender.HttpTimeout)])
        {
            if (text is not null) GoDuration.Parse(text);
        }
    }

    private static void CheckArguments(KubeSchedulerConfiguration configuration, List<string> strict)
    {
        for (var i = 0; i < configuration.Profiles.Count; i++)
        {
            var configs = configuration.Profiles[i].PluginConfig;
            for (var j = 0; j < configs.Count; j++)
            {
                if (configs[j].Args.IsNull) continue;
                var problems = new DecodeProblems();
                try
                {
                    CheckArguments(configs[j], problems);
                }
                catch (Exception e) when (e is DecodeException or JsonException or FormatException)
                {
                    throw new DecodeException($"decoding .profiles[{i}].pluginConfig[{j}]: {e.Message}");
                }

                if (problems.Messages.Count == 0) continue;
                strict.Add($"decoding .profiles[{i}].pluginConfig[{j}]: {Strict([$"decoding args for plugin {configs[j].Name}: {Strict(problems.Messages)}"])}");
            }
        }
    }

    private static void CheckArguments(PluginConfig config, DecodeProblems problems)
    {
        switch (config.Name)
        {
            case PluginNames.NodeResourcesFit: Decode<NodeResourcesFitArgs>(args => (args.Kind, args.ApiVersion)); break;
            case PluginNames.NodeResourcesBalancedAllocation: Decode<NodeResourcesBalancedAllocationArgs>(args => (args.Kind, args.ApiVersion)); break;
            case PluginNames.InterPodAffinity: Decode<InterPodAffinityArgs>(args => (args.Kind, args.ApiVersion)); break;
            case PluginNames.PodTopologySpread: Decode<PodTopologySpreadArgs>(args => (args.Kind, args.ApiVersion)); break;
            case PluginNames.NodeAffinity: Decode<NodeAffinityArgs>(args => (args.Kind, args.ApiVersion)); break;
            case PluginNames.VolumeBinding: Decode<VolumeBindingArgs>(args => (args.Kind, args.ApiVersion)); break;
            case PluginNames.DefaultPreemption: Decode<DefaultPreemptionArgs>(args => (args.Kind, args.ApiVersion)); break;
            case PluginNames.DynamicResources:
                Decode<DynamicResourcesArgs>(args =>
                {
                    if (args.FilterTimeout is { } filter) GoDuration.Parse(filter);
                    if (args.BindingTimeout is { } binding) GoDuration.Parse(binding);
                    return (args.Kind, args.ApiVersion);
                });
                break;
        }

        void Decode<T>(Func<T, (string Kind, string ApiVersion)> typeOf)
            where T : class, IApiType<T>
        {
            (string Kind, string ApiVersion) type;
            try
            {
                type = typeOf(ApiJson.Decode<T>(config.Args.Span, problems));
            }
            catch (Exception e) when (e is DecodeException or JsonException or FormatException)
            {
                throw new DecodeException($"decoding args for plugin {config.Name}: {e.Message}");
            }

            var expected = config.Name + "Args";
            var group = type.ApiVersion.Length == 0 ? KubeSchedulerConfiguration.Version : type.ApiVersion;
            if (type.Kind.Length > 0 && type.Kind != expected)
            {
                var name = group[..Math.Max(group.IndexOf('/'), 0)];
                throw new DecodeException($"args for plugin {config.Name} were not of type {expected}.kubescheduler.config.k8s.io, got {type.Kind}.{name}");
            }

            if (group != KubeSchedulerConfiguration.Version)
            {
                throw new DecodeException($"decoding args for plugin {config.Name}: no kind {GoText.Quote(expected)} is registered for version {GoText.Quote(group)} in scheme \"{Scheme}\"");
            }
        }
    }

    private static string Strict(IReadOnlyList<string> problems) => "strict decoding error: " + string.Join(", ", problems);
}
