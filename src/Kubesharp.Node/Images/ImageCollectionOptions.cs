namespace Kubesharp.Node.Images;

/// <summary>When images are removed that no container uses; the defaults are the kubelet's.</summary>
public sealed record ImageCollectionOptions
{
    /// <summary>From this part of the images' file system on, in percent, images are removed.</summary>
    public int HighThresholdPercent { get; init; } = 85;

    /// <summary>Down to this part.</summary>
    public int LowThresholdPercent { get; init; } = 80;

    /// <summary>An image stays at least so long after it was first seen.</summary>
    public TimeSpan MinimumAge { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>An image goes, however much room there is, when it was not used for so long; zero for never.</summary>
    public TimeSpan MaximumAge { get; init; }
}
