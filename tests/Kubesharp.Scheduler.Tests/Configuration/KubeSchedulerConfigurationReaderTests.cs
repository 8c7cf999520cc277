using System.Text;
using Kubesharp.Scheduler.Configuration;

namespace Kubesharp.Scheduler.Tests.Configuration;

public sealed class KubeSchedulerConfigurationReaderTests
{
    private const string Header = "apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n";

    [Fact]
    public void Read_NothingConfigured_EverythingIsFilledIn()
    {
        var configuration = Read(Header);

        Assert.Equal((16, 0, 1L, 10L), (configuration.Parallelism, configuration.PercentageOfNodesToScore, configuration.PodInitialBackoffSeconds, configuration.PodMaxBackoffSeconds));
        var election = configuration.LeaderElection;
        Assert.Equal((true, "15s", "10s", "2s"), (election.LeaderElect, election.LeaseDuration, election.RenewDeadline, election.RetryPeriod));
        Assert.Equal(("leases", "kube-system", "kube-scheduler"), (election.ResourceLock, election.ResourceNamespace, election.ResourceName));
        Assert.Equal((0.0, 100), (configuration.ClientConnection.Qps, configuration.ClientConnection.Burst));
        var profile = Assert.Single(configuration.Profiles);
        Assert.Equal("default-scheduler", profile.SchedulerName);
        Assert.Equal(DefaultPlugins.Enabled.Select(entry => entry.Name), profile.Plugins!.MultiPoint.Enabled.Select(plugin => plugin.Name));
        Assert.Equal(3, profile.Plugins.MultiPoint.Enabled.Single(plugin => plugin.Name == "TaintToleration").Weight);
    }

    [Fact]
    public void Read_Json_IsTheSame()
    {
        var configuration = Read("""{"apiVersion":"kubescheduler.config.k8s.io/v1","kind":"KubeSchedulerConfiguration","percentageOfNodesToScore":40,"leaderElection":{"leaderElect":false}}""");
        Assert.Equal((40, false), (configuration.PercentageOfNodesToScore, configuration.LeaderElection.LeaderElect));
    }

    [Fact]
    public void Read_PluginsNamed_DefaultsKeepTheirPlaces()
    {
        var configuration = Read(Header + """
            profiles:
            - plugins:
                multiPoint:
                  enabled:
                  - {name: Own, weight: 7}
                  - {name: NodeAffinity, weight: 9}
                  disabled:
                  - {name: ImageLocality}
            """);
        var names = configuration.Profiles[0].Plugins!.MultiPoint.Enabled;

        Assert.Equal(DefaultPlugins.Enabled.Select(entry => entry.Name).Where(name => name != "ImageLocality").Append("Own"), names.Select(plugin => plugin.Name));
        Assert.Equal(9, names.Single(plugin => plugin.Name == "NodeAffinity").Weight);
    }

    [Theory]
    [InlineData("foo: bar", "strict decoding error: unknown field \"foo\"")]
    [InlineData("leaderElection: {leaderElect: true, lease: x}", "strict decoding error: unknown field \"leaderElection.lease\"")]
    [InlineData("parallelism: 2\nparallelism: 3", "strict decoding error: yaml: unmarshal errors:\n  line 4: key \"parallelism\" already set in map")]
    [InlineData("parallelism: many", "json: cannot unmarshal string into Go struct field KubeSchedulerConfiguration.parallelism of type int32")]
    [InlineData("leaderElection: {leaseDuration: soon}", "time: invalid duration \"soon\"")]
    [InlineData("leaderElection: {leaseDuration: \"15\"}", "time: missing unit in duration \"15\"")]
    [InlineData("leaderElection: {leaseDuration: 15y}", "time: unknown unit \"y\" in duration \"15y\"")]
    [InlineData("profiles: [{pluginConfig: [{name: DefaultPreemption, args: {foo: 1}}]}]", "strict decoding error: decoding .profiles[0].pluginConfig[0]: strict decoding error: decoding args for plugin DefaultPreemption: strict decoding error: unknown field \"foo\"")]
    [InlineData("profiles: [{pluginConfig: [{name: DefaultPreemption, args: {apiVersion: kubescheduler.config.k8s.io/v1, kind: InterPodAffinityArgs}}]}]", "decoding .profiles[0].pluginConfig[0]: args for plugin DefaultPreemption were not of type DefaultPreemptionArgs.kubescheduler.config.k8s.io, got InterPodAffinityArgs.kubescheduler.config.k8s.io")]
    public void Read_NotTheRightShape_SaysWhat(string text, string expected) => Assert.Equal(expected, Problem(Header + text));

    [Theory]
    [InlineData("kind: KubeSchedulerConfiguration", "Object 'apiVersion' is missing in '{\"kind\":\"KubeSchedulerConfiguration\"}'")]
    [InlineData("apiVersion: kubescheduler.config.k8s.io/v1", "Object 'Kind' is missing in '{\"apiVersion\":\"kubescheduler.config.k8s.io/v1\"}'")]
    [InlineData("apiVersion: kubescheduler.config.k8s.io/v1beta2\nkind: KubeSchedulerConfiguration", "no kind \"KubeSchedulerConfiguration\" is registered for version \"kubescheduler.config.k8s.io/v1beta2\" in scheme \"pkg/scheduler/apis/config/scheme/scheme.go\"")]
    public void Read_AnotherKind_IsRefused(string text, string expected) => Assert.Equal(expected, Problem(text));

    [Theory]
    [InlineData("parallelism: 0", "parallelism: Invalid value: 0: should be an integer value greater than zero")]
    [InlineData("percentageOfNodesToScore: 101", "percentageOfNodesToScore: Invalid value: 101: not in valid range [0-100]")]
    [InlineData("podInitialBackoffSeconds: 0", "podInitialBackoffSeconds: Invalid value: 0: must be greater than 0")]
    [InlineData("podInitialBackoffSeconds: 11", "podMaxBackoffSeconds: Invalid value: 10: must be greater than or equal to PodInitialBackoffSeconds")]
    [InlineData("clientConnection: {burst: -1}", "clientConnection.burst: Invalid value: -1: must be non-negative")]
    [InlineData("leaderElection: {resourceLock: configmaps}", "leaderElection.resourceLock: Invalid value: \"configmaps\": resourceLock value must be \"leases\"")]
    [InlineData("leaderElection: {leaseDuration: 5s}", "leaderElection.leaseDuration: Invalid value: \"10s\": LeaseDuration must be greater than RenewDeadline")]
    [InlineData("profiles: [{schedulerName: \"\"}]", "profiles[0].schedulerName: Required value")]
    [InlineData("profiles: [{schedulerName: a}, {schedulerName: a}]", "profiles[1].schedulerName: Duplicate value: profiles[0].schedulerName")]
    [InlineData("profiles: [{schedulerName: a}, {schedulerName: b, percentageOfNodesToScore: -1}]", "profiles[1].percentageOfNodesToScore: Invalid value: -1: not in valid range [0-100]")]
    [InlineData("profiles: [{plugins: {filter: {enabled: [{name: GCEPDLimits}]}}}]", "profiles[0].plugins.filter.enabled[0]: Invalid value: \"GCEPDLimits\": was invalid in version \"kubescheduler.config.k8s.io/v1\" (KubeSchedulerConfiguration is version \"kubescheduler.config.k8s.io/v1\")")]
    [InlineData("profiles: [{pluginConfig: [{name: X}, {name: X}]}]", "profiles[0].pluginConfig[1]: Duplicate value: \"X\"")]
    [InlineData("profiles: [{schedulerName: a}, {schedulerName: b, plugins: {queueSort: {enabled: [{name: Own}]}}}]", "profiles[1].plugins.queueSort: Invalid value: {\"enabled\":[{\"name\":\"Own\"}]}: queueSort must be the same for all profiles")]
    [InlineData("extenders: [{urlPrefix: \"http://x\", prioritizeVerb: p}]", "extenders[0].weight: Invalid value: 0: must have a positive weight applied to it")]
    [InlineData("extenders: [{urlPrefix: a, bindVerb: b}, {urlPrefix: c, bindVerb: b}]", "extenders: Invalid value: \"found 2 extenders implementing bind\": only one extender can implement bind")]
    [InlineData("extenders: [{urlPrefix: a, managedResources: [{name: cpu}]}]", "extenders[0].managedResources[0].name: Invalid value: \"cpu\": is an invalid extended resource name")]
    [InlineData("extenders: [{urlPrefix: a, managedResources: [{name: e.com/a}, {name: e.com/a}]}]", "extenders[0].managedResources[1].name: Invalid value: \"e.com/a\": duplicate extender managed resource name")]
    public void Read_Invalid_SaysWhatAndWhere(string text, string expected) => Assert.Equal(expected, Problem(Header + text));

    [Theory]
    [InlineData("DefaultPreemption", "{minCandidateNodesPercentage: -1}", "minCandidateNodesPercentage: Invalid value: -1: not in valid range [0, 100]")]
    [InlineData("DefaultPreemption", "{minCandidateNodesAbsolute: -1}", "minCandidateNodesAbsolute: Invalid value: -1: not in valid range [0, inf)")]
    [InlineData("InterPodAffinity", "{hardPodAffinityWeight: 101}", "hardPodAffinityWeight: Invalid value: 101: not in valid range [0, 100]")]
    [InlineData("PodTopologySpread", "{defaultingType: None}", "defaultingType: Unsupported value: \"None\": supported values: \"System\", \"List\"")]
    [InlineData("PodTopologySpread", "{defaultConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway}]}", "defaultingType: Invalid value: \"System\": when .defaultConstraints are not empty")]
    [InlineData("PodTopologySpread", "{defaultingType: List, defaultConstraints: [{topologyKey: zone, whenUnsatisfiable: ScheduleAnyway}]}", "defaultConstraints[0].maxSkew: Invalid value: 0: not in valid range (0, inf)")]
    [InlineData("PodTopologySpread", "{defaultingType: List, defaultConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway, labelSelector: {}}]}", "defaultConstraints[0].labelSelector: Forbidden: constraint must not define a selector, as they deduced for each pod")]
    [InlineData("NodeResourcesBalancedAllocation", "{resources: [{name: cpu, weight: 2}]}", "resources[0].weight: Invalid value: 2: must be 1")]
    [InlineData("NodeResourcesFit", "{ignoredResourceGroups: [example.com/x]}", "ignoredResourceGroups[0]: Invalid value: \"example.com/x\": resource group name can't contain '/'")]
    [InlineData("NodeResourcesFit", "{scoringStrategy: {type: Best}}", "scoringStrategy.type: Unsupported value: \"Best\": supported values: \"LeastAllocated\", \"MostAllocated\", \"RequestedToCapacityRatio\"")]
    [InlineData("NodeResourcesFit", "{scoringStrategy: {type: MostAllocated, resources: [{name: cpu, weight: 101}]}}", "scoringStrategy.resources[0].weight: Invalid value: 101: resource weight of cpu not in valid range (0, 100]")]
    [InlineData("NodeResourcesFit", "{scoringStrategy: {type: RequestedToCapacityRatio}}", "scoringStrategy.requestedToCapacityRatio: Required value: must be specified when type is RequestedToCapacityRatio")]
    [InlineData("NodeResourcesFit", "{scoringStrategy: {type: LeastAllocated, requestedToCapacityRatio: {}}}", "scoringStrategy.requestedToCapacityRatio: Forbidden: must be nil when type is not RequestedToCapacityRatio")]
    [InlineData("NodeResourcesFit", "{scoringStrategy: {type: RequestedToCapacityRatio, requestedToCapacityRatio: {shape: [{utilization: 50, score: 1}, {utilization: 50, score: 2}]}}}", "scoringStrategy.requestedToCapacityRatio.shape[1].utilization: Invalid value: 50: values must be sorted in increasing order")]
    [InlineData("NodeResourcesFit", "{scoringStrategy: {type: RequestedToCapacityRatio, requestedToCapacityRatio: {shape: [{utilization: 0, score: 11}]}}}", "scoringStrategy.requestedToCapacityRatio.shape[0].score: Invalid value: 11: not in valid range [0, 10]")]
    [InlineData("VolumeBinding", "{bindTimeoutSeconds: -1}", "bindTimeoutSeconds: Invalid value: -1: invalid BindTimeoutSeconds, should not be a negative value")]
    [InlineData("VolumeBinding", "{shape: [{utilization: 0, score: 0}]}", "shape: Invalid value: [{\"utilization\":0,\"score\":0}]: unexpected field `shape`, remove it or turn on the feature gate StorageCapacityScoring")]
    [InlineData("DynamicResources", "{bindingTimeout: 100ms}", "bindingTimeout: Invalid value: \"100ms\": must be at least 1 second")]
    [InlineData("NodeAffinity", "{addedAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: foo, operator: In}]}]}}}", "addedAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values: Invalid value: []: for 'in', 'notin' operators, values set can't be empty")]
    public void Read_InvalidArguments_SaysWhatAndWhere(string plugin, string args, string expected) =>
        Assert.Equal("profiles[0].pluginConfig[0].args." + expected, Problem($"{Header}profiles: [{{pluginConfig: [{{name: {plugin}, args: {args}}}]}}]"));

    [Fact]
    public void Read_SeveralMistakes_TellsAll() => Assert.Equal(
        "[parallelism: Invalid value: -1: should be an integer value greater than zero, percentageOfNodesToScore: Invalid value: 200: not in valid range [0-100]]",
        Problem(Header + "parallelism: -1\npercentageOfNodesToScore: 200"));

    [Fact]
    public void Load_NoSuchFile_SaysSo() =>
        Assert.StartsWith("cannot read /nowhere/scheduler.yaml: ", Assert.Throws<ConfigurationException>(() => KubeSchedulerConfigurationReader.Load("/nowhere/scheduler.yaml")).Message);

    private static KubeSchedulerConfiguration Read(string text) => KubeSchedulerConfigurationReader.Read(Encoding.UTF8.GetBytes(text));

    private static string Problem(string text) => Assert.Throws<ConfigurationException>(() => Read(text)).Message;
}
