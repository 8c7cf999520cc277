using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Api.Serialization;
using Kubesharp.Client;

namespace Kubesharp.Node.Configuration;

/// <summary>Reads configuration files of nodes. A field that has no meaning here is an error, so that nobody relies on it.</summary>
public static class KubeletConfigurationReader
{
    private const string Scheme = "k8s.io/kubernetes/pkg/kubelet/apis/config/scheme/scheme.go:33";

    /// <summary>Reads a file.</summary>
    /// <exception cref="DecodeException">It is no configuration that a node can run with.</exception>
    public static KubeletConfiguration Load(string path) => Read(File.ReadAllBytes(path));

    /// <summary>Reads YAML or JSON.</summary>
    /// <exception cref="DecodeException">It is no configuration that a node can run with.</exception>
    public static KubeletConfiguration Read(ReadOnlyMemory<byte> text)
    {
        var strict = new List<string>();
        try
        {
            var configuration = ConfigurationText.Decode<KubeletConfiguration>(text, KubeletConfiguration.Version, KubeletConfiguration.Name, Scheme, strict);
            if (strict.Count > 0) throw new DecodeException(ConfigurationText.Strict(strict));
            Check(configuration);
            return configuration;
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw new DecodeException(e.Message);
        }
    }

    private static void Check(KubeletConfiguration configuration)
    {
        var errors = new List<string>();
        if (configuration.Authorization.Mode is not ("" or KubeletAuthorization.WebhookMode)) errors.Add("authorization.mode must be Webhook");
        if (configuration.Authentication.Webhook.Enabled == false) errors.Add("authentication.webhook.enabled must not be false");
        if (configuration.CgroupDriver is not ("" or "cgroupfs" or "systemd")) errors.Add($"cgroupDriver must be cgroupfs or systemd, not {GoText.Quote(configuration.CgroupDriver)}");
        if (configuration.EvictionMaxPodGracePeriod < 0) errors.Add("evictionMaxPodGracePeriod must not be negative");
        if (configuration.MaxPods < 0) errors.Add("maxPods must not be negative");
        if (configuration.Port is <= 0 or > ushort.MaxValue) errors.Add($"port must be a number from 1 to {ushort.MaxValue}");
        if (configuration.NodeLeaseDurationSeconds <= 0) errors.Add("nodeLeaseDurationSeconds must be greater than 0");

        // What cannot be parsed is found by parsing it.
        var options = configuration.Over(new NodeAgentOptions { NodeName = "" });
        Eviction.EvictionThreshold.Of(options.Eviction);
        CheckImages(options.Images, errors);
        configuration.Over(new Server.NodeServerOptions { ClientAuthority = null! });
        if (errors.Count > 0) throw new DecodeException("invalid configuration: " + string.Join(", ", errors));
    }

    private static void CheckImages(Images.ImageCollectionOptions images, List<string> errors)
    {
        if (images.HighThresholdPercent is < 0 or > 100) errors.Add("imageGCHighThresholdPercent must be from 0 to 100");
        if (images.LowThresholdPercent is < 0 or > 100) errors.Add("imageGCLowThresholdPercent must be from 0 to 100");
        if (images.LowThresholdPercent >= images.HighThresholdPercent) errors.Add("imageGCLowThresholdPercent must be less than imageGCHighThresholdPercent");
        if (images.MaximumAge > TimeSpan.Zero && images.MaximumAge <= images.MinimumAge) errors.Add("imageMaximumGCAge must be greater than imageMinimumGCAge");
    }
}
