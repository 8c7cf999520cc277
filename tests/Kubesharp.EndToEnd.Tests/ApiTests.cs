namespace Kubesharp.EndToEnd.Tests;

[Collection(SimulatedClusterCollection.Name)]
public sealed class ApiTests(SimulatedCluster cluster)
{
    private readonly Kubectl _kubectl = cluster.Kubectl;

    [Fact]
    public async Task Apply_Twice_ChangesOnlyWhatDiffers()
    {
        var ns = await cluster.NamespaceAsync();
        Assert.Contains("created", await _kubectl.PipeAsync(ConfigMap("1"), "-n", ns, "apply", "-f", "-"));
        Assert.Contains("unchanged", await _kubectl.PipeAsync(ConfigMap("1"), "-n", ns, "apply", "-f", "-"));
        var difference = await _kubectl.TryPipeAsync(ConfigMap("2"), "-n", ns, "diff", "-f", "-");
        Assert.Equal(1, difference.ExitCode);
        Assert.Contains("+  a: \"2\"", difference.Output);
        Assert.Contains("configured", await _kubectl.PipeAsync(ConfigMap("2"), "-n", ns, "apply", "-f", "-"));
    }

    [Fact]
    public async Task ServerSideApply_OfAForeignField_ConflictsUntilForced()
    {
        var ns = await cluster.NamespaceAsync();
        await _kubectl.PipeAsync(ConfigMap("1"), "-n", ns, "apply", "--server-side", "--field-manager=alice", "-f", "-");
        var conflict = await _kubectl.TryPipeAsync(ConfigMap("2"), "-n", ns, "apply", "--server-side", "--field-manager=bob", "-f", "-");
        Assert.NotEqual(0, conflict.ExitCode);
        Assert.Contains("Apply failed with 1 conflict: conflict with \"alice\": .data.a", conflict.Error);
        await _kubectl.PipeAsync(ConfigMap("2"), "-n", ns, "apply", "--server-side", "--field-manager=bob", "--force-conflicts", "-f", "-");
        Assert.Equal("2", await _kubectl.RunAsync("-n", ns, "get", "configmap", "c", "-o", "jsonpath={.data.a}"));
    }

    [Fact]
    public async Task Explain_OfTolerations_TellsTheirFields()
    {
        var text = await _kubectl.RunAsync("explain", "pod.spec.tolerations");
        Assert.Contains("tolerationSeconds", text);
        Assert.Contains("<integer>", text);
    }

    [Fact]
    public async Task Get_InEveryForm_Prints()
    {
        var ns = await cluster.NamespaceAsync();
        await _kubectl.RunAsync("-n", ns, "create", "configmap", "one", "--from-literal=k=v");
        await _kubectl.RunAsync("-n", ns, "label", "configmap", "one", "tier=front");
        await _kubectl.RunAsync("-n", ns, "annotate", "configmap", "one", "note=x");
        Assert.Contains("one", await _kubectl.RunAsync("-n", ns, "get", "configmap", "-l", "tier=front", "-o", "wide"));
        Assert.DoesNotContain("one", await _kubectl.RunAsync("-n", ns, "get", "configmap", "-l", "tier!=front"));
        Assert.Contains("k: v", await _kubectl.RunAsync("-n", ns, "get", "configmap", "one", "-o", "yaml"));
        Assert.Contains("one", await _kubectl.RunAsync("-n", ns, "get", "configmap", "--field-selector=metadata.name=one", "-o", "custom-columns=N:.metadata.name"));
        Assert.Contains("one", await _kubectl.RunAsync("-n", ns, "get", "configmap", "--chunk-size=1"));
        Assert.Contains("configmaps", await _kubectl.RunAsync("api-resources"));
        Assert.Equal("yes", (await _kubectl.RunAsync("auth", "can-i", "create", "pods")).Trim());
        Assert.Contains("no", (await _kubectl.TryAsync("auth", "can-i", "create", "pods", "--as=nobody")).Output);
    }

    [Fact]
    public async Task Describe_OfTheDailyKinds_Works()
    {
        var ns = await cluster.NamespaceAsync();
        await _kubectl.RunAsync("-n", ns, "create", "deployment", "web", "--image=example.test/web:1");
        await _kubectl.RunAsync("-n", ns, "expose", "deployment", "web", "--port=80");
        await _kubectl.RunAsync("-n", ns, "rollout", "status", "deployment/web", "--timeout=60s");
        Assert.Contains("ScalingReplicaSet", await _kubectl.RunAsync("-n", ns, "describe", "deployment", "web"));
        Assert.Contains("Successfully assigned", await _kubectl.RunAsync("-n", ns, "describe", "pod", "-l", "app=web"));
        Assert.Contains("Endpoints:", await _kubectl.RunAsync("-n", ns, "describe", "service", "web"));
        Assert.Contains("Allocated resources", await _kubectl.RunAsync("describe", "node", "sim-0"));
    }

    [Fact]
    public async Task CordonAndDrain_EmptyTheNode()
    {
        var ns = await cluster.NamespaceAsync();
        await _kubectl.RunAsync("-n", ns, "create", "deployment", "drained", "--image=example.test/web:1", "--replicas=6");
        await _kubectl.RunAsync("-n", ns, "rollout", "status", "deployment/drained", "--timeout=60s");
        try
        {
            // Pods of other tests may have budgets that keep them where they are.
            await _kubectl.RunAsync("drain", "sim-1", "--pod-selector=app=drained", "--ignore-daemonsets", "--delete-emptydir-data", "--force", "--timeout=90s");
            Assert.Equal("", await _kubectl.RunAsync("-n", ns, "get", "pods", "--field-selector=spec.nodeName=sim-1", "-o", "name"));
            Assert.Contains("SchedulingDisabled", await _kubectl.RunAsync("get", "node", "sim-1"));
        }
        finally
        {
            await _kubectl.RunAsync("uncordon", "sim-1");
        }

        await _kubectl.RunAsync("-n", ns, "rollout", "status", "deployment/drained", "--timeout=60s");
    }

    [Theory]
    [InlineData("{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"Bad_Name\"},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}", "a lowercase RFC 1123 subdomain must consist of")]
    [InlineData("{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":[]}}", "spec.containers: Required value")]
    [InlineData("{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":[{\"name\":\"c\",\"imagee\":\"i\"}]}}", "unknown field \"spec.containers[0].imagee\"")]
    [InlineData("{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":\"c\"}}", "cannot unmarshal string into Go struct field PodSpec.spec.containers of type []v1.Container")]
    [InlineData("{\"kind\":\"Podd\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"p\"}}", "no matches for kind \"Podd\"")]
    public async Task BadInput_IsRefusedWithItsReason(string body, string reason)
    {
        var ns = await cluster.NamespaceAsync();
        var result = await _kubectl.TryPipeAsync(body, "-n", ns, "create", "--validate=strict", "-f", "-");
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(reason, result.All);
        Assert.Equal("", await _kubectl.RunAsync("-n", ns, "get", "pods", "-o", "name"));
    }

    private static string ConfigMap(string value) => $"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  a: \"{value}\"\n";
}
