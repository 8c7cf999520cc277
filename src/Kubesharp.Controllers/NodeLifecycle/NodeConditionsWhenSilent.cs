using Kubesharp.Api;
using Kubesharp.Api.Core.V1;

namespace Kubesharp.Controllers.NodeLifecycle;

/// <summary>Conditions of a node that no longer reports.</summary>
internal static class NodeConditionsWhenSilent
{
    private static readonly string[] Types = [NodeConditionType.Ready, NodeConditionType.MemoryPressure, NodeConditionType.DiskPressure, NodeConditionType.PIDPressure];

    /// <summary>The node with its conditions Unknown; null when they are so already.</summary>
    public static Node? Apply(Node node, DateTimeOffset now)
    {
        var conditions = node.Status.Conditions.ToList();
        var changed = false;
        foreach (var type in Types)
        {
            var index = conditions.FindIndex(condition => condition.Type == type);
            if (index < 0)
            {
                conditions.Add(new NodeCondition
                {
                    Type = type,
                    Status = ConditionStatus.Unknown,
                    Reason = "NodeStatusNeverUpdated",
                    Message = "Kubelet never posted node status.",
                    LastHeartbeatTime = node.Metadata.CreationTimestamp,
                    LastTransitionTime = now,
                });
                changed = true;
            }
            else if (conditions[index].Status != ConditionStatus.Unknown)
            {
                conditions[index] = conditions[index] with { Status = ConditionStatus.Unknown, Reason = "NodeStatusUnknown", Message = "Kubelet stopped posting node status.", LastTransitionTime = now };
                changed = true;
            }
        }

        return changed ? node with { Status = node.Status with { Conditions = conditions.ToValueList() } } : null;
    }
}
