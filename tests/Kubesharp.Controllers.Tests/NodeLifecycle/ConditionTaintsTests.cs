using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Controllers.NodeLifecycle;

namespace Kubesharp.Controllers.Tests.NodeLifecycle;

public class ConditionTaintsTests
{
    [Theory]
    [InlineData("True", "")]
    [InlineData("False", "node.kubernetes.io/not-ready:NoSchedule node.kubernetes.io/not-ready:NoExecute")]
    [InlineData("Unknown", "node.kubernetes.io/unreachable:NoSchedule node.kubernetes.io/unreachable:NoExecute")]
    public void Ready_InEachState_GivesItsTaints(string ready, string taints)
    {
        var node = new Node { Status = new NodeStatus { Conditions = [new NodeCondition { Type = NodeConditionType.Ready, Status = ready }] } };
        Assert.Equal(taints, string.Join(' ', ConditionTaints.Apply(node, DateTimeOffset.UnixEpoch).Select(taint => $"{taint.Key}:{taint.Effect}")));
    }

    [Fact]
    public void Node_ReadyAgain_LosesItsTaintsAndKeepsOthers()
    {
        var own = new Taint { Key = "team", Value = "blue", Effect = TaintEffect.NoSchedule };
        var node = new Node
        {
            Spec = new NodeSpec { Taints = [own, new Taint { Key = WellKnownTaints.NotReady, Effect = TaintEffect.NoExecute }] },
            Status = new NodeStatus { Conditions = [new NodeCondition { Type = NodeConditionType.Ready, Status = "True" }] },
        };
        Assert.Equal([own], ConditionTaints.Apply(node, DateTimeOffset.UnixEpoch));
    }
}
