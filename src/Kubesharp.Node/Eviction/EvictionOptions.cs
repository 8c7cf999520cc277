using Kubesharp.Api;

namespace Kubesharp.Node.Eviction;

/// <summary>What has to stay free on a node, as KubeletConfiguration says it; the defaults are the kubelet's.</summary>
public sealed record EvictionOptions
{
    /// <summary>Pods are ended at once where less than this is left, by signal: an amount, or a part such as 10%.</summary>
    public ValueMap<string> Hard { get; init; } = new Dictionary<string, string>
    {
        [EvictionSignals.Memory] = "100Mi",
        [EvictionSignals.NodeDisk] = "10%",
        [EvictionSignals.NodeInodes] = "5%",
        [EvictionSignals.ImageDisk] = "15%",
        [EvictionSignals.ImageInodes] = "5%",
    }.ToValueMap();

    /// <summary>Pods are ended where less than this has been left for the signal's grace period.</summary>
    public ValueMap<string> Soft { get; init; }

    /// <summary>How long less than the soft amount may be left, by signal.</summary>
    public ValueMap<string> SoftGracePeriod { get; init; }

    /// <summary>How much more than the threshold has to be free before it counts as no longer met, by signal.</summary>
    public ValueMap<string> MinimumReclaim { get; init; }

    /// <summary>How long a pressure is told of after it was last seen.</summary>
    public TimeSpan PressureTransitionPeriod { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The most time that pods get which end by a soft threshold.</summary>
    public TimeSpan MaxPodGracePeriod { get; init; }
}
