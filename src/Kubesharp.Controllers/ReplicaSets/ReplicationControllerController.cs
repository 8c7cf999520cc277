using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Controllers.ReplicaSets;

/// <summary>Keeps as many pods of a ReplicationController running as it asks for: a ReplicaSet with a simpler selector.</summary>
public sealed class ReplicationControllerController(ControllerContext context) : ReplicaController<ReplicationController>(context, "replicationcontroller-controller", "replication-controller")
{
    protected override ReplicaSet AsReplicaSet(ReplicationController owner) => new()
    {
        Metadata = owner.Metadata,
        Spec = new ReplicaSetSpec
        {
            Replicas = owner.Spec.Replicas,
            MinReadySeconds = owner.Spec.MinReadySeconds,
            Selector = new LabelSelector { MatchLabels = owner.Spec.Selector },
            Template = owner.Spec.Template ?? PodTemplateSpec.Empty,
        },
        Status = new ReplicaSetStatus
        {
            Replicas = owner.Status.Replicas,
            FullyLabeledReplicas = owner.Status.FullyLabeledReplicas,
            ReadyReplicas = owner.Status.ReadyReplicas,
            AvailableReplicas = owner.Status.AvailableReplicas,
            ObservedGeneration = owner.Status.ObservedGeneration,
            Conditions = owner.Status.Conditions.Select(condition => new ReplicaSetCondition
            {
                Type = condition.Type,
                Status = condition.Status,
                Reason = condition.Reason,
                Message = condition.Message,
                LastTransitionTime = condition.LastTransitionTime,
            }).ToValueList(),
        },
    };

    protected override ReplicationController WithStatus(ReplicationController owner, ReplicaSetStatus status) => owner with
    {
        Status = new ReplicationControllerStatus
        {
            Replicas = status.Replicas,
            FullyLabeledReplicas = status.FullyLabeledReplicas,
            ReadyReplicas = status.ReadyReplicas,
            AvailableReplicas = status.AvailableReplicas,
            ObservedGeneration = status.ObservedGeneration,
            Conditions = status.Conditions.Select(condition => new ReplicationControllerCondition
            {
                Type = condition.Type,
                Status = condition.Status,
                Reason = condition.Reason,
                Message = condition.Message,
                LastTransitionTime = condition.LastTransitionTime,
            }).ToValueList(),
        },
    };
}
