namespace Kubesharp.Network.Proxy;

/// <summary>How often the proxy touches the node's rules.</summary>
public sealed record ProxierOptions
{
    /// <summary>Changes within this time after a transaction are gathered into the next one; the first change after a rest goes at once.</summary>
    public TimeSpan MinSyncPeriod { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Wait before the full transaction that follows a refused one; doubled up to <see cref="MaxRetryPeriod"/>.</summary>
    public TimeSpan RetryPeriod { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan MaxRetryPeriod { get; init; } = TimeSpan.FromSeconds(30);
}
