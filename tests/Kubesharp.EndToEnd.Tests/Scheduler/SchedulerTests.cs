namespace Kubesharp.EndToEnd.Tests.Scheduler;

[Collection(SchedulerClusterCollection.Name)]
public sealed class SchedulerTests(SchedulerCluster cluster)
{
    private const string Zone = "topology.kubernetes.io/zone";
    private const string Hostname = "kubernetes.io/hostname";
    private readonly Kubectl _kubectl = cluster.Kubectl;

    [Fact]
    public async Task Spread_OverZones_IsEven()
    {
        var ns = await cluster.NamespaceAsync();
        const string Constraint = "\"topologySpreadConstraints\":[{\"maxSkew\":1,\"topologyKey\":\"topology.kubernetes.io/zone\",\"whenUnsatisfiable\":\"DoNotSchedule\",\"labelSelector\":{\"matchLabels\":{\"app\":\"web\"}}}]";
        await _kubectl.PipeAsync(Manifest.Deployment("web", 9, Constraint), "-n", ns, "apply", "-f", "-");
        await _kubectl.RunAsync("-n", ns, "rollout", "status", "deployment/web", "--timeout=60s");

        var zones = (await NodesAsync(ns)).CountBy(SchedulerCluster.ZoneOf).OrderBy(zone => zone.Key);
        Assert.Equal([("a", 3), ("b", 3), ("c", 3)], zones.Select(zone => (zone.Key, zone.Value)));
    }

    [Fact]
    public async Task Spread_ZoneWithoutRoom_PodWaitsWithTheReason()
    {
        var ns = await cluster.NamespaceAsync();
        const string Constraint = "\"topologySpreadConstraints\":[{\"maxSkew\":1,\"topologyKey\":\"topology.kubernetes.io/zone\",\"whenUnsatisfiable\":\"DoNotSchedule\",\"labelSelector\":{\"matchLabels\":{\"app\":\"web\"}}}]";
        await CreateAsync(ns, Manifest.Pod("first", Constraint + ",\"nodeName\":\"sim-0\"", "web"));
        await CreateAsync(ns, Manifest.Pod("second", Constraint + ",\"affinity\":{\"nodeAffinity\":{\"preferredDuringSchedulingIgnoredDuringExecution\":[{\"weight\":1,\"preference\":{\"matchExpressions\":[{\"key\":\"kubernetes.io/hostname\",\"operator\":\"In\",\"values\":[\"sim-0\"]}]}}]}}", "web"));
        await ReadyAsync(ns, "second");
        Assert.NotEqual("a", SchedulerCluster.ZoneOf(await NodeOfAsync(ns, "second")));

        var only = "\"nodeSelector\":{\"kubernetes.io/hostname\":\"sim-0\"}";
        await CreateAsync(ns, Manifest.Pod("third", Constraint + "," + only, "web"));
        await ReadyAsync(ns, "third");
        await CreateAsync(ns, Manifest.Pod("fourth", Constraint.Replace("\"labelSelector\"", "\"nodeAffinityPolicy\":\"Ignore\",\"labelSelector\"") + "," + only, "web"));
        Assert.Contains("1 node(s) didn't match pod topology spread constraints", await RefusalAsync(ns, "fourth"));
    }

    [Fact]
    public async Task Affinity_ByZone_FollowsTheOtherPod()
    {
        var ns = await cluster.NamespaceAsync();
        await CreateAsync(ns, Manifest.Pod("cache", "\"nodeSelector\":{\"kubernetes.io/hostname\":\"sim-1\"}", "cache"));
        await ReadyAsync(ns, "cache");
        for (var i = 0; i < 4; i++) await CreateAsync(ns, Manifest.Pod($"web-{i}", Manifest.Affinity("podAffinity", Zone, "cache"), "web"));
        for (var i = 0; i < 4; i++)
        {
            await ReadyAsync(ns, $"web-{i}");
            Assert.Equal("b", SchedulerCluster.ZoneOf(await NodeOfAsync(ns, $"web-{i}")));
        }

        await CreateAsync(ns, Manifest.Pod("same-node", Manifest.Affinity("podAffinity", Hostname, "cache")));
        await ReadyAsync(ns, "same-node");
        Assert.Equal("sim-1", await NodeOfAsync(ns, "same-node"));
    }

    [Fact]
    public async Task Affinity_ToNobody_WaitsUntilSomebodyComes()
    {
        var ns = await cluster.NamespaceAsync();
        await CreateAsync(ns, Manifest.Pod("web", Manifest.Affinity("podAffinity", Hostname, "cache"), "web"));
        Assert.StartsWith("0/6 nodes are available: 6 node(s) didn't match pod affinity rules.", await RefusalAsync(ns, "web"));
        await CreateAsync(ns, Manifest.Pod("cache", "", "cache"));
        await ReadyAsync(ns, "web");
        Assert.Equal(await NodeOfAsync(ns, "cache"), await NodeOfAsync(ns, "web"));
    }

    [Fact]
    public async Task AntiAffinity_ByHostname_OnePodOnEachNode()
    {
        var ns = await cluster.NamespaceAsync();
        await _kubectl.PipeAsync(Manifest.Deployment("web", 6, Manifest.Affinity("podAntiAffinity", Hostname, "web")), "-n", ns, "apply", "-f", "-");
        await _kubectl.RunAsync("-n", ns, "rollout", "status", "deployment/web", "--timeout=60s");
        Assert.Equal(["sim-0", "sim-1", "sim-2", "sim-3", "sim-4", "sim-5"], (await NodesAsync(ns)).Order());

        await CreateAsync(ns, Manifest.Pod("seventh", "", "web"));
        await ReadyAsync(ns, "seventh", "condition=PodScheduled=false");
        Assert.StartsWith("0/6 nodes are available: 6 node(s) didn't satisfy existing pods anti-affinity rules.", await RefusalAsync(ns, "seventh"));
        await _kubectl.RunAsync("-n", ns, "scale", "deployment/web", "--replicas=5");
        await ReadyAsync(ns, "seventh");
    }

    [Fact]
    public async Task AntiAffinity_ByZone_OnePodInEachZone()
    {
        var ns = await cluster.NamespaceAsync();
        for (var i = 0; i < 3; i++)
        {
            await CreateAsync(ns, Manifest.Pod($"web-{i}", Manifest.Affinity("podAntiAffinity", Zone, "web"), "web"));
            await ReadyAsync(ns, $"web-{i}");
        }

        Assert.Equal(["a", "b", "c"], (await NodesAsync(ns)).Select(SchedulerCluster.ZoneOf).Order());
        await CreateAsync(ns, Manifest.Pod("web-3", Manifest.Affinity("podAntiAffinity", Zone, "web"), "web"));
        Assert.StartsWith("0/6 nodes are available: 6 node(s) didn't match pod anti-affinity rules.", await RefusalAsync(ns, "web-3"));
    }

    [Fact]
    public async Task Gates_HoldAPodBack_UntilTheLastIsGone()
    {
        var ns = await cluster.NamespaceAsync();
        await CreateAsync(ns, Manifest.Pod("web", "\"schedulingGates\":[{\"name\":\"example.com/quota\"},{\"name\":\"example.com/image\"}]"));
        await _kubectl.RunAsync("-n", ns, "wait", "pod/web", "--for=jsonpath={.status.conditions[0].reason}=SchedulingGated", "--timeout=60s");
        Assert.Contains("SchedulingGated", await _kubectl.RunAsync("-n", ns, "get", "pod", "web"));
        Assert.Contains("only deletion is allowed", await _kubectl.FailAsync("-n", ns, "patch", "pod", "web", "--type=json", "-p", "[{\"op\":\"add\",\"path\":\"/spec/schedulingGates/-\",\"value\":{\"name\":\"example.com/more\"}}]"));
        await _kubectl.RunAsync("-n", ns, "patch", "pod", "web", "--type=json", "-p", "[{\"op\":\"remove\",\"path\":\"/spec/schedulingGates/0\"}]");
        Assert.Equal("", await NodeOfAsync(ns, "web"));
        await _kubectl.RunAsync("-n", ns, "patch", "pod", "web", "--type=json", "-p", "[{\"op\":\"remove\",\"path\":\"/spec/schedulingGates\"}]");
        await ReadyAsync(ns, "web");
    }

    [Fact]
    public async Task Profiles_EachPodIsPlacedByItsOwn()
    {
        var ns = await cluster.NamespaceAsync();
        await CreateAsync(ns, Manifest.Pod("heavy", "\"nodeSelector\":{\"kubernetes.io/hostname\":\"sim-3\"}", requests: "\"cpu\":\"2\",\"memory\":\"2Gi\""));
        await ReadyAsync(ns, "heavy");
        for (var i = 0; i < 3; i++)
        {
            await CreateAsync(ns, Manifest.Pod($"packed-{i}", "\"schedulerName\":\"packing\"", requests: "\"cpu\":\"100m\""));
            await ReadyAsync(ns, $"packed-{i}");
            Assert.Equal("sim-3", await NodeOfAsync(ns, $"packed-{i}"));
        }

        await CreateAsync(ns, Manifest.Pod("zone-c", "\"schedulerName\":\"zone-c-only\""));
        await ReadyAsync(ns, "zone-c");
        Assert.Equal("c", SchedulerCluster.ZoneOf(await NodeOfAsync(ns, "zone-c")));
        Assert.Equal("zone-c-only", await _kubectl.RunAsync("-n", ns, "get", "events", "--field-selector=reason=Scheduled,involvedObject.name=zone-c", "-o", "jsonpath={.items[0].source.component}"));

        await CreateAsync(ns, Manifest.Pod("nowhere", "\"schedulerName\":\"zone-c-only\",\"nodeSelector\":{\"topology.kubernetes.io/zone\":\"a\"}"));
        Assert.StartsWith(
            "0/6 nodes are available: 2 node(s) didn't match Pod's node affinity/selector, 4 node(s) didn't match scheduler-enforced node affinity.", await RefusalAsync(ns, "nowhere"));
    }

    [Fact]
    public async Task Extender_LooksAfterItsResource()
    {
        var ns = await cluster.NamespaceAsync();
        const string License = "\"example.com/license\":\"1\"";
        await CreateAsync(ns, Manifest.Pod("plain"));
        await CreateAsync(ns, Manifest.Pod("licensed", requests: License));
        await ReadyAsync(ns, "plain");
        await ReadyAsync(ns, "licensed");
        Assert.Equal("sim-5", await NodeOfAsync(ns, "licensed"));
        Assert.Contains(("filter", "licensed"), cluster.Asked);
        Assert.Contains(("prioritize", "licensed"), cluster.Asked);
        Assert.DoesNotContain(("filter", "plain"), cluster.Asked);

        await CreateAsync(ns, Manifest.Pod("elsewhere", "\"nodeSelector\":{\"topology.kubernetes.io/zone\":\"a\"}", requests: License));
        Assert.StartsWith(
            "0/6 nodes are available: 2 node(s) had no license, 4 node(s) didn't match Pod's node affinity/selector.", await RefusalAsync(ns, "elsewhere"));
    }

    private async Task CreateAsync(string ns, string manifest) => await _kubectl.PipeAsync(manifest, "-n", ns, "create", "-f", "-");

    private Task<string> ReadyAsync(string ns, string pod, string condition = "condition=Ready") => _kubectl.RunAsync("-n", ns, "wait", $"pod/{pod}", $"--for={condition}", "--timeout=60s");

    private Task<string> NodeOfAsync(string ns, string pod) => _kubectl.RunAsync("-n", ns, "get", "pod", pod, "-o", "jsonpath={.spec.nodeName}");

    private async Task<string[]> NodesAsync(string ns) =>
        (await _kubectl.RunAsync("-n", ns, "get", "pods", "-o", "jsonpath={.items[*].spec.nodeName}")).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Why a pod is not scheduled.</summary>
    private async Task<string> RefusalAsync(string ns, string pod)
    {
        await _kubectl.RunAsync("-n", ns, "wait", $"pod/{pod}", "--for=condition=PodScheduled=false", "--timeout=60s");
        return await _kubectl.RunAsync("-n", ns, "get", "pod", pod, "-o", "jsonpath={.status.conditions[?(@.type==\"PodScheduled\")].message}");
    }
}
