using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Controllers.DaemonSets;

namespace Kubesharp.Controllers.Tests.DaemonSets;

public class DaemonSetPlanTests
{
    private static readonly DaemonSet Agent = new() { Metadata = new ObjectMeta { Name = "agent", Namespace = "default", Uid = "ds" } };

    [Fact]
    public void Nodes_WithoutPods_AreFilled_UnlessTainted()
    {
        var tainted = Node("b") with { Spec = new NodeSpec { Taints = [new Taint { Key = "team", Effect = TaintEffect.NoSchedule }] } };
        var plan = DaemonSetPlan.For(Agent, [Node("a"), tainted], [], "h", DateTimeOffset.UnixEpoch);
        Assert.Equal(["a"], plan.NodesToFill);
        Assert.Equal(1, plan.Status.DesiredNumberScheduled);
    }

    [Fact]
    public void Pod_OnANodeThatNoLongerMatches_IsDeleted()
    {
        var selective = Agent with { Spec = Agent.Spec with { Template = new PodTemplateSpec { Spec = new PodSpec { NodeSelector = ValueMap.Of("disk", "ssd") } } } };
        var plan = DaemonSetPlan.For(selective, [Node("a")], [Pod("a", "h")], "h", DateTimeOffset.UnixEpoch);
        Assert.Single(plan.PodsToDelete);
        Assert.Equal(1, plan.Status.NumberMisscheduled);
    }

    [Fact]
    public void Pods_OfAFormerTemplate_AreReplacedOneByOne()
    {
        var plan = DaemonSetPlan.For(Agent, [Node("a"), Node("b")], [Pod("a", "old"), Pod("b", "old")], "new", DateTimeOffset.UnixEpoch);
        Assert.Single(plan.PodsToDelete);
    }

    [Fact]
    public void Pin_WithTermsOfTheUsers_KeepsThem()
    {
        var pinned = DaemonSetPlacement.PinTo(PodSpec.Empty, "a");
        Assert.Equal("a", DaemonSetPlacement.NodeOf(new Pod { Spec = pinned }));
    }

    private static Node Node(string name) => new() { Metadata = new ObjectMeta { Name = name } };

    private static Pod Pod(string node, string hash) => new()
    {
        Metadata = new ObjectMeta { Name = $"agent-{node}", Namespace = "default", Uid = node, Labels = ValueMap.Of("controller-revision-hash", hash) },
        Spec = new PodSpec { NodeName = node },
        Status = new PodStatus { Phase = PodPhase.Running, Conditions = [new PodCondition { Type = PodConditionType.Ready, Status = "True" }] },
    };
}
