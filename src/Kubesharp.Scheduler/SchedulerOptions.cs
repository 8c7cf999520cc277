using Kubesharp.Api;
using Kubesharp.Scheduler.Configuration;
using Kubesharp.Scheduler.Extenders;
using Kubesharp.Scheduler.Framework;

namespace Kubesharp.Scheduler;

/// <summary>How a scheduler behaves. The defaults are those of Kubernetes.</summary>
public sealed record SchedulerOptions
{
    public const string DefaultSchedulerName = "default-scheduler";

    /// <summary>Name of the only profile when none is configured. A scheduler is responsible for pods that name one of its profiles.</summary>
    public string SchedulerName { get; init; } = DefaultSchedulerName;

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

    /// <summary>Where the scheduler reports; null for nowhere.</summary>
    public SchedulerMetrics? Metrics { get; init; }

    /// <summary>Whether pods of a PodGroup are placed together (feature gates GenericWorkload and GangScheduling, off by default).</summary>
    public bool Gangs { get; init; }

    /// <summary>The profiles with everything filled in; one of the default plugins, with <see cref="SchedulerName"/>, when there are none.</summary>
    public ValueList<KubeSchedulerProfile> Profiles { get; init; }

    /// <summary>Processes outside that have a say in all profiles.</summary>
    public IReadOnlyList<IExtender> Extenders { get; init; } = [];

    /// <summary>What relative paths of assemblies with plugins start from; empty for the current folder.</summary>
    public string PluginFolder { get; init; } = "";

    /// <summary>Loads them; shared by all options that were made from these.</summary>
    internal PluginLoader Loader { get; init; } = new();

    /// <summary>Plugins that are not part of this project and were not loaded from an assembly, by name.</summary>
    public IReadOnlyDictionary<string, Func<PluginContext, SchedulerPlugin>> MorePlugins { get; init; } = new Dictionary<string, Func<PluginContext, SchedulerPlugin>>();

    /// <summary>The options that a configuration means.</summary>
    /// <param name="configuration">A configuration in which nothing is left open.</param>
    /// <param name="folder">What relative paths of assemblies start from.</param>
    /// <exception cref="ConfigurationException">Certificates of an extender cannot be read.</exception>
    public static SchedulerOptions From(KubeSchedulerConfiguration configuration, string folder = "") => new()
    {
        Profiles = ManagedResources.LeaveOut(configuration.Profiles, configuration.Extenders),
        PercentageOfNodesToScore = configuration.PercentageOfNodesToScore ?? 0,
        InitialBackoff = TimeSpan.FromSeconds(configuration.PodInitialBackoffSeconds ?? 1),
        MaxBackoff = TimeSpan.FromSeconds(configuration.PodMaxBackoffSeconds ?? 10),
        Extenders = configuration.Extenders.Select(extender => new HttpExtender(extender)).ToArray(),
        PluginFolder = folder,
    };
}
