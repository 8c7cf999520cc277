using Kubesharp.Api;

namespace Kubesharp.Scheduler.Configuration;

/// <summary>Fills in what a configuration leaves open.</summary>
public static class ConfigurationDefaults
{
    /// <summary>The configuration of a scheduler that configures nothing.</summary>
    public static KubeSchedulerConfiguration Configuration { get; } = Fill(new KubeSchedulerConfiguration { Kind = "KubeSchedulerConfiguration", ApiVersion = KubeSchedulerConfiguration.Version });

    /// <summary>Fills in a configuration; arguments of plugins are filled in where the plugins are made.</summary>
    public static KubeSchedulerConfiguration Fill(KubeSchedulerConfiguration configuration)
    {
        ValueList<KubeSchedulerProfile> given = configuration.Profiles.Count > 0 ? configuration.Profiles : [KubeSchedulerProfile.Empty];
        var profiles = new KubeSchedulerProfile[given.Count];
        for (var i = 0; i < profiles.Length; i++)
        {
            // Only a single profile may go without a name.
            var name = given[i].SchedulerName ?? (profiles.Length == 1 ? SchedulerOptions.DefaultSchedulerName : "");
            profiles[i] = given[i] with { SchedulerName = name, Plugins = PluginMerge.Merge(given[i].Plugins) };
        }

        return configuration with
        {
            Parallelism = configuration.Parallelism ?? 16,
            LeaderElection = Fill(configuration.LeaderElection),
            ClientConnection = Fill(configuration.ClientConnection),
            EnableProfiling = configuration.EnableProfiling ?? true,
            EnableContentionProfiling = configuration.EnableContentionProfiling ?? configuration.EnableProfiling ?? true,
            PercentageOfNodesToScore = configuration.PercentageOfNodesToScore ?? 0,
            PodInitialBackoffSeconds = configuration.PodInitialBackoffSeconds ?? 1,
            PodMaxBackoffSeconds = configuration.PodMaxBackoffSeconds ?? 10,
            Profiles = ValueList.Wrap(profiles),
        };
    }

    private static LeaderElectionConfiguration Fill(LeaderElectionConfiguration election) => election with
    {
        LeaderElect = election.LeaderElect ?? true,
        LeaseDuration = Or(election.LeaseDuration, "15s"),
        RenewDeadline = Or(election.RenewDeadline, "10s"),
        RetryPeriod = Or(election.RetryPeriod, "2s"),
        ResourceLock = Or(election.ResourceLock, "leases"),
        ResourceName = Or(election.ResourceName, "kube-scheduler"),
        ResourceNamespace = Or(election.ResourceNamespace, "kube-system"),
    };

    /// <summary>Unlike Kubernetes, which takes 50 requests per second and so binds no more than 50 pods, this limits nothing that was not asked for.</summary>
    private static ClientConnectionConfiguration Fill(ClientConnectionConfiguration connection) => connection with
    {
        ContentType = Or(connection.ContentType, "application/vnd.kubernetes.protobuf"),
        Burst = connection.Burst == 0 ? 100 : connection.Burst,
    };

    private static string Or(string? value, string other) => string.IsNullOrEmpty(value) || value == "0s" ? other : value;
}
