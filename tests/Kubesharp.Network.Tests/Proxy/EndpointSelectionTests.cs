using System.Net;
using Kubesharp.Network.Proxy;
using static Kubesharp.Network.Tests.Proxy.ProxyTestData;

namespace Kubesharp.Network.Tests.Proxy;

public sealed class EndpointSelectionTests
{
    private static readonly ProxyEndpoint Here = Endpoint("10.244.0.2", 80);
    private static readonly ProxyEndpoint There = Endpoint("10.244.1.2", 80, "node-b");
    private static readonly ProxyServicePort Cluster = Port("web", "10.96.1.1", 80);
    private static readonly ProxyServicePort InternalLocal = Cluster with { InternalTrafficLocal = true };
    private static readonly ProxyServicePort ExternalLocal = Cluster with { NodePort = 30080, ExternalTrafficLocal = true };

    private static ProxyEndpoint Down(ProxyEndpoint e) => e with { Ready = false, Serving = false };

    private static ProxyEndpoint Terminating(ProxyEndpoint e) => e with { Ready = false, Serving = true, Terminating = true };

    [Fact]
    public void Route_NoEndpoints_HasNone()
    {
        var routing = Routing(Cluster);
        Assert.Empty(routing.ClusterEndpoints);
        Assert.False(routing.HasAnyEndpoints);
    }

    [Fact]
    public void Route_NotReady_IsLeftOut()
    {
        var routing = Routing(Cluster, Here, Down(There));
        Assert.Equal<ProxyEndpoint>([Here], routing.ClusterEndpoints);
        Assert.Equal<ProxyEndpoint>([Here], routing.EndpointsOnNode);
        Assert.Empty(routing.LocalEndpoints);
    }

    [Fact]
    public void Route_ReadyAndTerminating_UsesReadyOnly() =>
        Assert.Equal<ProxyEndpoint>([There], Routing(Cluster, Terminating(Here), There).ClusterEndpoints);

    [Fact]
    public void Route_OnlyTerminating_UsesThoseThatServe()
    {
        var routing = Routing(Cluster, Terminating(Here), Terminating(There) with { Serving = false });
        Assert.Equal<ProxyEndpoint>([Terminating(Here)], routing.ClusterEndpoints);
        Assert.True(routing.HasAnyEndpoints);
    }

    [Fact]
    public void Route_InternalLocalWithoutLocal_KnowsThatSomeExist()
    {
        var routing = Routing(InternalLocal, There);
        Assert.Empty(routing.InternalEndpoints);
        Assert.Empty(routing.ClusterEndpoints);
        Assert.True(routing.HasAnyEndpoints);
    }

    [Fact]
    public void Route_ExternalLocal_KeepsClusterEndpointsForPods()
    {
        var routing = Routing(ExternalLocal, Here, There);
        Assert.Equal<ProxyEndpoint>([Here, There], routing.InternalEndpoints);
        Assert.Equal<ProxyEndpoint>([Here], routing.ExternalEndpoints);
    }

    [Fact]
    public void Route_ExternalLocalAllLocalTerminating_UsesThem()
    {
        var routing = Routing(ExternalLocal, Terminating(Here), There);
        Assert.Equal<ProxyEndpoint>([There], routing.ClusterEndpoints);
        Assert.Equal<ProxyEndpoint>([Terminating(Here)], routing.LocalEndpoints);
        Assert.Equal<ProxyEndpoint>([Terminating(Here)], routing.EndpointsOnNode);
    }

    [Theory]
    [InlineData("a", "b", "a", "10.244.0.2")]
    [InlineData("a", "b", "c", "10.244.0.2,10.244.1.2")]
    [InlineData("a", "", "a", "10.244.0.2,10.244.1.2")]
    [InlineData("a", "b", null, "10.244.0.2,10.244.1.2")]
    public void Route_ZoneHints_NeedAllHintsAndThisZone(string hint1, string hint2, string? zone, string expected)
    {
        var routing = EndpointSelection.Route(Cluster, [WithZone(Here, hint1), WithZone(There, hint2)], Node, zone);
        Assert.Equal(expected, string.Join(',', routing.ClusterEndpoints.Select(e => e.Address)));
    }

    [Fact]
    public void Route_NodeHints_PreferThisNode()
    {
        var routing = Routing(Cluster, Here with { NodeHints = [Node] }, There with { NodeHints = ["node-b"] });
        Assert.Equal(IPAddress.Parse("10.244.0.2"), Assert.Single(routing.ClusterEndpoints).Address);
    }

    private static ProxyEndpoint WithZone(ProxyEndpoint endpoint, string zone) => endpoint with { ZoneHints = zone.Length == 0 ? [] : [zone] };
}
