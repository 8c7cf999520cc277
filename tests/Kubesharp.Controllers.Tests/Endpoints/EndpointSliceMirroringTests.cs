using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Discovery.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Controllers.Endpoints;
using Kubesharp.Controllers.Tests.Simulation;
using EndpointsObject = Kubesharp.Api.Core.V1.Endpoints;

namespace Kubesharp.Controllers.Tests.Endpoints;

public sealed class EndpointSliceMirroringTests
{
    private static readonly EndpointsObject Outside = new()
    {
        Metadata = new ObjectMeta { Name = "db", Namespace = SimulatedWorld.Namespace, Labels = ValueMap.Of("tier", "data") },
        Subsets =
        [
            new EndpointSubset
            {
                Addresses = [new EndpointAddress { Ip = "192.0.2.1" }, new EndpointAddress { Ip = "2001:db8::1" }],
                NotReadyAddresses = [new EndpointAddress { Ip = "192.0.2.2" }],
                Ports = [new Api.Core.V1.EndpointPort { Port = 5432 }],
            },
        ],
    };

    [Fact]
    public void Endpoints_OfServiceWithoutSelector_AreMirroredAsTheyChange()
    {
        using var world = new SimulatedWorld(1);
        world.Do(() => world.Client.For<Service>().CreateAsync(ServiceOf("db"), default));
        var written = world.Get(() => world.Client.For<EndpointsObject>().CreateAsync(Outside, default));
        world.Run(toTheEnd: true);
        var slices = Mirrors(world);
        Assert.Equal(["IPv4", "IPv6"], slices.Select(slice => slice.AddressType));
        Assert.Equal([("192.0.2.1", true), ("192.0.2.2", false)], slices[0].Endpoints.Select(endpoint => (endpoint.Addresses[0], endpoint.Conditions.Ready!.Value)));
        Assert.Equal((5432, "TCP"), (slices[0].Ports[0].Port, slices[0].Ports[0].Protocol));
        Assert.Equal(("db", "data"), (slices[0].Metadata.Labels.Get("kubernetes.io/service-name"), slices[0].Metadata.Labels.Get("tier")));

        var subset = written.Subsets[0] with { Addresses = [new EndpointAddress { Ip = "192.0.2.9" }] };
        written = world.Get(() => world.Client.For<EndpointsObject>().UpdateAsync(written with { Subsets = [subset] }, default));
        world.Run(toTheEnd: true);
        var changed = Assert.Single(Mirrors(world));
        Assert.Equal(slices[0].Metadata.Name, changed.Metadata.Name);
        Assert.Equal(["192.0.2.9", "192.0.2.2"], changed.Endpoints.Select(endpoint => endpoint.Addresses[0]));
        world.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(changed.Metadata.ResourceVersion, Assert.Single(Mirrors(world)).Metadata.ResourceVersion);

        world.Do(() => world.Client.For<EndpointsObject>().DeleteAsync(written.Metadata.Namespace, written.Metadata.Name, default));
        world.Run(toTheEnd: true);
        Assert.Empty(Mirrors(world));
    }

    [Theory]
    [InlineData("app", "", false)]
    [InlineData("", "endpointslice.kubernetes.io/skip-mirror", false)]
    [InlineData("", "", true)]
    public void IsMirrored_DependsOnSelectorAndLabel(string selector, string label, bool expected)
    {
        var service = ServiceOf("db");
        if (selector.Length > 0) service = service with { Spec = service.Spec with { Selector = ValueMap.Of(selector, "x") } };
        var endpoints = label.Length == 0 ? Outside : Outside with { Metadata = Outside.Metadata with { Labels = ValueMap.Of(label, "true") } };
        Assert.Equal(expected, EndpointSliceMirror.IsMirrored(endpoints, service));
        Assert.False(EndpointSliceMirror.IsMirrored(endpoints, null));
    }

    private static Service ServiceOf(string name) => new()
    {
        Metadata = new ObjectMeta { Name = name, Namespace = SimulatedWorld.Namespace },
        Spec = new ServiceSpec { Ports = [new ServicePort { Port = 5432 }] },
    };

    private static List<EndpointSlice> Mirrors(SimulatedWorld world) =>
        [.. world.List<EndpointSlice>().Where(slice => slice.Metadata.Labels.Get("endpointslice.kubernetes.io/managed-by") == EndpointSliceMirror.ManagedBy).OrderBy(slice => slice.AddressType)];
}
