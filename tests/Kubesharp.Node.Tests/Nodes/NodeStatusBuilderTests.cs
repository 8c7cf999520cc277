using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Nodes;

namespace Kubesharp.Node.Tests.Nodes;

public sealed class NodeStatusBuilderTests
{
    [Fact]
    public void Build_ExtendedResourceInCapacity_CanBeAllocated()
    {
        var before = new NodeStatus
        {
            Capacity = new Dictionary<string, Quantity> { ["example.com/dongle"] = Quantity.Parse("4"), ["cpu"] = Quantity.Parse("99") }.ToValueMap(),
            Allocatable = new Dictionary<string, Quantity> { ["example.com/dongle"] = Quantity.Parse("1"), ["example.com/gone"] = Quantity.Parse("2") }.ToValueMap(),
        };
        var input = new NodeStatusInput
        {
            Options = new NodeAgentOptions { NodeName = "n", NodeIps = ["10.1.1.1"] },
            Facts = new NodeFacts { Processors = 2, Memory = 1L << 30, Storage = 1L << 30 },
            Now = DateTimeOffset.UnixEpoch,
        };

        var status = NodeStatusBuilder.Build(before, input);

        Assert.Equal((Quantity.Parse("4"), Quantity.Parse("2")), (status.Capacity["example.com/dongle"], status.Capacity["cpu"]));
        Assert.Equal(Quantity.Parse("4"), status.Allocatable["example.com/dongle"]);
        Assert.False(status.Allocatable.ContainsKey("example.com/gone"));
        Assert.Equal(["RestartAllContainersOnContainerExits"], status.DeclaredFeatures);
    }
}
