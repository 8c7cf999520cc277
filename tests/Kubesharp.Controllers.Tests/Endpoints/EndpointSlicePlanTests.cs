using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Discovery.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Controllers.Endpoints;
using ConditionStatus = Kubesharp.Api.Core.V1.ConditionStatus;

namespace Kubesharp.Controllers.Tests.Endpoints;

public class EndpointSlicePlanTests
{
    private static readonly Service Web = new()
    {
        Metadata = new ObjectMeta { Name = "web", Namespace = "default", Uid = "svc" },
        Spec = new ServiceSpec { Selector = ValueMap.Of("app", "web"), Ports = [new ServicePort { Name = "http", Port = 80, TargetPort = "http", Protocol = "TCP" }] },
    };

    [Fact]
    public void Pods_NewService_MakeOneSliceWithTheirStates()
    {
        var plan = EndpointSlicePlan.For(Web, [Pod("a", ready: true), Pod("b", ready: false)], [], _ => "zone-1");
        var slice = Assert.Single(plan.Create);
        Assert.Equal(8080, slice.Ports[0].Port);
        Assert.Equal([true, false], slice.Endpoints.Select(endpoint => endpoint.Conditions.Ready == true));
        Assert.All(slice.Endpoints, endpoint => Assert.Equal("zone-1", endpoint.Zone));
    }

    [Fact]
    public void Pods_MoreThanASliceHolds_AreSpread()
    {
        var plan = EndpointSlicePlan.For(Web, Enumerable.Range(0, 250).Select(index => Pod($"p{index}", ready: true)), [], _ => null);
        Assert.Equal([50, 100, 100], plan.Create.Select(slice => slice.Endpoints.Count).Order());
    }

    [Fact]
    public void Slices_InStep_AreLeftAlone()
    {
        var existing = EndpointSlicePlan.For(Web, [Pod("a", ready: true)], [], _ => null).Create[0];
        var plan = EndpointSlicePlan.For(Web, [Pod("a", ready: true)], [existing], _ => null);
        Assert.Empty(plan.Create);
        Assert.Empty(plan.Update);
        Assert.Empty(plan.Delete);
    }

    [Fact]
    public void Pod_OnItsWayOut_ServesButIsNotReady()
    {
        var pod = Pod("a", ready: true);
        pod = pod with { Metadata = pod.Metadata with { DeletionTimestamp = DateTimeOffset.UnixEpoch } };
        var endpoint = EndpointSlicePlan.For(Web, [pod], [], _ => null).Create[0].Endpoints[0];
        Assert.Equal((false, true, true), (endpoint.Conditions.Ready, endpoint.Conditions.Serving, endpoint.Conditions.Terminating));
    }

    private static Pod Pod(string name, bool ready) => new()
    {
        Metadata = new ObjectMeta { Name = name, Namespace = "default", Uid = name, Labels = ValueMap.Of("app", "web") },
        Spec = new PodSpec { NodeName = "n", Containers = [new Container { Name = "c", Ports = [new ContainerPort { Name = "http", Port = 8080, Protocol = "TCP" }] }] },
        Status = new PodStatus
        {
            Phase = PodPhase.Running,
            PodIP = "10.244.0.9",
            PodIPs = [new PodIP { Ip = "10.244.0.9" }],
            Conditions = [new PodCondition { Type = PodConditionType.Ready, Status = ready ? ConditionStatus.True : ConditionStatus.False }],
        },
    };
}
