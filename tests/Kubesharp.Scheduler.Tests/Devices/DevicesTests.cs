using System.Text.Json.Nodes;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Resource.V1;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Configuration;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Plugins;
using ResourceClaim = Kubesharp.Api.Resource.V1.ResourceClaim;

namespace Kubesharp.Scheduler.Tests.Devices;

/// <summary>Which devices claims get, through the whole framework.</summary>
public sealed class DevicesTests
{
    private const string Driver = "gpu.example.com";
    private readonly ClusterState _cluster = new();
    private readonly SchedulingFramework _framework;

    public DevicesTests()
    {
        var random = new Random(1);
        _framework = new SchedulingFramework(_cluster, DefaultPlugins.Create(_cluster, new SchedulerOptions(), null, random), 100, random) { KeepScores = true };
        foreach (var name in new[] { "n1", "n2" }) _cluster.SetNode(Build.Node(name));
        _cluster.Devices.Classes.Set(Build.Object<DeviceClass>("""
            {"metadata":{"name":"gpu"},"spec":{"selectors":[{"cel":{"expression":"device.driver == 'gpu.example.com'"}}],
             "config":[{"opaque":{"driver":"gpu.example.com","parameters":{"mode":"fast"}}}]}}
            """));
    }

    [Fact]
    public void Claim_SelectorOnCapacityAndAttributes_GetsTheDeviceThatMatches()
    {
        Slice("n1", """{"name":"a","attributes":{"model":{"string":"t4"},"driver":{"version":"1.2.0"}},"capacity":{"memory":{"value":"16Gi"}}}""");
        Slice("n2", """{"name":"b","attributes":{"model":{"string":"a100"},"driver":{"version":"2.0.0"}},"capacity":{"memory":{"value":"40Gi"}}}""");
        Claim("c", Request(Selector("device.attributes['gpu.example.com'].driver.isGreaterThan(semver('1.9.0')) && device.capacity['gpu.example.com'].memory.compareTo(quantity('20Gi')) > 0")));
        Assert.Equal(["n2/b"], Allocate("c"));
    }

    [Fact]
    public void Claim_Allocated_HasConfigAndNodeSelector()
    {
        Slice("n1", """{"name":"a"}""");
        Claim("c", Request(), """
            "config":[{"opaque":{"driver":"gpu.example.com","parameters":{}}},{"requests":["other"],"opaque":{"driver":"gpu.example.com","parameters":{}}}]
            """);
        Allocate("c");
        var allocation = _cluster.Devices.FindPending("uid-c")!.Status.Allocation!;
        Assert.Equal([AllocationConfigSource.FromClass, AllocationConfigSource.FromClaim], allocation.Devices.Config.Select(config => config.Source));
        Assert.Equal("r", Assert.Single(allocation.Devices.Config[0].Requests));
        var requirement = Assert.Single(Assert.Single(allocation.NodeSelector!.NodeSelectorTerms).MatchFields);
        Assert.Equal(("metadata.name", "n1"), (requirement.Key, requirement.Values[0]));
    }

    [Fact]
    public void Claim_SelectorAsksForAMissingAttribute_IsAnError()
    {
        Slice("n1", """{"name":"a"}""");
        Claim("c", Request(Selector("device.attributes['gpu.example.com'].model == 'x'")));
        Assert.Equal(
            "running \"DynamicResources\" filter plugin: claim default/c: selector #0: CEL runtime error: no such key: model",
            _framework.Schedule(Pod("c"), out _).Error!.Message);
    }

    [Fact]
    public void Claim_DeviceTakenByAnother_GetsTheNextOne()
    {
        Slice("n1", """{"name":"a"}""", """{"name":"b"}""");
        Claim("first", Request());
        Claim("second", Request());
        Claim("third", Request());
        Assert.Equal(["n1/a"], Allocate("first"));
        Assert.Equal(["n1/b"], Allocate("second"));
        Assert.Contains("cannot allocate all claims", Refusal("third"));
    }

    [Fact]
    public void Claim_BeingAllocated_MakesOthersThatShareItWait()
    {
        Slice("n1", """{"name":"a"}""");
        Claim("c", Request());
        Allocate("c");
        Assert.Contains("resource claim default/c is in the process of being allocated", Refusal("c"));
    }

    [Fact]
    public void Claim_Unreserved_GivesItsDevicesBack()
    {
        Slice("n1", """{"name":"a"}""");
        Claim("c", Request());
        var pod = Pod("c");
        var result = _framework.Schedule(pod, out _);
        Assert.Null(_framework.Reserve(result.State, pod, result.Node!));
        _framework.Unreserve(result.State, pod, result.Node!);
        Assert.False(_cluster.Devices.IsPending("uid-c"));
        Assert.Equal(["n1/a"], Allocate("c"));
    }

    [Fact]
    public void Claim_AllocatedElsewhereAndUnused_IsReleasedForAnotherTry()
    {
        Slice("n1", """{"name":"a"}""");
        const string selector = """{"nodeSelectorTerms":[{"matchFields":[{"key":"metadata.name","operator":"In","values":["gone"]}]}]}""";
        _cluster.Devices.SetClaim(Build.Object<ResourceClaim>(
            "{\"metadata\":{\"namespace\":\"default\",\"name\":\"c\",\"uid\":\"uid-c\"},\"status\":{\"allocation\":{\"devices\":{},\"nodeSelector\":" + selector + "}}}"));
        var result = _framework.Schedule(Pod("c"), out _);
        Assert.StartsWith("0/2 nodes are available: 2 resourceclaim not available on the node. deallocation of ResourceClaim completed", result.Diagnosis!.ToMessage());
        Assert.Equal("c", result.Diagnosis.ClaimToRelease!.Metadata.Name);
    }

    [Fact]
    public void Claim_AllDevices_TakesEveryOneOrNothing()
    {
        Slice("n1", """{"name":"a"}""", """{"name":"b"}""");
        Slice("n2", """{"name":"c"}""");
        foreach (var name in new[] { "all", "again", "never" }) Claim(name, Request("\"allocationMode\":\"All\""));
        var devices = Allocate("all");
        Assert.True(devices is ["n1/a", "n1/b"] or ["n2/c"]);
        Assert.NotEqual(devices, Allocate("again"));
        Assert.Contains("cannot allocate all claims", Refusal("never"));
    }

    [Fact]
    public void Claim_AllDevicesOfAPoolThatIsBeingUpdated_Waits()
    {
        SetSlice("n1", 2, """{"name":"a"}""");
        Claim("all", Request("\"allocationMode\":\"All\""));
        Assert.Contains("claim default/all, request r: asks for all devices, but resource pool gpu.example.com/n1 is currently being updated", Refusal("all"));
    }

    [Fact]
    public void Claim_PoolWithTwoDevicesOfOneName_GetsNoneOfThem()
    {
        Slice("n1", """{"name":"a"}""", """{"name":"a"}""", """{"name":"b"}""");
        Claim("c", Request());
        Assert.StartsWith("0/2 nodes are available: 1 cannot allocate all claims, 1 invalid resource pools were encountered.", Refusal("c"), StringComparison.Ordinal);
        Claim("all", Request("\"allocationMode\":\"All\""));
        Assert.Contains("claim default/all, request r: asks for all devices, but resource pool gpu.example.com/n1 is currently invalid", Refusal("all"), StringComparison.Ordinal);

        Slice("n2", """{"name":"c"}""");
        Assert.Equal(["n2/c"], Allocate("c"));
    }

    [Fact]
    public void Claim_TwoDevicesThatMustMatch_TriesOtherCombinations()
    {
        Slice("n1", Model("a", "x"), Model("b", "y"), Model("c", "y"));
        Claim("c", Request("\"count\":2"), """ "constraints":[{"matchAttribute":"gpu.example.com/model"}] """);
        Assert.Equal(["n1/b", "n1/c"], Allocate("c"));
    }

    [Fact]
    public void Claim_TwoDevicesThatMustDiffer_GetsDifferentOnes()
    {
        Slice("n1", Model("a", "x"), Model("b", "x"), Model("c", "y"));
        Claim("c", Request("\"count\":2"), """ "constraints":[{"requests":["r"],"distinctAttribute":"gpu.example.com/model"}] """);
        Assert.Equal(["n1/a", "n1/c"], Allocate("c"));
    }

    [Fact]
    public void Claim_FirstAvailable_TakesTheBestAlternativeAndScoresIt()
    {
        Slice("n1", Model("a", "small"));
        Slice("n2", Model("b", "large"));
        const string large = """{"name":"large","deviceClassName":"gpu","selectors":[{"cel":{"expression":"device.attributes['gpu.example.com'].model == 'large'"}}]}""";
        const string small = """{"name":"small","deviceClassName":"gpu"}""";
        Claim("c", "{\"name\":\"r\",\"firstAvailable\":[" + large + "," + small + "]}");
        var pod = Pod("c");
        var result = _framework.Schedule(pod, out _);
        Assert.Equal("n2", result.Node!.Name);
        var scores = result.Feasible.Select((node, i) => (node.Name, Score: result.Scores["DynamicResources"][i])).OrderBy(entry => entry.Name, StringComparer.Ordinal);
        Assert.Equal([174L, 200L], scores.Select(entry => entry.Score));
        _framework.Reserve(result.State, pod, result.Node);
        Assert.Equal("r/large", _cluster.Devices.FindPending("uid-c")!.Status.Allocation!.Devices.Results[0].Request);
    }

    [Fact]
    public void Claim_AdminAccess_SharesWithoutTaking()
    {
        Slice("n1", """{"name":"a"}""");
        Claim("owner", Request());
        Claim("watcher", Request("\"adminAccess\":true"));
        Assert.Equal(["n1/a"], Allocate("owner"));
        Assert.Equal(["n1/a"], Allocate("watcher"));
    }

    [Fact]
    public void Claim_TaintedDevice_NeedsAToleration()
    {
        Slice("n1", """{"name":"a","taints":[{"key":"broken","value":"yes","effect":"NoSchedule"}]}""");
        Claim("plain", Request());
        Assert.Contains("cannot allocate all claims", Refusal("plain"));
        Claim("tolerant", Request("""
            "tolerations":[{"key":"broken","operator":"Equal","value":"yes"}]
            """));
        Assert.Equal(["n1/a"], Allocate("tolerant"));
    }

    [Fact]
    public void Claim_PartsOfADevice_ShareItsCounters()
    {
        _cluster.Devices.SetSlice(Build.Object<ResourceSlice>("""
            {"metadata":{"name":"s"},"spec":{"driver":"gpu.example.com","nodeName":"n1","pool":{"name":"n1","generation":1,"resourceSliceCount":1},
             "sharedCounters":[{"name":"card","counters":{"memory":{"value":"40Gi"}}}],
             "devices":[{"name":"whole","consumesCounters":[{"counterSet":"card","counters":{"memory":{"value":"40Gi"}}}]},
                        {"name":"half-0","consumesCounters":[{"counterSet":"card","counters":{"memory":{"value":"20Gi"}}}]},
                        {"name":"half-1","consumesCounters":[{"counterSet":"card","counters":{"memory":{"value":"20Gi"}}}]}]}}
            """));
        Claim("first", Request());
        Assert.Equal(["n1/whole"], Allocate("first"));
        Claim("second", Request());
        Assert.Contains("cannot allocate all claims", Refusal("second"));
        _cluster.Devices.RemoveClaim("default", "first");
        Claim("both", Request("\"count\":2"));
        Assert.Equal(["n1/half-0", "n1/half-1"], Allocate("both"));
    }

    [Fact]
    public void Claim_SharesOfADevice_AddUpToItsCapacity()
    {
        Slice("n1", """
            {"name":"nic","allowMultipleAllocations":true,"capacity":{"bandwidth":{"value":"10G","requestPolicy":{"default":"1G","validRange":{"min":"1G","step":"2G"}}}}}
            """);
        Claim("a", Request(Bandwidth("4G")));
        Assert.Equal(["n1/nic"], Allocate("a"));
        var share = _cluster.Devices.FindPending("uid-a")!.Status.Allocation!.Devices.Results[0];
        Assert.NotNull(share.ShareID);
        Assert.Equal("5G", share.ConsumedCapacity["bandwidth"].ToString());

        Claim("b", Request(Bandwidth("5G")));
        Assert.Equal(["n1/nic"], Allocate("b"));
        Claim("c", Request());
        Assert.Contains("cannot allocate all claims", Refusal("c"));
    }

    [Fact]
    public void Claim_DevicesForAllNodes_LeaveThePodFree()
    {
        _cluster.Devices.SetSlice(Build.Object<ResourceSlice>("""
            {"metadata":{"name":"s"},"spec":{"driver":"gpu.example.com","allNodes":true,"pool":{"name":"fabric","generation":1,"resourceSliceCount":1},"devices":[{"name":"a"}]}}
            """));
        Claim("c", Request());
        Assert.Equal(["fabric/a"], Allocate("c"));
        Assert.Null(_cluster.Devices.FindPending("uid-c")!.Status.Allocation!.NodeSelector);
    }

    [Fact]
    public void Slices_NewGeneration_ReplacesTheOldOne()
    {
        Slice("n1", """{"name":"old"}""");
        _cluster.Devices.SetSlice(Build.Object<ResourceSlice>("""
            {"metadata":{"name":"newer"},"spec":{"driver":"gpu.example.com","nodeName":"n1","pool":{"name":"n1","generation":2,"resourceSliceCount":1},"devices":[{"name":"new"}]}}
            """));
        Claim("c", Request());
        Assert.Equal(["n1/new"], Allocate("c"));
    }

    [Theory]
    [InlineData("""{"resourceClaims":[{"name":"x","resourceClaimTemplateName":"t"}]}""", "pod \"default/web\": ResourceClaim not created yet")]
    [InlineData("""{"resourceClaims":[{"name":"x","resourceClaimName":"none"}]}""", "could not find resource claim \"default/none\": object not found")]
    [InlineData("""{"resourceClaims":[{"name":"x"}]}""", "pod \"default/web\", spec.resourceClaim \"x\": none of the supported fields are set")]
    public void Pod_ClaimNotThere_IsNotTriedAtAll(string spec, string message) => Assert.Equal(message, _framework.PreEnqueue(_cluster.NewPod(Build.Pod("web", spec: spec)))!.Message);

    [Fact]
    public void Claim_SearchThatTakesTooLong_GivesUp()
    {
        Slice("n1", [.. Enumerable.Range(0, 60).Select(i => Model($"d{i:00}", $"m{i}"))]);
        var requests = string.Join(',', Enumerable.Range(0, 8).Select(i => "{\"name\":\"r" + i + "\",\"exactly\":{\"deviceClassName\":\"gpu\",\"count\":3}}"));
        Claim("c", requests, """ "constraints":[{"requests":["r7"],"matchAttribute":"gpu.example.com/model"}] """);
        Assert.Contains("timed out trying to allocate devices", Refusal("c"));
    }

    [Theory]
    [InlineData("example.com/gpu", "container-0-request-1")]
    [InlineData("deviceclass.resource.kubernetes.io/gpu", "container-0-request-1")]
    public void ExtendedResource_NodeHasOnlyDevices_GetsThemByAClaim(string resource, string request)
    {
        StandForExtendedResource();
        Slice("n1", """{"name":"a"}""", """{"name":"b"}""", """{"name":"c"}""");
        var pod = PodWith(Container("c", (resource, 2)));
        var result = _framework.Schedule(pod, out _);
        Assert.Equal("n1", result.Node!.Name);
        Assert.Null(_framework.Reserve(result.State, pod, result.Node));
        var claim = _cluster.Devices.FindPending("extended-resources/uid-web")!;
        Assert.Equal(("web-extended-resources-", "default"), (claim.Metadata.GenerateName, claim.Metadata.Namespace));
        Assert.Equal([$"{request} a", $"{request} b"], claim.Status.Allocation!.Devices.Results.Select(device => $"{device.Request} {device.Device}"));
        Assert.Contains("cannot allocate all claims", _framework.Schedule(PodWith(Container("c", (resource, 2)), "other"), out _).Diagnosis!.ToMessage());

        _framework.Unreserve(result.State, pod, result.Node);
        Assert.Equal("n1", _framework.Schedule(PodWith(Container("c", (resource, 3))), out _).Node!.Name);
    }

    [Fact]
    public void ExtendedResource_NodeOffersItItself_NeedsNoDevices()
    {
        StandForExtendedResource();
        var node = Build.Node("n2");
        _cluster.SetNode(node with { Status = node.Status with { Allocatable = node.Status.Allocatable.Set("example.com/gpu", Quantity.Parse("1")) } });
        var pod = PodWith(Container("c", ("example.com/gpu", 1)));
        var result = _framework.Schedule(pod, out _);
        Assert.Equal("n2", result.Node!.Name);
        Assert.Null(_framework.Reserve(result.State, pod, result.Node));
        Assert.Null(_cluster.Devices.FindPending("extended-resources/uid-web"));
        Assert.Contains("1 Insufficient example.com/gpu", _framework.Schedule(PodWith(Container("c", ("example.com/gpu", 2))), out _).Diagnosis!.ToMessage());
    }

    [Theory]
    [InlineData("LeastAllocated", "50 75")]
    [InlineData("MostAllocated", "50 25")]
    public void ExtendedResource_NodesRankedByIt_DevicesCountAsThoughOffered(string strategy, string expected)
    {
        StandForExtendedResource();
        Slice("n1", Devices(2));
        Slice("n2", Devices(4));
        ValueList<ResourceSpec> resources = [new ResourceSpec { Name = "example.com/gpu", Weight = 1 }];
        var plugin = new NodeResourcesFitPlugin(_cluster, new NodeResourcesFitArgs { ScoringStrategy = new ScoringStrategy { Type = strategy, Resources = resources } });
        Assert.Equal(expected, Scores(plugin, PodWith(Container("c", ("example.com/gpu", 1)))));
    }

    [Fact]
    public void ExtendedResource_NodesBalancedByIt_DevicesThatAreTakenCount()
    {
        StandForExtendedResource();
        Slice("n1", Devices(4));
        Claim("taken", Request("\"count\":3"));
        Allocate("taken");
        Slice("n2", Devices(4));
        ValueList<ResourceSpec> resources = [new ResourceSpec { Name = "cpu", Weight = 1 }, new ResourceSpec { Name = "example.com/gpu", Weight = 1 }];
        var plugin = new NodeResourcesBalancedAllocationPlugin(_cluster, new NodeResourcesBalancedAllocationArgs { Resources = resources });
        Assert.Equal("69 68", Scores(plugin, PodWith(Container("c", ("example.com/gpu", 1)))));
    }

    [Fact]
    public void ExtendedResource_InitContainers_UseTheDevicesOfThoseThatComeLater()
    {
        StandForExtendedResource();
        Slice("n1", Devices(5));
        var init = "\"initContainers\":[" + Container("first", ("example.com/gpu", 3)) + "," + Container("second", ("example.com/gpu", 5)) + "]";
        var pod = PodWith(Container("a", ("example.com/gpu", 1)) + "," + Container("b", ("example.com/gpu", 1)), more: init);
        var result = _framework.Schedule(pod, out _);
        _framework.Reserve(result.State, pod, result.Node!);
        var requests = _cluster.Devices.FindPending("extended-resources/uid-web")!.Spec.Devices.Requests;
        Assert.Equal(["container-1-request-1 3", "container-2-request-1 1", "container-3-request-1 1"], requests.Select(request => $"{request.Name} {request.Exactly!.Count}"));
        var (_, mappings) = Kubesharp.Scheduler.Devices.ExtendedResources.RequestsFor(pod.Pod, ["example.com/gpu"], _cluster.Devices);
        Assert.Equal(["container-2-request-1", "container-3-request-1", "container-1-request-1"], mappings.Where(mapping => mapping.ContainerName == "first").Select(mapping => mapping.RequestName));
    }

    [Fact]
    public void ExtendedResource_ClaimLeftFromAFailedAttempt_IsDeletedFirst()
    {
        StandForExtendedResource();
        Slice("n1", """{"name":"a"}""");
        _cluster.Devices.SetClaim(Build.Object<ResourceClaim>("""
            {"metadata":{"namespace":"default","name":"web-extended-resources-x","uid":"left","annotations":{"resource.kubernetes.io/extended-resource-claim":"true"},
             "ownerReferences":[{"apiVersion":"v1","kind":"Pod","name":"web","uid":"uid-web","controller":true}]},
             "spec":{"devices":{"requests":[{"name":"container-0-request-1","exactly":{"deviceClassName":"gpu"}}]}}}
            """));
        var result = _framework.Schedule(PodWith(Container("c", ("example.com/gpu", 1))), out _);
        Assert.StartsWith("0/2 nodes are available: 2 cannot schedule extended resource claim. deletion of ResourceClaim completed", result.Diagnosis!.ToMessage());
        Assert.Equal("left", result.Diagnosis.ClaimToRelease!.Metadata.Uid);
    }

    [Theory]
    [InlineData("Broken", "2000-01-01T00:00:00Z", true)]
    [InlineData("Other", "2000-01-01T00:00:00Z", true)]
    [InlineData("Other", "9999-01-01T00:00:00Z", false)]
    [InlineData("Attached", "2000-01-01T00:00:00Z", false)]
    public void Claim_DevicesDoNotGetReady_AreGivenBackForOthers(string condition, string since, bool gone)
    {
        Slice("n1", """{"name":"a"}""");
        _cluster.Devices.SetClaim(Build.Object<ResourceClaim>(
            "{\"metadata\":{\"namespace\":\"default\",\"name\":\"c\",\"uid\":\"uid-c\"},\"status\":{\"allocation\":{\"allocationTimestamp\":\"" + since + "\",\"devices\":{\"results\":["
            + "{\"request\":\"r\",\"driver\":\"gpu.example.com\",\"pool\":\"n1\",\"device\":\"a\",\"bindingConditions\":[\"Attached\"],\"bindingFailureConditions\":[\"Broken\"]}]}},"
            + "\"devices\":[{\"driver\":\"gpu.example.com\",\"pool\":\"n1\",\"device\":\"a\",\"conditions\":[{\"type\":\"" + condition + "\",\"status\":\"True\"}]}]}}"));
        var result = _framework.Schedule(Pod("c"), out _);
        Assert.Equal(gone ? "c" : null, result.Diagnosis?.ClaimToRelease?.Metadata.Name);
        Assert.Equal(gone, result.Node is null);
    }

    private static string Container(string name, params (string Resource, int Count)[] resources) =>
        "{\"name\":\"" + name + "\",\"image\":\"i\",\"resources\":{\"requests\":{\"cpu\":\"10m\"" + string.Concat(resources.Select(entry => $",\"{entry.Resource}\":\"{entry.Count}\"")) + "}}}";

    private static string Request(string more = "") => "{\"name\":\"r\",\"exactly\":{\"deviceClassName\":\"gpu\"" + (more.Length > 0 ? "," + more : "") + "}}";

    private static string Selector(string expression) => "\"selectors\":[{\"cel\":{\"expression\":\"" + expression + "\"}}]";

    private static string Bandwidth(string amount) => "\"capacity\":{\"requests\":{\"bandwidth\":\"" + amount + "\"}}";

    private static string Model(string name, string model) => "{\"name\":\"" + name + "\",\"attributes\":{\"model\":{\"string\":\"" + model + "\"}}}";

    private static string[] Devices(int count) => [.. Enumerable.Range(0, count).Select(i => "{\"name\":\"d" + i + "\"}")];

    private string Scores(IScorePlugin plugin, PodInfo pod) =>
        string.Join(' ', new[] { "n1", "n2" }.Select(node => plugin.Score(new CycleState(0), pod, _cluster.FindNode(node)!)));

    private void StandForExtendedResource()
    {
        var gpu = _cluster.Devices.Classes.Find("", "gpu")!;
        _cluster.Devices.Classes.Set(gpu with { Spec = gpu.Spec with { ExtendedResourceName = "example.com/gpu" } });
    }

    private PodInfo PodWith(string containers, string name = "web", string more = "") => _cluster.NewPod(Build.Object<Pod>(
        "{\"metadata\":{\"namespace\":\"default\",\"name\":\"" + name + "\",\"uid\":\"uid-" + name + "\"},\"spec\":{\"containers\":[" + containers + "]" + (more.Length > 0 ? "," + more : "") + "}}"));

    private void Slice(string node, params string[] devices) => SetSlice(node, 1, devices);

    private void SetSlice(string node, int slices, params string[] devices)
    {
        var spec = new JsonObject
        {
            ["driver"] = Driver,
            ["nodeName"] = node,
            ["pool"] = new JsonObject { ["name"] = node, ["generation"] = 1, ["resourceSliceCount"] = slices },
            ["devices"] = JsonNode.Parse($"[{string.Join(',', devices)}]"),
        };
        _cluster.Devices.SetSlice(Build.Object<ResourceSlice>($"{{\"metadata\":{{\"name\":\"slice-{node}\"}},\"spec\":{spec.ToJsonString()}}}"));
    }

    private void Claim(string name, string requests, string more = "") => _cluster.Devices.SetClaim(Build.Object<ResourceClaim>(
        $"{{\"metadata\":{{\"namespace\":\"default\",\"name\":\"{name}\",\"uid\":\"uid-{name}\"}},\"spec\":{{\"devices\":{{\"requests\":[{requests}]{(more.Length > 0 ? "," + more : "")}}}}}}}"));

    private PodInfo Pod(string claim) => _cluster.NewPod(Build.Pod("pod-" + claim, "100m", spec: "{\"resourceClaims\":[{\"name\":\"x\",\"resourceClaimName\":\"" + claim + "\"}]}"));

    private string[] Allocate(string claim)
    {
        var pod = Pod(claim);
        var result = _framework.Schedule(pod, out _);
        Assert.True(result.Node is not null, result.Diagnosis?.ToMessage());
        Assert.Null(_framework.Reserve(result.State, pod, result.Node!));
        return [.. _cluster.Devices.FindPending("uid-" + claim)!.Status.Allocation!.Devices.Results.Select(device => $"{device.Pool}/{device.Device}")];
    }

    private string Refusal(string claim) => _framework.Schedule(Pod(claim), out _).Diagnosis!.ToMessage();
}
