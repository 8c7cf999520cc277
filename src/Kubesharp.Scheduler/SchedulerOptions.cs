namespace Kubesharp.Scheduler;

/// <summary>How a scheduler behaves. The defaults are those of Kubernetes.</summary>
public sealed record SchedulerOptions
{
    public const string DefaultSchedulerName = "default-scheduler";

    /// <summary>Which pods this scheduler is responsible for: those whose <c>spec.schedulerName</c> is the name of one of its profiles.</summary>
    public string SchedulerName { get; init; } = DefaultSchedulerName;

    /// <summary>Names of further profiles with the default plugins.</summary>
    public IReadOnlyList<string> MoreSchedulerNames { get; init; } = [];

    /// <summary>How many feasible nodes are enough, in percent; zero adapts to the size of the cluster.</summary>
    public int PercentageOfNodesToScore { get; init; }

    /// <summary>Wait after the first failed try; doubles with every further one.</summary>
    public TimeSpan InitialBackoff { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>After which time pods that fit nowhere are tried again without any sign that it helps.</summary>
    public TimeSpan MaxUnschedulable { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often it is looked for such pods.</summary>
    public TimeSpan UnschedulableSweep { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many pods are being bound at the same time at most.</summary>
    public int MaxConcurrentBindings { get; init; } = 64;

    /// <summary>Weight of required affinity of existing pods in the score of nodes.</summary>
    public int HardPodAffinityWeight { get; init; } = 1;
}
