using System.Net;
using System.Net.Sockets;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Discovery.V1;
using Kubesharp.Network.Proxy;
using Kubesharp.Network.Tests.Api;

namespace Kubesharp.Network.Tests.Proxy;

public sealed class ProxyModelTests
{
    private static readonly ServicePort Http = new() { Name = "http", Port = 80, Protocol = "TCP", NodePort = 30080 };
    private static readonly Service Full = ApiObjects.Service("web", "10.96.1.1", Http) with
    {
        Spec = new ServiceSpec
        {
            Type = ServiceType.LoadBalancer,
            ClusterIP = "10.96.1.1",
            ClusterIPs = ["10.96.1.1", "fd00:2::1"],
            Ports = [Http],
            ExternalIPs = ["198.51.100.7", "2001:db8::7"],
            LoadBalancerSourceRanges = ["203.0.113.0/24", "nonsense"],
            SessionAffinity = "ClientIP",
            ExternalTrafficPolicy = "Local",
            HealthCheckNodePort = 32000,
        },
        Status = new ServiceStatus
        {
            LoadBalancer = new LoadBalancerStatus { Ingress = [new LoadBalancerIngress { Ip = "198.51.100.9" }, new LoadBalancerIngress { Ip = "198.51.100.10", IpMode = "Proxy" }] },
        },
    };

    [Fact]
    public void FromService_AllFields_AreTakenOver()
    {
        var port = Assert.Single(ProxyModel.FromService(Full, ProxyTestData.IPv4));
        Assert.Equal(new ServicePortKey("default", "web", "http", ProxyProtocol.Tcp, AddressFamily.InterNetwork), port.Key);
        Assert.Equal((80, 30080, 32000), (port.Port, port.NodePort, port.HealthCheckNodePort));
        Assert.Equal("198.51.100.7", Assert.Single(port.ExternalIPs).ToString());
        Assert.Equal("198.51.100.9", Assert.Single(port.LoadBalancerIPs).ToString());
        Assert.Equal(IPNetwork.Parse("203.0.113.0/24"), Assert.Single(port.LoadBalancerSourceRanges));
        Assert.Equal(TimeSpan.FromHours(3), port.SessionAffinityTimeout);
        Assert.True(port.ExternalTrafficLocal);
        Assert.False(port.InternalTrafficLocal);
    }

    [Fact]
    public void FromService_DualStack_HasAPortPerFamily() =>
        Assert.Equal(2, ProxyModel.FromService(Full, [AddressFamily.InterNetwork, AddressFamily.InterNetworkV6]).Length);

    [Fact]
    public void FromService_NotProxied_HasNoPorts()
    {
        Assert.Empty(ProxyModel.FromService(ApiObjects.Service("a", "None", Http), ProxyTestData.IPv4));
        Assert.Empty(ProxyModel.FromService(ApiObjects.Service("a", "", Http), ProxyTestData.IPv4));
        Assert.Empty(ProxyModel.FromService(Full with { Spec = Full.Spec with { Type = "ExternalName" } }, ProxyTestData.IPv4));
        var labels = new Dictionary<string, string> { ["service.kubernetes.io/service-proxy-name"] = "mine" }.ToValueMap();
        Assert.Empty(ProxyModel.FromService(Full with { Metadata = Full.Metadata with { Labels = labels } }, ProxyTestData.IPv4));
    }

    [Theory]
    [InlineData(null, null, null, true, true, false)]
    [InlineData(true, null, null, true, true, false)]
    [InlineData(false, null, null, false, false, false)]
    [InlineData(false, true, true, false, true, true)]
    public void FromSlice_Conditions_DefaultAsTheApiSays(bool? ready, bool? serving, bool? terminating, bool expectReady, bool expectServing, bool expectTerminating)
    {
        var conditions = new EndpointConditions { Ready = ready, Serving = serving, Terminating = terminating };
        var slice = ApiObjects.Slice("web", 8080, ApiObjects.Endpoint("10.244.0.2") with { Conditions = conditions });
        var endpoint = Assert.Single(Assert.Single(ProxyModel.FromSlice(slice)!.Ports).Endpoints);
        Assert.Equal((expectReady, expectServing, expectTerminating), (endpoint.Ready, endpoint.Serving, endpoint.Terminating));
        Assert.Equal((8080, "node-a"), (endpoint.Port, endpoint.NodeName));
    }

    [Fact]
    public void FromSlice_NamesOrNoService_IsNone()
    {
        Assert.Null(ProxyModel.FromSlice(ApiObjects.Slice("web", 80) with { AddressType = "FQDN" }));
        Assert.Null(ProxyModel.FromSlice(ApiObjects.Slice("web", 80) with { Metadata = new() { Name = "x" } }));
    }
}
