namespace Kubesharp.EndToEnd.Tests;

[Collection(SimulatedClusterCollection.Name)]
public sealed class PlacementTests(SimulatedCluster cluster)
{
    private readonly Kubectl _kubectl = cluster.Kubectl;

    [Theory]
    [InlineData("selector", "\"nodeSelector\":{\"kubernetes.io/hostname\":\"sim-1\"}", "sim-1")]
    [InlineData("name", "\"nodeName\":\"sim-2\"", "sim-2")]
    [InlineData("in", "\"affinity\":{\"nodeAffinity\":{\"requiredDuringSchedulingIgnoredDuringExecution\":{\"nodeSelectorTerms\":[{\"matchExpressions\":[{\"key\":\"kubernetes.io/hostname\",\"operator\":\"In\",\"values\":[\"sim-0\"]}]}]}}}", "sim-0")]
    [InlineData("not-in", "\"affinity\":{\"nodeAffinity\":{\"requiredDuringSchedulingIgnoredDuringExecution\":{\"nodeSelectorTerms\":[{\"matchExpressions\":[{\"key\":\"kubernetes.io/hostname\",\"operator\":\"NotIn\",\"values\":[\"sim-0\",\"sim-1\"]}]}]}}}", "sim-2")]
    [InlineData("preferred", "\"affinity\":{\"nodeAffinity\":{\"preferredDuringSchedulingIgnoredDuringExecution\":[{\"weight\":100,\"preference\":{\"matchExpressions\":[{\"key\":\"kubernetes.io/hostname\",\"operator\":\"In\",\"values\":[\"sim-1\"]}]}}]}}", "sim-1")]
    public async Task Pod_WithPlacement_RunsWhereItAsks(string name, string spec, string node)
    {
        var ns = await cluster.NamespaceAsync();
        await CreateAsync(ns, name, spec);
        await _kubectl.RunAsync("-n", ns, "wait", $"pod/{name}", "--for=condition=Ready", "--timeout=60s");
        Assert.Equal(node, await _kubectl.RunAsync("-n", ns, "get", "pod", name, "-o", "jsonpath={.spec.nodeName}"));
    }

    [Theory]
    [InlineData("In", "[\"1\", \"3\"]", "sim-0")]
    [InlineData("NotIn", "[\"1\"]", "sim-1 sim-2")]
    [InlineData("Exists", "[]", "sim-0 sim-1")]
    [InlineData("DoesNotExist", "[]", "sim-2")]
    [InlineData("Gt", "[\"3\"]", "sim-1")]
    [InlineData("Lt", "[\"3\"]", "sim-0")]
    public async Task NodeAffinity_EveryOperator_IsObeyedAndPreferred(string op, string values, string nodes)
    {
        var ns = await cluster.NamespaceAsync();
        await _kubectl.RunAsync("label", "node", "sim-0", "rank=1", "--overwrite");
        await _kubectl.RunAsync("label", "node", "sim-1", "rank=5", "--overwrite");
        var term = $"{{\"matchExpressions\":[{{\"key\":\"rank\",\"operator\":\"{op}\",\"values\":{values}}}]}}";
        var required = $"\"affinity\":{{\"nodeAffinity\":{{\"requiredDuringSchedulingIgnoredDuringExecution\":{{\"nodeSelectorTerms\":[{term}]}}}}}}";
        var preferred = $"\"affinity\":{{\"nodeAffinity\":{{\"preferredDuringSchedulingIgnoredDuringExecution\":[{{\"weight\":100,\"preference\":{term}}}]}}}}";
        foreach (var (name, spec) in new[] { ("required", required), ("preferred", preferred) })
        {
            await CreateAsync(ns, name, spec);
            await _kubectl.RunAsync("-n", ns, "wait", $"pod/{name}", "--for=condition=Ready", "--timeout=60s");
            Assert.Contains(await _kubectl.RunAsync("-n", ns, "get", "pod", name, "-o", "jsonpath={.spec.nodeName}"), nodes.Split(' '));
        }
    }

    [Fact]
    public async Task Pod_WithSelectorNoNodeHas_StaysPendingWithTheReason()
    {
        var ns = await cluster.NamespaceAsync();
        await CreateAsync(ns, "lost", "\"nodeSelector\":{\"disk\":\"none\"}");
        await _kubectl.RunAsync("-n", ns, "wait", "pod/lost", "--for=jsonpath={.status.conditions[0].reason}=Unschedulable", "--timeout=60s");
        Assert.StartsWith("0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector", await _kubectl.RunAsync("-n", ns, "get", "pod", "lost", "-o", "jsonpath={.status.conditions[0].message}"));
    }

    [Fact]
    public async Task Pod_OfAnUnknownScheduler_IsLeftAlone()
    {
        var ns = await cluster.NamespaceAsync();
        await CreateAsync(ns, "other", "\"schedulerName\":\"somebody-else\"");
        await CreateAsync(ns, "own", "\"schedulerName\":\"default-scheduler\"");
        await _kubectl.RunAsync("-n", ns, "wait", "pod/own", "--for=condition=Ready", "--timeout=60s");
        Assert.Equal("", await _kubectl.RunAsync("-n", ns, "get", "pod", "other", "-o", "jsonpath={.spec.nodeName}"));
    }

    [Fact]
    public async Task ExtendedResource_IsHandedOutUntilNoneIsLeft()
    {
        var ns = await cluster.NamespaceAsync();
        await _kubectl.RunAsync("patch", "node", "sim-0", "--subresource=status", "--type=json", "-p", "[{\"op\":\"add\",\"path\":\"/status/capacity/example.com~1dongle\",\"value\":\"2\"},{\"op\":\"add\",\"path\":\"/status/allocatable/example.com~1dongle\",\"value\":\"2\"}]");
        await _kubectl.PipeAsync(
            "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"metadata\":{\"name\":\"users\"},\"spec\":{\"replicas\":3,\"selector\":{\"matchLabels\":{\"app\":\"users\"}},\"template\":{\"metadata\":{\"labels\":{\"app\":\"users\"}},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"example.test/c:1\",\"resources\":{\"limits\":{\"example.com/dongle\":\"1\"}}}]}}}}",
            "-n", ns, "apply", "-f", "-");
        await _kubectl.RunAsync("-n", ns, "wait", "deployment/users", "--for=jsonpath={.status.availableReplicas}=2", "--timeout=60s");
        var pending = await _kubectl.RunAsync("-n", ns, "get", "pods", "--field-selector=status.phase=Pending", "-o", "name");
        Assert.Single(pending.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private Task CreateAsync(string ns, string name, string spec) => _kubectl.PipeAsync(
        $"{{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{{\"name\":\"{name}\"}},\"spec\":{{\"containers\":[{{\"name\":\"c\",\"image\":\"example.test/c:1\"}}],{spec}}}}}", "-n", ns, "create", "-f", "-");
}
