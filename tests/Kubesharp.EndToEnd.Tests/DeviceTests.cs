namespace Kubesharp.EndToEnd.Tests;

/// <summary>Devices of drivers, claimed by pods.</summary>
[Collection(SimulatedClusterCollection.Name)]
public sealed class DeviceTests(SimulatedCluster cluster)
{
    private readonly Kubectl _kubectl = cluster.Kubectl;

    [Fact]
    public async Task Pods_ClaimFromTemplate_GetTheDevicesThatFitAndGiveThemBack()
    {
        var ns = await cluster.NamespaceAsync();
        var driver = $"{ns}.example.com";
        await ApplyAsync(ns, $$$$"""
            {"apiVersion":"resource.k8s.io/v1","kind":"DeviceClass","metadata":{"name":"{{{{driver}}}}"},
             "spec":{"selectors":[{"cel":{"expression":"device.driver == '{{{{driver}}}}'"}}]}}
            """);
        await ApplyAsync(ns, $$$$"""
            {"apiVersion":"resource.k8s.io/v1","kind":"ResourceSlice","metadata":{"name":"{{{{ns}}}}-sim-1"},
             "spec":{"driver":"{{{{driver}}}}","nodeName":"sim-1","pool":{"name":"sim-1","generation":1,"resourceSliceCount":1},
             "devices":[{"name":"small","attributes":{"model":{"string":"a"}},"capacity":{"memory":{"value":"8Gi"}}},
                        {"name":"large","attributes":{"model":{"string":"b"}},"capacity":{"memory":{"value":"40Gi"}}}]}}
            """);
        await ApplyAsync(ns, $$$$"""
            {"apiVersion":"resource.k8s.io/v1","kind":"ResourceClaimTemplate","metadata":{"name":"big"},
             "spec":{"spec":{"devices":{"requests":[{"name":"gpu","exactly":{"deviceClassName":"{{{{driver}}}}",
             "selectors":[{"cel":{"expression":"device.capacity['{{{{driver}}}}'].memory.isGreaterThan(quantity('16Gi'))"}}]}}]} } } }
            """);
        await ApplyAsync(ns, PodJson("first"));
        await _kubectl.RunAsync("-n", ns, "wait", "pod/first", "--for=condition=Ready", "--timeout=60s");
        Assert.Equal("sim-1", await _kubectl.RunAsync("-n", ns, "get", "pod", "first", "-o", "jsonpath={.spec.nodeName}"));
        var claim = await _kubectl.RunAsync("-n", ns, "get", "pod", "first", "-o", "jsonpath={.status.resourceClaimStatuses[0].resourceClaimName}");
        Assert.StartsWith("first-gpu-", claim);
        Assert.Equal("large first", await _kubectl.RunAsync(
            "-n", ns, "get", "resourceclaim", claim, "-o", "jsonpath={.status.allocation.devices.results[0].device} {.status.reservedFor[0].name}"));

        // Nothing is left for a second pod until the first has gone.
        await ApplyAsync(ns, PodJson("second"));
        await _kubectl.RunAsync("-n", ns, "wait", "pod/second", "--for=jsonpath={.status.conditions[0].reason}=Unschedulable", "--timeout=60s");
        Assert.Equal(
            "0/3 nodes are available: 3 cannot allocate all claims. still not schedulable, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
            await _kubectl.RunAsync("-n", ns, "get", "pod", "second", "-o", "jsonpath={.status.conditions[0].message}"));
        await _kubectl.RunAsync("-n", ns, "delete", "pod", "first", "--grace-period=0", "--force");
        await _kubectl.RunAsync("-n", ns, "wait", "pod/second", "--for=condition=Ready", "--timeout=60s");
        await _kubectl.RunAsync("-n", ns, "wait", $"resourceclaim/{claim}", "--for=delete", "--timeout=60s");
    }

    private static string PodJson(string name) => $$$$"""
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{{{name}}}}"},
         "spec":{"resourceClaims":[{"name":"gpu","resourceClaimTemplateName":"big"}],
         "containers":[{"name":"c","image":"example.test/c:1","resources":{"claims":[{"name":"gpu"}]}}]}}
        """;

    private Task ApplyAsync(string ns, string json) => _kubectl.PipeAsync(json, "-n", ns, "create", "-f", "-");
}
