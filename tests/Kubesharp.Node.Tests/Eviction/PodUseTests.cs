using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Eviction;
using Kubesharp.Node.Tests.Pods;

namespace Kubesharp.Node.Tests.Eviction;

/// <summary>Who goes first, and what it is told.</summary>
public sealed class PodUseTests
{
    [Fact]
    public void Rank_Pods_ByExcessThenPriorityThenAmount()
    {
        PodUse[] uses =
        [
            Use("modest", used: 10, request: 100, priority: -5),
            Use("critical", used: 900, request: 0, priority: 2_000_000_000),
            Use("important", used: 900, request: 0, priority: 10),
            Use("small", used: 20, request: 0),
            Use("large", used: 300, request: 200),
        ];

        var order = PodUse.Rank(uses, ResourceName.Memory).Select(use => use.Pod.Metadata.Name);

        Assert.Equal(["large", "small", "important", "modest"], order);
    }

    [Fact]
    public void Rank_ForProcessNumbers_ByPriorityThenAmount()
    {
        PodUse[] uses = [Use("important", used: 900, request: 0, priority: 10), Use("small", used: 20, request: 0), Use("large", used: 300, request: 0)];

        Assert.Equal(["large", "small", "important"], PodUse.Rank(uses, EvictionSignals.Pids).Select(use => use.Pod.Metadata.Name));
    }

    [Fact]
    public void Message_ContainersBeyondTheirRequest_AreNamed()
    {
        var use = Use("web", used: 8 << 20, request: 4 << 20) with { Containers = new Dictionary<string, long> { ["main"] = 8 << 20 } };

        Assert.Equal(
            "The node was low on resource: memory. Threshold quantity: 100Mi, available: 89100Ki. Container main was using 8Mi, request is 4Mi, has larger consumption of memory. ",
            use.Message(new Shortage(EvictionSignals.Memory, Quantity.Parse("100Mi"), Quantity.Parse("89100Ki"))));
    }

    private static PodUse Use(string name, long used, long request, int priority = 0)
    {
        var pod = PodSamples.Pod();
        var resources = new ResourceRequirements { Requests = ValueMap.Of(ResourceName.Memory, Quantity.FromValue(request, QuantityFormat.BinarySI)) };
        pod = pod with
        {
            Metadata = pod.Metadata with { Name = name, Uid = name },
            Spec = pod.Spec with { Priority = priority, Containers = [pod.Spec.Containers[0] with { Resources = resources }] },
        };
        return new PodUse(pod, used, new Dictionary<string, long>());
    }
}
