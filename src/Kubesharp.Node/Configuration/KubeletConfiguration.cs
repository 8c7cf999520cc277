using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Node.Cgroups;
using Kubesharp.Node.Eviction;
using Kubesharp.Node.Images;
using Kubesharp.Node.Server;

namespace Kubesharp.Node.Configuration;

/// <summary>
/// The configuration of a node, <c>kubelet.config.k8s.io/v1beta1</c>, as it stands in a file: the fields of the kubelet's that mean something here. What
/// is left open is as without a file.
/// </summary>
[ApiType("io.k8s.kubelet.config.v1beta1.KubeletConfiguration")]
public sealed partial record KubeletConfiguration
{
    /// <summary>Group and version of this kind.</summary>
    public const string Version = "kubelet.config.k8s.io/v1beta1";

    /// <summary>Name of this kind.</summary>
    public const string Name = "KubeletConfiguration";

    /// <summary>Always KubeletConfiguration.</summary>
    [Field(0)]
    public string Kind { get; init; } = "";

    /// <summary>Always kubelet.config.k8s.io/v1beta1.</summary>
    [Field(0)]
    public string ApiVersion { get; init; } = "";

    /// <summary>Folder with pods that run whatever the API says.</summary>
    [Field(0)]
    public string StaticPodPath { get; init; } = "";

    /// <summary>How often that folder is read.</summary>
    [Field(0)]
    public string? FileCheckFrequency { get; init; }

    /// <summary>Folder of container logs.</summary>
    [Field(0)]
    public string PodLogsDir { get; init; } = "";

    /// <summary>How often a pod is looked at that nothing has happened to.</summary>
    [Field(0)]
    public string? SyncFrequency { get; init; }

    /// <summary>Port of the HTTPS server.</summary>
    [Field(0)]
    public int? Port { get; init; }

    /// <summary>How callers of that port are known.</summary>
    [Field(0)]
    public KubeletAuthentication Authentication { get; init; } = KubeletAuthentication.Empty;

    /// <summary>How it is decided what they may do.</summary>
    [Field(0)]
    public KubeletAuthorization Authorization { get; init; } = KubeletAuthorization.Empty;

    /// <summary>Domain of the cluster's names.</summary>
    [Field(0)]
    public string ClusterDomain { get; init; } = "";

    /// <summary>Addresses of the cluster's DNS.</summary>
    [Field(0)]
    public ValueList<string> ClusterDNS { get; init; }

    /// <summary>How often the node is looked at.</summary>
    [Field(0)]
    public string? NodeStatusUpdateFrequency { get; init; }

    /// <summary>How often a status is written that has not changed.</summary>
    [Field(0)]
    public string? NodeStatusReportFrequency { get; init; }

    /// <summary>How long a sign of life holds.</summary>
    [Field(0)]
    public int? NodeLeaseDurationSeconds { get; init; }

    /// <summary>cgroupfs or systemd.</summary>
    [Field(0)]
    public string CgroupDriver { get; init; } = "";

    /// <summary>Most pods on the node.</summary>
    [Field(0)]
    public int? MaxPods { get; init; }

    /// <summary>The machine's resolver configuration.</summary>
    [Field(0)]
    public string? ResolvConf { get; init; }

    /// <summary>An image stays at least so long after it was first seen.</summary>
    [Field(0)]
    public string? ImageMinimumGCAge { get; init; }

    /// <summary>An image goes when it was not used for so long.</summary>
    [Field(0)]
    public string? ImageMaximumGCAge { get; init; }

    /// <summary>From this part of the disk on images are removed.</summary>
    [Field(0)]
    public int? ImageGCHighThresholdPercent { get; init; }

    /// <summary>Down to this part.</summary>
    [Field(0)]
    public int? ImageGCLowThresholdPercent { get; init; }

    /// <summary>Pods are ended at once where less than this is left, by signal. Signals that are not named have no such threshold then.</summary>
    [Field(0)]
    public ValueMap<string> EvictionHard { get; init; }

    /// <summary>Pods are ended where less than this has been left for a while, by signal.</summary>
    [Field(0)]
    public ValueMap<string> EvictionSoft { get; init; }

    /// <summary>That while, by signal.</summary>
    [Field(0)]
    public ValueMap<string> EvictionSoftGracePeriod { get; init; }

    /// <summary>How long a pressure is told of after it was last seen.</summary>
    [Field(0)]
    public string? EvictionPressureTransitionPeriod { get; init; }

    /// <summary>The most seconds that pods get which end by a soft threshold.</summary>
    [Field(0)]
    public int EvictionMaxPodGracePeriod { get; init; }

    /// <summary>How much more than the threshold has to be free before it counts as no longer met, by signal.</summary>
    [Field(0)]
    public ValueMap<string> EvictionMinimumReclaim { get; init; }

    /// <summary>Whether signals that evictionHard does not name keep the thresholds they have without a file.</summary>
    [Field(0)]
    public bool? MergeDefaultEvictionSettings { get; init; }

    /// <summary>What is kept back for the system, by resource.</summary>
    [Field(0)]
    public ValueMap<string> SystemReserved { get; init; }

    /// <summary>What is kept back for the cluster's own programs, by resource.</summary>
    [Field(0)]
    public ValueMap<string> KubeReserved { get; init; }

    /// <summary>Whether files of /var/log are served.</summary>
    [Field(0)]
    public bool? EnableSystemLogHandler { get; init; }

    /// <summary>Taints given to the Node when it registers.</summary>
    [Field(0)]
    public ValueList<Taint> RegisterWithTaints { get; init; }

    /// <summary>The configuration that says what an agent does.</summary>
    internal static KubeletConfiguration Of(NodeAgentOptions options, NodeServerOptions server) => new()
    {
        Kind = Name,
        ApiVersion = Version,
        StaticPodPath = options.StaticPodFolder,
        FileCheckFrequency = GoDuration.Format(options.StaticPodPeriod),
        PodLogsDir = options.PodLogsDirectory,
        SyncFrequency = GoDuration.Format(options.SyncPeriod),
        Port = options.Port,
        Authentication = new KubeletAuthentication
        {
            Webhook = new KubeletWebhookAuthentication { Enabled = true, CacheTTL = GoDuration.Format(server.TokenLife) },
            Anonymous = new KubeletAnonymousAuthentication { Enabled = server.AllowsAnonymous },
        },
        Authorization = new KubeletAuthorization
        {
            Mode = KubeletAuthorization.WebhookMode,
            Webhook = new KubeletWebhookAuthorization
            {
                CacheAuthorizedTTL = GoDuration.Format(server.AllowedLife),
                CacheUnauthorizedTTL = GoDuration.Format(server.DeniedLife),
            },
        },
        ClusterDomain = options.ClusterDomain,
        ClusterDNS = options.ClusterDns.ToValueList(),
        NodeStatusUpdateFrequency = GoDuration.Format(options.StatusUpdatePeriod),
        NodeStatusReportFrequency = GoDuration.Format(options.StatusReportPeriod),
        NodeLeaseDurationSeconds = (int)options.LeaseDuration.TotalSeconds,
        CgroupDriver = options.CgroupDriver == Cgroups.CgroupDriver.Systemd ? "systemd" : "cgroupfs",
        MaxPods = options.MaxPods,
        ResolvConf = options.ResolverConfiguration,
        ImageMinimumGCAge = GoDuration.Format(options.Images.MinimumAge),
        ImageMaximumGCAge = GoDuration.Format(options.Images.MaximumAge),
        ImageGCHighThresholdPercent = options.Images.HighThresholdPercent,
        ImageGCLowThresholdPercent = options.Images.LowThresholdPercent,
        EvictionHard = options.Eviction.Hard,
        EvictionSoft = options.Eviction.Soft,
        EvictionSoftGracePeriod = options.Eviction.SoftGracePeriod,
        EvictionPressureTransitionPeriod = GoDuration.Format(options.Eviction.PressureTransitionPeriod),
        EvictionMaxPodGracePeriod = (int)options.Eviction.MaxPodGracePeriod.TotalSeconds,
        EvictionMinimumReclaim = options.Eviction.MinimumReclaim,
        SystemReserved = options.Reserved.ToDictionary(amount => amount.Key, amount => amount.Value.ToString()).ToValueMap(),
        EnableSystemLogHandler = server.ServesSystemLogs,
        RegisterWithTaints = options.RegisterWithTaints,
    };

    /// <summary>The options of an agent that does what the file says.</summary>
    public NodeAgentOptions Over(NodeAgentOptions options) => options with
    {
        StaticPodFolder = StaticPodPath.Length > 0 ? StaticPodPath : options.StaticPodFolder,
        StaticPodPeriod = Span(FileCheckFrequency, options.StaticPodPeriod),
        PodLogsDirectory = PodLogsDir.Length > 0 ? PodLogsDir : options.PodLogsDirectory,
        SyncPeriod = Span(SyncFrequency, options.SyncPeriod),
        Port = Port ?? options.Port,
        ClusterDomain = ClusterDomain.Length > 0 ? ClusterDomain : options.ClusterDomain,
        ClusterDns = ClusterDNS.Count > 0 ? [.. ClusterDNS] : options.ClusterDns,
        StatusUpdatePeriod = Span(NodeStatusUpdateFrequency, options.StatusUpdatePeriod),
        StatusReportPeriod = Span(NodeStatusReportFrequency, options.StatusReportPeriod),
        LeaseDuration = NodeLeaseDurationSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : options.LeaseDuration,
        CgroupDriver = CgroupDriver switch
        {
            "systemd" => Cgroups.CgroupDriver.Systemd,
            "cgroupfs" => Cgroups.CgroupDriver.Cgroupfs,
            _ => options.CgroupDriver,
        },
        MaxPods = MaxPods ?? options.MaxPods,
        ResolverConfiguration = ResolvConf ?? options.ResolverConfiguration,
        Images = new ImageCollectionOptions
        {
            MinimumAge = Span(ImageMinimumGCAge, options.Images.MinimumAge),
            MaximumAge = Span(ImageMaximumGCAge, options.Images.MaximumAge),
            HighThresholdPercent = ImageGCHighThresholdPercent ?? options.Images.HighThresholdPercent,
            LowThresholdPercent = ImageGCLowThresholdPercent ?? options.Images.LowThresholdPercent,
        },
        Eviction = new EvictionOptions
        {
            Hard = EvictionHard.Count == 0 ? options.Eviction.Hard : MergeDefaultEvictionSettings == true ? options.Eviction.Hard.Merge(EvictionHard) : EvictionHard,
            Soft = EvictionSoft,
            SoftGracePeriod = EvictionSoftGracePeriod,
            MinimumReclaim = EvictionMinimumReclaim,
            PressureTransitionPeriod = Span(EvictionPressureTransitionPeriod, options.Eviction.PressureTransitionPeriod),
            MaxPodGracePeriod = TimeSpan.FromSeconds(EvictionMaxPodGracePeriod),
        },
        Reserved = SystemReserved.Count + KubeReserved.Count > 0 ? Sum(SystemReserved, KubeReserved) : options.Reserved,
        RegisterWithTaints = RegisterWithTaints.Count > 0 ? RegisterWithTaints : options.RegisterWithTaints,
    };

    /// <summary>The options of a server that does what the file says.</summary>
    public NodeServerOptions Over(NodeServerOptions options) => options with
    {
        AllowsAnonymous = Authentication.Anonymous.Enabled ?? options.AllowsAnonymous,
        TokenLife = Span(Authentication.Webhook.CacheTTL, options.TokenLife),
        AllowedLife = Span(Authorization.Webhook.CacheAuthorizedTTL, options.AllowedLife),
        DeniedLife = Span(Authorization.Webhook.CacheUnauthorizedTTL, options.DeniedLife),
        ServesSystemLogs = EnableSystemLogHandler ?? options.ServesSystemLogs,
    };

    /// <summary>A duration; zero stands for one that is left open.</summary>
    private static TimeSpan Span(string? text, TimeSpan otherwise) => text is not null && GoDuration.Parse(text) is var span && span != TimeSpan.Zero ? span : otherwise;

    private static ValueMap<Quantity> Sum(params ReadOnlySpan<ValueMap<string>> amounts)
    {
        var sum = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        foreach (var map in amounts)
        {
            foreach (var (resource, text) in map) sum[resource] = sum.GetValueOrDefault(resource, Quantity.Zero) + Quantity.Parse(text);
        }

        return sum.ToValueMap();
    }
}
