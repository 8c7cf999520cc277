using Kubesharp.Api;
using Kubesharp.Api.Autoscaling.V2;
using Kubesharp.Api.Discovery.V1;
using Kubesharp.Api.Networking.V1;
using Kubesharp.Api.Storage.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Registry;

namespace Kubesharp.Server.Tests.Strategies;

/// <summary>What is wrong with objects of kinds that few people write by hand, in upstream's words.</summary>
public sealed class RarerKindsTests
{
    private static readonly ResourceRegistry Registry = new(BuiltInResources.Create());

    [Theory]
    [InlineData("""{"type":"Resource"}""", "spec.metrics[0].resource: Required value: must populate information for the given metric source")]
    [InlineData("""{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization"}}}""", "spec.metrics[0].resource.target.averageUtilization: Required value: must set either a target raw value or a target utilization")]
    [InlineData("""{"type":"Resource","resource":{"name":"cpu","target":{"type":"Some","averageUtilization":5,"averageValue":"1"}}}""", "spec.metrics[0].resource.target.type: Invalid value: \"Some\": must be either Utilization, Value, or AverageValue|spec.metrics[0].resource.target.averageValue: Forbidden: may not set both a target raw value and a target utilization")]
    [InlineData("""{"type":"Pods","pods":{"metric":{"name":""},"target":{"type":"AverageValue","averageValue":"-1"}}}""", "spec.metrics[0].pods.metric.name: Required value: must specify a metric name|spec.metrics[0].pods.target.averageValue: Invalid value: \"-1\": must be positive|spec.metrics[0].pods.target.averageValue: Required value: must specify a positive target averageValue")]
    [InlineData("""{"type":"External","external":{"metric":{"name":"q"},"target":{"type":"Value","value":"1","averageValue":"1"}},"resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":5}}}""", "spec.metrics[0].external.target.value: Forbidden: may not set both a target value for metric and a per-pod target|spec.metrics[0].resource: Forbidden: must populate the given metric source only")]
    [InlineData("""{"type":"Object","object":{"describedObject":{"kind":"Ingress","name":""},"metric":{"name":"q"},"target":{"type":"Value"}}}""", "spec.metrics[0].object.describedObject.name: Required value|spec.metrics[0].object.target.averageValue: Required value: must set either a target value or averageValue")]
    [InlineData("""{"type":"ContainerResource","containerResource":{"name":"cpu","container":"","target":{"type":"Utilization","averageUtilization":0}}}""", "spec.metrics[0].containerResource.container: Required value: must specify a container|spec.metrics[0].containerResource.target.averageUtilization: Invalid value: 0: must be greater than 0")]
    public void Metric_Malformed_IsInvalid(string metric, string expected) => Assert.Equal(
        expected.Split('|'), CreateErrors<HorizontalPodAutoscaler>($$$"""{"spec":{"maxReplicas":3,"scaleTargetRef":{"kind":"Deployment","name":"web"},"metrics":[{{{metric}}}]}}"""));

    [Fact]
    public void CsiNode_Drivers_KeepWhatTheyAre()
    {
        const string Before = """{"metadata":{"name":"n"},"spec":{"drivers":[{"name":"d.example.com","nodeID":"1","topologyKeys":["zone"],"allocatable":{"count":3}}]}}""";
        Assert.Equal(
            ["spec.drivers[0].allocatable.count: Invalid value: -1: must be greater than or equal to 0", "spec.drivers[0]: Duplicate value: \"zone\""],
            CreateErrors<CSINode>("""{"metadata":{"name":"n"},"spec":{"drivers":[{"name":"d.example.com","nodeID":"1","topologyKeys":["zone","zone"],"allocatable":{"count":-1}}]}}"""));
        Assert.Empty(UpdateErrors<CSINode>(Before, Before.Replace("\"count\":3", "\"count\":5", StringComparison.Ordinal)));
        Assert.Equal(
            ["CSINodeDriver: Invalid value: {\"name\":\"d.example.com\",\"nodeID\":\"2\",\"topologyKeys\":[\"zone\"],\"allocatable\":{\"count\":3}}: field is immutable"],
            UpdateErrors<CSINode>(Before, Before.Replace("\"nodeID\":\"1\"", "\"nodeID\":\"2\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void VolumeAttachment_WithTwoSources_IsForbidden() => Assert.Equal(
        ["spec.source: Forbidden: must specify exactly one of inlineVolumeSpec and persistentVolumeName"],
        CreateErrors<VolumeAttachment>("""{"spec":{"attacher":"d.example.com","nodeName":"n","source":{"persistentVolumeName":"v","inlineVolumeSpec":{}}}}"""));

    [Fact]
    public void StorageClass_Topologies_NameEachValueOnce() => Assert.Equal(
        ["allowedTopologies[0].matchLabelExpressions[0].values[1]: Duplicate value: \"a\"", "allowedTopologies[0].matchLabelExpressions[1].values: Required value", "allowedTopologies[0].matchLabelExpressions[1].key: Duplicate value: \"zone\""],
        CreateErrors<StorageClass>("""{"provisioner":"p.example.com","allowedTopologies":[{"matchLabelExpressions":[{"key":"zone","values":["a","a"]},{"key":"zone"}]}]}"""));

    [Fact]
    public void VolumeAttributesClass_DriverAndParameters_AreChecked() => Assert.Equal(
        ["parameters: Invalid value: \"\": field can not be empty."], CreateErrors<VolumeAttributesClass>("""{"driverName":"d.example.com","parameters":{"":"x"}}"""));

    [Fact]
    public void CsiDriver_TokensOfTooLongALife_AreInvalid() => Assert.Equal(
        ["spec.tokenRequests[0].expirationSeconds: Invalid value: 4294967297: may not specify a duration larger than 2^32 seconds"],
        CreateErrors<CSIDriver>("""{"metadata":{"name":"d.example.com"},"spec":{"tokenRequests":[{"audience":"a","expirationSeconds":4294967297}]}}"""));

    [Theory]
    [InlineData("10.0.0.0/8")]
    [InlineData("11.0.0.0/16")]
    public void NetworkPolicy_Exceptions_LieWithinTheBlock(string except) => Assert.Equal(
        [$"spec.ingress[0].from[0].ipBlock.except[0]: Invalid value: \"{except}\": must be a strict subset of `cidr`"],
        CreateErrors<NetworkPolicy>($$$$"""{"spec":{"podSelector":{},"ingress":[{"from":[{"ipBlock":{"cidr":"10.0.0.0/8","except":["{{{{except}}}}"]}}]}]}}"""));

    [Fact]
    public void Ingress_ResourceBackend_IsNamed() => Assert.Equal(
        ["spec.defaultBackend.resource.kind: Required value", "spec.defaultBackend.resource.name: Invalid value: \"a/b\": may not contain '/'"],
        CreateErrors<Ingress>("""{"spec":{"defaultBackend":{"resource":{"apiGroup":"example.com","kind":"","name":"a/b"}}}}"""));

    [Fact]
    public void ServiceCidr_OfOneFamily_HasOneBlock() => Assert.Equal(
        ["spec.cidrs: Invalid value: [\"10.0.0.0/24\",\"10.0.1.0/24\"]: may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64"],
        CreateErrors<ServiceCIDR>("""{"spec":{"cidrs":["10.0.0.0/24","10.0.1.0/24"]}}"""));

    [Fact]
    public void IPAddress_Parent_IsNamed() => Assert.Equal(
        ["spec.parentRef.group: Invalid value: \"A\": " + Names.Dns1123Subdomain("A")[0], "spec.parentRef.resource: Required value", "spec.parentRef.name: Invalid value: \"a/b\": may not contain '/'"],
        CreateErrors<IPAddress>("""{"metadata":{"name":"10.0.0.1"},"spec":{"parentRef":{"group":"A","name":"a/b"}}}"""));

    [Fact]
    public void EndpointSlice_Hints_NameEachZoneOnce() => Assert.Equal(
        ["endpoints[0].hints.forZones[1].name: Duplicate value: \"a\""],
        CreateErrors<EndpointSlice>("""{"addressType":"IPv4","endpoints":[{"addresses":["10.0.0.1"],"hints":{"forZones":[{"name":"a"},{"name":"a"}]}}]}"""));

    private static string[] CreateErrors<T>(string json)
        where T : class, IResource<T>
    {
        var strategy = Registry.FindKind(T.Gvk)!.Strategy!;
        var errors = new ErrorList();
        strategy.ValidateObject(strategy.PrepareObjectForCreate(strategy.DefaultObject(Sample.Read<T>(json)), Sample.Context()), errors, Sample.Context());
        return [.. errors.Select(error => error.ToString())];
    }

    private static string[] UpdateErrors<T>(string old, string value)
        where T : class, IResource<T>
    {
        var strategy = Registry.FindKind(T.Gvk)!.Strategy!;
        var errors = new ErrorList();
        strategy.ValidateObjectUpdate(strategy.DefaultObject(Sample.Read<T>(value)), strategy.DefaultObject(Sample.Read<T>(old)), errors, Sample.Context());
        return [.. errors.Select(error => error.ToString())];
    }
}
