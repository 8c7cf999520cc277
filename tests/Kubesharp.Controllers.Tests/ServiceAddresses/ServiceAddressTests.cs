using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Networking.V1;
using Kubesharp.Controllers.Tests.Simulation;

namespace Kubesharp.Controllers.Tests.ServiceAddresses;

public sealed class ServiceAddressTests
{
    [Fact]
    public void Address_OfAService_IsThereAsLongAsTheService()
    {
        using var world = new SimulatedWorld(1);
        var service = world.Get(() => world.Client.For<Service>().CreateAsync(
            new Service { Metadata = new ObjectMeta { Name = "web", Namespace = "default" }, Spec = new ServiceSpec { Ports = [new ServicePort { Port = 80 }] } }, default));
        world.Run(toTheEnd: true);
        var address = Assert.Single(Addresses(world), address => address.Metadata.Name == service.Spec.ClusterIP);
        Assert.Equal(new ParentReference { Resource = "services", Namespace = "default", Name = "web" }, address.Spec.ParentRef);
        Assert.Equal("ipallocator.k8s.io", address.Metadata.Labels.Get("ipaddress.kubernetes.io/managed-by"));
        Assert.Contains(Addresses(world), address => address.Spec.ParentRef?.Name == "kubernetes");
        world.Do(() => world.Client.For<Service>().DeleteAsync("default", "web", default));
        world.Run(toTheEnd: true);
        Assert.DoesNotContain(Addresses(world), address => address.Metadata.Name == service.Spec.ClusterIP);
    }

    [Fact]
    public void Address_OfSomebodyElse_IsLeftAlone()
    {
        using var world = new SimulatedWorld(1);
        world.Do(() => world.Client.For<IPAddress>().CreateAsync(
            new IPAddress { Metadata = new ObjectMeta { Name = "192.0.2.1" }, Spec = new IPAddressSpec { ParentRef = new ParentReference { Resource = "things", Name = "x" } } }, default));
        world.Run(toTheEnd: true);
        Assert.Contains(Addresses(world), address => address.Metadata.Name == "192.0.2.1");
    }

    private static IReadOnlyList<IPAddress> Addresses(SimulatedWorld world) => [.. world.Get(() => world.Client.For<IPAddress>().ListAsync("", null, default)).Items];
}
