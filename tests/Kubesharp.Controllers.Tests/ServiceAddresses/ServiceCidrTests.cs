using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Networking.V1;
using Kubesharp.Controllers.Tests.Simulation;

namespace Kubesharp.Controllers.Tests.ServiceAddresses;

public sealed class ServiceCidrTests
{
    private const string Finalizer = "networking.k8s.io/service-cidr-finalizer";

    [Fact]
    public void Range_InUse_GoesWithItsLastAddress()
    {
        using var world = new SimulatedWorld(1);
        MakeRange(world, "further", "10.250.0.0/28");
        world.Run(toTheEnd: true);
        var range = RangeOf(world, "further")!;
        Assert.Contains(Finalizer, range.Metadata.Finalizers);
        Assert.Equal(("Ready", "True", "Kubernetes Service CIDR is ready"), ConditionOf(range));

        MakeService(world, "far", "10.250.0.7");
        world.Run(toTheEnd: true);
        world.Do(() => world.Client.For<ServiceCIDR>().DeleteAsync("", "further", default));
        world.Run(toTheEnd: true);
        world.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(
            ("Ready", "False", "There are still IPAddresses referencing the ServiceCIDR, please remove them or create a new ServiceCIDR"), ConditionOf(RangeOf(world, "further")!));

        world.Do(() => world.Client.For<Service>().DeleteAsync("default", "far", default));
        world.Run(toTheEnd: true);
        Assert.Null(RangeOf(world, "further"));
    }

    [Fact]
    public void Range_WhoseAddressesAnotherHolds_GoesAfterAWhile()
    {
        using var world = new SimulatedWorld(1);
        MakeRange(world, "small", "10.250.0.0/28");
        MakeRange(world, "wide", "10.250.0.0/24");
        MakeService(world, "far", "10.250.0.7");
        world.Run(toTheEnd: true);
        world.Do(() => world.Client.For<ServiceCIDR>().DeleteAsync("", "small", default));
        world.Run(toTheEnd: true);
        Assert.NotNull(RangeOf(world, "small"));
        world.Advance(TimeSpan.FromSeconds(10));
        Assert.Null(RangeOf(world, "small"));
    }

    [Theory]
    [InlineData("gone", "IPAddress: 10.96.9.9 for Service default/gone appears to have leaked: cleaning up", "IPAddressNotAllocated")]
    [InlineData("web", "IPAddress: 10.96.9.9 for Service default/web has a wrong reference; cleaning up", "IPAddressWrongReference")]
    public void Address_ThatNoServiceHas_IsRemovedWithAnEvent(string service, string message, string reason)
    {
        using var world = new SimulatedWorld(1);
        MakeService(world, "web", "10.96.9.8");
        world.Run(toTheEnd: true);
        world.Do(() => world.Client.For<IPAddress>().CreateAsync(
            new IPAddress
            {
                Metadata = new ObjectMeta { Name = "10.96.9.9", Labels = Api.ValueMap.Of("ipaddress.kubernetes.io/managed-by", "ipallocator.k8s.io") },
                Spec = new IPAddressSpec { ParentRef = new ParentReference { Resource = "services", Namespace = "default", Name = service } },
            },
            default));
        world.Run(toTheEnd: true);
        Assert.DoesNotContain(world.Get(() => world.Client.For<IPAddress>().ListAsync("", null, default)).Items, address => address.Metadata.Name == "10.96.9.9");
        var told = Assert.Single(world.List<Event>(), one => one.InvolvedObject.Kind == "IPAddress");
        Assert.Equal((reason, message), (told.Reason, told.Message));
    }

    [Fact]
    public void Service_DeletedInTheOrdinaryWay_IsNoEvent()
    {
        using var world = new SimulatedWorld(1);
        MakeService(world, "web", "10.96.9.8");
        world.Run(toTheEnd: true);
        world.Do(() => world.Client.For<Service>().DeleteAsync("default", "web", default));
        world.Run(toTheEnd: true);
        Assert.DoesNotContain(world.List<Event>(), one => one.InvolvedObject.Kind is "IPAddress" or "Service");
    }

    private static void MakeRange(SimulatedWorld world, string name, string block) => world.Do(() => world.Client.For<ServiceCIDR>().CreateAsync(
        new ServiceCIDR { Metadata = new ObjectMeta { Name = name }, Spec = new ServiceCIDRSpec { Cidrs = [block] } }, default));

    private static void MakeService(SimulatedWorld world, string name, string address) => world.Do(() => world.Client.For<Service>().CreateAsync(
        new Service { Metadata = new ObjectMeta { Name = name, Namespace = "default" }, Spec = new ServiceSpec { ClusterIP = address, Ports = [new ServicePort { Port = 80 }] } }, default));

    private static ServiceCIDR? RangeOf(SimulatedWorld world, string name) => world.Get(() => world.Client.For<ServiceCIDR>().TryGetAsync("", name, default));

    private static (string Type, string Status, string Message) ConditionOf(ServiceCIDR range)
    {
        var condition = Assert.Single(range.Status.Conditions);
        return (condition.Type, condition.Status, condition.Message);
    }
}
