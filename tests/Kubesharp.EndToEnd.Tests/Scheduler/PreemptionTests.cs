namespace Kubesharp.EndToEnd.Tests.Scheduler;

/// <summary>Pods make room for others of higher priority. Each test has slots of its own on two nodes, so that tests do not meet.</summary>
[Collection(SchedulerClusterCollection.Name)]
public sealed class PreemptionTests(SchedulerCluster cluster) : IAsyncLifetime
{
    private readonly Kubectl _kubectl = cluster.Kubectl;
    private readonly string _slot = "example.com/slot-" + Guid.NewGuid().ToString("N")[..8];
    private string _ns = "";

    private string Slot => $"\"{_slot}\":\"1\"";

    public async Task InitializeAsync()
    {
        _ns = await cluster.NamespaceAsync();
        foreach (var node in (string[])["sim-0", "sim-1"])
        {
            var key = _slot.Replace("/", "~1");
            await _kubectl.RunAsync("patch", "node", node, "--subresource=status", "--type=json", "-p", $"[{{\"op\":\"add\",\"path\":\"/status/capacity/{key}\",\"value\":\"1\"}},{{\"op\":\"add\",\"path\":\"/status/allocatable/{key}\",\"value\":\"1\"}}]");
        }

        await _kubectl.PipeAsync(PriorityClass("high", 100_000, "PreemptLowerPriority") + "---\n" + PriorityClass("patient", 100_000, "Never"), "apply", "-f", "-");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task HigherPriority_TakesTheNodeWhoseBudgetStaysWhole()
    {
        await _kubectl.PipeAsync("""
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata: {name: protected}
            spec: {minAvailable: 1, selector: {matchLabels: {app: protected}}}
            """, "-n", _ns, "create", "-f", "-");
        await PlaceAsync("guarded", "sim-0", "protected");
        await PlaceAsync("plain", "sim-1", "plain");

        await CreateAsync(Manifest.Pod("urgent", "\"priorityClassName\":\"high\"", requests: Slot));
        await _kubectl.RunAsync("-n", _ns, "wait", "pod/urgent", "--for=condition=Ready", "--timeout=60s");
        Assert.Equal("sim-1", await FieldAsync("urgent", "{.spec.nodeName}"));
        Assert.Equal("sim-1", await FieldAsync("urgent", "{.status.nominatedNodeName}") is { Length: > 0 } nominated ? nominated : "sim-1");
        Assert.Equal("Running", await FieldAsync("guarded", "{.status.phase}"));
        Assert.Contains("NotFound", await _kubectl.FailAsync("-n", _ns, "get", "pod", "plain"));
        var told = await _kubectl.RunAsync("-n", _ns, "get", "events", "--field-selector=reason=Preempted", "-o", "jsonpath={.items[*].action} of {.items[*].related.name}: {.items[*].message}");
        Assert.Equal($"Preempting of urgent: Preempted by pod {await FieldAsync("urgent", "{.metadata.uid}")} on node sim-1", told);

        // With nothing else left, a budget does not save a pod.
        await CreateAsync(Manifest.Pod("more-urgent", "\"priorityClassName\":\"high\"", requests: Slot));
        await _kubectl.RunAsync("-n", _ns, "wait", "pod/more-urgent", "--for=condition=Ready", "--timeout=60s");
        Assert.Equal("sim-0", await FieldAsync("more-urgent", "{.spec.nodeName}"));
        Assert.Contains("NotFound", await _kubectl.FailAsync("-n", _ns, "get", "pod", "guarded"));
    }

    [Fact]
    public async Task PreemptionPolicyNever_WaitsForRoom()
    {
        await PlaceAsync("one", "sim-0", "plain");
        await PlaceAsync("two", "sim-1", "plain");
        await CreateAsync(Manifest.Pod("patient", "\"priorityClassName\":\"patient\"", requests: Slot));
        await _kubectl.RunAsync("-n", _ns, "wait", "pod/patient", "--for=condition=PodScheduled=false", "--timeout=60s");
        Assert.Equal(
            $"0/6 nodes are available: 6 Insufficient {_slot}. no new claims to deallocate, preemption: not eligible due to preemptionPolicy=Never.",
            await FieldAsync("patient", "{.status.conditions[?(@.type==\"PodScheduled\")].message}"));
        await _kubectl.RunAsync("-n", _ns, "delete", "pod", "two", "--now");
        await _kubectl.RunAsync("-n", _ns, "wait", "pod/patient", "--for=condition=Ready", "--timeout=60s");
        Assert.Equal("sim-1", await FieldAsync("patient", "{.spec.nodeName}"));
    }

    [Fact]
    public async Task EqualPriority_PreemptsNobody()
    {
        await PlaceAsync("one", "sim-0", "plain");
        await PlaceAsync("two", "sim-1", "plain");
        await CreateAsync(Manifest.Pod("three", requests: Slot));
        await _kubectl.RunAsync("-n", _ns, "wait", "pod/three", "--for=condition=PodScheduled=false", "--timeout=60s");
        Assert.EndsWith(
            "preemption: 0/6 nodes are available: 2 No preemption victims found for incoming pod, 4 Preemption is not helpful for scheduling.",
            await FieldAsync("three", "{.status.conditions[?(@.type==\"PodScheduled\")].message}"));
    }

    private static string PriorityClass(string name, int value, string policy) =>
        $"apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {{name: {name}}}\nvalue: {value}\npreemptionPolicy: {policy}\n";

    private async Task PlaceAsync(string name, string node, string app)
    {
        await CreateAsync(Manifest.Pod(name, $"\"nodeSelector\":{{\"kubernetes.io/hostname\":\"{node}\"}}", app, Slot));
        await _kubectl.RunAsync("-n", _ns, "wait", $"pod/{name}", "--for=condition=Ready", "--timeout=60s");
    }

    private Task<string> CreateAsync(string manifest) => _kubectl.PipeAsync(manifest, "-n", _ns, "create", "-f", "-");

    private Task<string> FieldAsync(string pod, string path) => _kubectl.RunAsync("-n", _ns, "get", "pod", pod, "-o", "jsonpath=" + path);
}
