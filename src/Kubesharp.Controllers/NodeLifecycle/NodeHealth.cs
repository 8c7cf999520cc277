using Kubesharp.Api.Core.V1;

namespace Kubesharp.Controllers.NodeLifecycle;

/// <summary>When a node last gave a sign of life, by the clock of this process, so that clocks need not agree.</summary>
/// <param name="LastSeen">When a change of the lease or of the Ready heartbeat was noticed.</param>
/// <param name="Renewed">Renewal time of the lease at that moment.</param>
/// <param name="Heartbeat">Heartbeat of the Ready condition at that moment.</param>
internal sealed record NodeHealth(DateTimeOffset LastSeen, DateTimeOffset? Renewed, DateTimeOffset Heartbeat)
{
    public static NodeHealth Next(NodeHealth? before, Node node, DateTimeOffset? renewed, DateTimeOffset now)
    {
        var heartbeat = node.Status.GetCondition(NodeConditionType.Ready)?.LastHeartbeatTime ?? node.Metadata.CreationTimestamp;
        if (before is null)
        {
            // A node that has never reported counts from its creation.
            var start = node.Status.GetCondition(NodeConditionType.Ready) is null ? node.Metadata.CreationTimestamp : now;
            return new NodeHealth(start, renewed, heartbeat);
        }

        return before.Renewed != renewed || before.Heartbeat != heartbeat ? new NodeHealth(now, renewed, heartbeat) : before;
    }
}
