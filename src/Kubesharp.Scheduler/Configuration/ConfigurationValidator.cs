using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Validation;

namespace Kubesharp.Scheduler.Configuration;

/// <summary>Finds everything that is wrong with a configuration in which nothing is left open.</summary>
public static class ConfigurationValidator
{
    /// <summary>Plugins that Kubernetes once had.</summary>
    private static readonly string[] RemovedPlugins = ["AzureDiskLimits", "CinderLimits", "EBSLimits", "GCEPDLimits"];

    public static ErrorList Validate(KubeSchedulerConfiguration configuration)
    {
        var errors = new ErrorList();
        if (configuration.ClientConnection.Burst < 0) errors.Invalid(FieldPath.Of("clientConnection", "burst"), configuration.ClientConnection.Burst, "must be non-negative");
        ValidateLeaderElection(configuration.LeaderElection, errors);
        if (configuration.Parallelism <= 0) errors.Invalid(FieldPath.Of("parallelism"), configuration.Parallelism, "should be an integer value greater than zero");
        ValidateProfiles(configuration, errors);
        ValidatePercentage(configuration.PercentageOfNodesToScore, FieldPath.Of("percentageOfNodesToScore"), errors);
        if (configuration.PodInitialBackoffSeconds <= 0) errors.Invalid(FieldPath.Of("podInitialBackoffSeconds"), configuration.PodInitialBackoffSeconds, "must be greater than 0");
        if (configuration.PodMaxBackoffSeconds < configuration.PodInitialBackoffSeconds)
        {
            errors.Invalid(FieldPath.Of("podMaxBackoffSeconds"), configuration.PodMaxBackoffSeconds, "must be greater than or equal to PodInitialBackoffSeconds");
        }

        ValidateExtenders(configuration.Extenders, errors);
        return errors;
    }

    private static void ValidateLeaderElection(LeaderElectionConfiguration election, ErrorList errors)
    {
        if (election.LeaderElect != true) return;
        var path = FieldPath.Of("leaderElection");
        var lease = GoDuration.Parse(election.LeaseDuration!);
        var renew = GoDuration.Parse(election.RenewDeadline!);
        var retry = GoDuration.Parse(election.RetryPeriod!);
        if (lease <= TimeSpan.Zero) errors.Invalid(path.Child("leaseDuration"), election.LeaseDuration, "must be greater than zero");
        if (renew <= TimeSpan.Zero) errors.Invalid(path.Child("renewDeadline"), election.RenewDeadline, "must be greater than zero");
        if (retry <= TimeSpan.Zero) errors.Invalid(path.Child("retryPeriod"), election.RetryPeriod, "must be greater than zero");
        if (lease < renew) errors.Invalid(path.Child("leaseDuration"), election.RenewDeadline, "LeaseDuration must be greater than RenewDeadline");
        if (election.ResourceLock != "leases") errors.Invalid(path.Child("resourceLock"), election.ResourceLock, "resourceLock value must be \"leases\"");
    }

    private static void ValidateProfiles(KubeSchedulerConfiguration configuration, ErrorList errors)
    {
        var path = FieldPath.Of("profiles");
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < configuration.Profiles.Count; i++)
        {
            var profile = configuration.Profiles[i];
            var at = path.Index(i);
            var name = profile.SchedulerName ?? "";
            if (name.Length == 0) errors.Required(at.Child("schedulerName"));
            ValidatePercentage(profile.PercentageOfNodesToScore, at.Child("percentageOfNodesToScore"), errors);
            ValidatePlugins(profile, at, errors);
            if (known.TryGetValue(name, out var other)) errors.Duplicate(at.Child("schedulerName"), BadValue.Json(path.Index(other).Child("schedulerName").ToString()));
            known[name] = i;
        }

        ValidateQueueSort(configuration.Profiles, path, errors);
    }

    private static void ValidatePercentage(int? percentage, FieldPath path, ErrorList errors)
    {
        if (percentage is < 0 or > 100) errors.Invalid(path, percentage, "not in valid range [0-100]");
    }

    private static void ValidatePlugins(KubeSchedulerProfile profile, FieldPath path, ErrorList errors)
    {
        foreach (var (point, set) in SetsOf(profile.Plugins!))
        {
            for (var i = 0; i < set.Enabled.Count; i++)
            {
                if (RemovedPlugins.Contains(set.Enabled[i].Name)) errors.Invalid(path.Child("plugins", point).Child("enabled").Index(i), set.Enabled[i].Name, Removed);
            }
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < profile.PluginConfig.Count; i++)
        {
            var config = profile.PluginConfig[i];
            var at = path.Child("pluginConfig").Index(i);
            if (!seen.Add(config.Name)) errors.Duplicate(at, config.Name);
            if (RemovedPlugins.Contains(config.Name)) errors.Invalid(at, config.Name, Removed);
            else ArgumentsValidator.Validate(config, at.Child("args"), errors);
        }
    }

    private static string Removed => $"was invalid in version \"{KubeSchedulerConfiguration.Version}\" (KubeSchedulerConfiguration is version \"{KubeSchedulerConfiguration.Version}\")";

    private static (string Point, PluginSet Set)[] SetsOf(Plugins plugins) =>
    [
        ("preEnqueue", plugins.PreEnqueue), ("queueSort", plugins.QueueSort), ("preFilter", plugins.PreFilter), ("filter", plugins.Filter),
        ("postFilter", plugins.PostFilter), ("preScore", plugins.PreScore), ("score", plugins.Score), ("reserve", plugins.Reserve), ("permit", plugins.Permit),
        ("preBind", plugins.PreBind), ("bind", plugins.Bind), ("postBind", plugins.PostBind), ("multiPoint", plugins.MultiPoint),
    ];

    /// <summary>All profiles share one queue, so they must agree on its order.</summary>
    private static void ValidateQueueSort(ValueList<KubeSchedulerProfile> profiles, FieldPath path, ErrorList errors)
    {
        var first = profiles[0].Plugins!.QueueSort;
        if (first.Enabled.Count > 1) errors.Invalid(path.Index(0).Child("plugins").Child("queueSort").Child("Enabled"), first.Enabled.Count, "only one queue sort plugin can be enabled");
        var name = first.Enabled.Count > 0 ? first.Enabled[0].Name : "";
        var args = ArgsOf(profiles[0], name);
        for (var i = 1; i < profiles.Count; i++)
        {
            var own = profiles[i].Plugins!.QueueSort;
            if (own != first)
            {
                errors.Invalid(path.Index(i).Child("plugins", "queueSort"), BadValue.Json(System.Text.Encoding.UTF8.GetString(Api.Serialization.ApiJson.EncodeValue(own))), "queueSort must be the same for all profiles");
            }

            if (ArgsOf(profiles[i], name) is { } ownArgs && ownArgs != args) errors.Invalid(path.Index(i).Child("pluginConfig", "args"), ownArgs, "queueSort must be the same for all profiles");
        }
    }

    private static RawJson? ArgsOf(KubeSchedulerProfile profile, string plugin)
    {
        foreach (var config in profile.PluginConfig)
        {
            if (plugin.Length > 0 && config.Name == plugin) return config.Args;
        }

        return null;
    }

    private static void ValidateExtenders(ValueList<ExtenderConfiguration> extenders, ErrorList errors)
    {
        var path = FieldPath.Of("extenders");
        var binders = 0;
        var managed = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < extenders.Count; i++)
        {
            var extender = extenders[i];
            var at = path.Index(i);
            if (extender.PrioritizeVerb.Length > 0 && extender.Weight <= 0) errors.Invalid(at.Child("weight"), extender.Weight, "must have a positive weight applied to it");
            if (extender.BindVerb.Length > 0) binders++;
            for (var j = 0; j < extender.ManagedResources.Count; j++)
            {
                var name = extender.ManagedResources[j].Name;
                var namePath = at.Child("managedResources").Index(j).Child("name");
                if (Names.QualifiedName(name) is { Length: > 0 } bad) errors.Invalid(namePath, name, bad);
                else if (!PodResourceExtensions.IsExtendedResource(name) || Names.QualifiedName("requests." + name).Length > 0) errors.Invalid(namePath, name, "is an invalid extended resource name");
                if (!managed.Add(name)) errors.Invalid(namePath, name, "duplicate extender managed resource name");
            }
        }

        if (binders > 1) errors.Invalid(path, $"found {binders} extenders implementing bind", "only one extender can implement bind");
    }
}
