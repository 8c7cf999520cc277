namespace Kubesharp.Client;

/// <summary>How a <see cref="WorkQueue{TKey}"/> behaves.</summary>
public sealed record WorkQueueOptions
{
    public static WorkQueueOptions Default { get; } = new();

    /// <summary>Name in metrics.</summary>
    public string Name { get; init; } = "";

    /// <summary>Delay of the first rate-limited retry of a key; each further one takes twice as long.</summary>
    public TimeSpan BaseDelay { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Longest delay of a rate-limited retry.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(1000);

    /// <summary>Where the queue reports; null for nowhere.</summary>
    public WorkQueueMetrics? Metrics { get; init; }
}
