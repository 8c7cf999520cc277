namespace Kubesharp.Client;

/// <summary>Which Lease decides, who runs for it, and how fast. Durations must grow from retry to renew to lease.</summary>
public sealed record LeaderElectionOptions
{
    /// <summary>Namespace of the Lease.</summary>
    public required string Namespace { get; init; }

    /// <summary>Name of the Lease, the same for all candidates.</summary>
    public required string Name { get; init; }

    /// <summary>Name of this candidate, different for each.</summary>
    public required string Identity { get; init; }

    /// <summary>How long the others wait after the last sign of a leader before they try to take over.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a leader tries to renew before it gives up.</summary>
    public TimeSpan RenewDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time between attempts.</summary>
    public TimeSpan RetryPeriod { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Whether a leader that stops frees the Lease, so that another need not wait for it to run out.</summary>
    public bool ReleaseOnCancel { get; init; } = true;
}
