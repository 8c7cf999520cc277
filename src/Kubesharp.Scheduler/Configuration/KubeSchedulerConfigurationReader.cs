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
            var configuration = ConfigurationText.Decode<KubeSchedulerConfiguration>(text, KubeSchedulerConfiguration.Version, Kind, Scheme, strict);
            CheckDurations(configuration);
            CheckArguments(configuration, strict);
            return strict.Count == 0 ? configuration : throw new ConfigurationException(ConfigurationText.Strict(strict));
        }
        catch (Exception e) when (e is DecodeException or JsonException or FormatException)
        {
            throw new ConfigurationException(e.Message, e);
        }
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
                strict.Add($"decoding .profiles[{i}].pluginConfig[{j}]: {ConfigurationText.Strict([$"decoding args for plugin {configs[j].Name}: {ConfigurationText.Strict(problems.Messages)}"])}");
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
}
