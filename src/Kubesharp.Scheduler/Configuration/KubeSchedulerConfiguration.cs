using Kubesharp.Api;
using Kubesharp.Client;

namespace Kubesharp.Scheduler.Configuration;

/// <summary>The configuration of a scheduler process, <c>kubescheduler.config.k8s.io/v1</c>, as it stands in a file.</summary>
[ApiType("io.k8s.kubescheduler.config.v1.KubeSchedulerConfiguration")]
public sealed partial record KubeSchedulerConfiguration
{
    /// <summary>Group and version of this kind.</summary>
    public const string Version = "kubescheduler.config.k8s.io/v1";

    /// <summary>Always KubeSchedulerConfiguration.</summary>
    [Field(0)]
    public string Kind { get; init; } = "";

    /// <summary>Always kubescheduler.config.k8s.io/v1.</summary>
    [Field(0)]
    public string ApiVersion { get; init; } = "";

    /// <summary>How many threads look at nodes; accepted, and without effect here.</summary>
    [Field(0)]
    public int? Parallelism { get; init; }

    /// <summary>How several processes agree on the one that schedules.</summary>
    [Field(0)]
    public LeaderElectionConfiguration LeaderElection { get; init; } = LeaderElectionConfiguration.Empty;

    /// <summary>How the API server is reached.</summary>
    [Field(0)]
    public ClientConnectionConfiguration ClientConnection { get; init; } = ClientConnectionConfiguration.Empty;

    /// <summary>Whether profiles of the process are served; accepted, and without effect here.</summary>
    [Field(0)]
    public bool? EnableProfiling { get; init; }

    /// <summary>Whether waiting for locks is part of that; accepted, and without effect here.</summary>
    [Field(0)]
    public bool? EnableContentionProfiling { get; init; }

    /// <summary>How many feasible nodes are enough, in percent of all; zero adapts to the size of the cluster.</summary>
    [Field(0)]
    public int? PercentageOfNodesToScore { get; init; }

    /// <summary>Seconds that a pod waits after its first failed try; each further one doubles them.</summary>
    [Field(0)]
    public long? PodInitialBackoffSeconds { get; init; }

    /// <summary>Seconds that a pod waits at most.</summary>
    [Field(0)]
    public long? PodMaxBackoffSeconds { get; init; }

    /// <summary>The profiles, one by name.</summary>
    [Field(0)]
    public ValueList<KubeSchedulerProfile> Profiles { get; init; }

    /// <summary>Processes outside that have a say.</summary>
    [Field(0)]
    public ValueList<ExtenderConfiguration> Extenders { get; init; }

    /// <summary>Whether a process that does not lead keeps no caches.</summary>
    [Field(0)]
    public bool DelayCacheUntilActive { get; init; }
}

/// <summary>How several processes agree on the one that works.</summary>
[ApiType("io.k8s.component-base.config.v1alpha1.LeaderElectionConfiguration")]
public sealed partial record LeaderElectionConfiguration
{
    /// <summary>Whether they do at all.</summary>
    [Field(0)]
    public bool? LeaderElect { get; init; }

    /// <summary>How long others wait after the leader's last sign.</summary>
    [Field(0)]
    public string? LeaseDuration { get; init; }

    /// <summary>How long the leader tries to renew before it gives up.</summary>
    [Field(0)]
    public string? RenewDeadline { get; init; }

    /// <summary>Time between attempts.</summary>
    [Field(0)]
    public string? RetryPeriod { get; init; }

    /// <summary>Kind of the object they agree on; leases.</summary>
    [Field(0)]
    public string ResourceLock { get; init; } = "";

    /// <summary>Name of that object.</summary>
    [Field(0)]
    public string ResourceName { get; init; } = "";

    /// <summary>Namespace of that object.</summary>
    [Field(0)]
    public string ResourceNamespace { get; init; } = "";

    /// <summary>The options that a configuration means in which nothing is left open.</summary>
    /// <param name="identity">Name of this process among the candidates.</param>
    /// <exception cref="FormatException">A duration is none.</exception>
    public LeaderElectionOptions ToOptions(string identity) => new()
    {
        Namespace = ResourceNamespace,
        Name = ResourceName,
        Identity = identity,
        LeaseDuration = GoDuration.Parse(LeaseDuration!),
        RenewDeadline = GoDuration.Parse(RenewDeadline!),
        RetryPeriod = GoDuration.Parse(RetryPeriod!),
    };
}

/// <summary>How the API server is reached.</summary>
[ApiType("io.k8s.component-base.config.v1alpha1.ClientConnectionConfiguration")]
public sealed partial record ClientConnectionConfiguration
{
    /// <summary>File that tells how; empty inside a cluster.</summary>
    [Field(0)]
    public string Kubeconfig { get; init; } = "";

    /// <summary>Media types that are asked for; accepted, and without effect here.</summary>
    [Field(0)]
    public string AcceptContentTypes { get; init; } = "";

    /// <summary>Media type of what is sent; accepted, and without effect here.</summary>
    [Field(0)]
    public string ContentType { get; init; } = "";

    /// <summary>Requests per second; zero for no limit.</summary>
    [Field(0)]
    public double Qps { get; init; }

    /// <summary>Requests at once beyond that.</summary>
    [Field(0)]
    public int Burst { get; init; }
}

/// <summary>A way of scheduling that pods ask for by name.</summary>
[ApiType("io.k8s.kubescheduler.config.v1.KubeSchedulerProfile")]
public sealed partial record KubeSchedulerProfile
{
    /// <summary>What pods have as <c>spec.schedulerName</c>.</summary>
    [Field(0)]
    public string? SchedulerName { get; init; }

    /// <summary>In place of the configuration's.</summary>
    [Field(0)]
    public int? PercentageOfNodesToScore { get; init; }

    /// <summary>Which plugins take part, beside or instead of the default ones.</summary>
    [Field(0)]
    public Plugins? Plugins { get; init; }

    /// <summary>Arguments of plugins.</summary>
    [Field(0)]
    public ValueList<PluginConfig> PluginConfig { get; init; }
}

/// <summary>Arguments of a plugin.</summary>
[ApiType("io.k8s.kubescheduler.config.v1.PluginConfig")]
public sealed partial record PluginConfig
{
    /// <summary>Name of the plugin.</summary>
    [Field(0)]
    public string Name { get; init; } = "";

    /// <summary>The arguments; their shape is the plugin's.</summary>
    [Field(0)]
    public RawJson Args { get; init; }
}
