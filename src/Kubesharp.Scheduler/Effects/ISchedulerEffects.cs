using Kubesharp.Api.Resource.V1;
using Kubesharp.Api.Scheduling.V1Alpha2;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Queue;

namespace Kubesharp.Scheduler.Effects;

/// <summary>What the scheduling loop wants done outside; nothing here may block.</summary>
public interface ISchedulerEffects
{
    /// <summary>Binds a pod. The outcome comes back through <see cref="SchedulerCore.BindingSucceeded"/> or <see cref="SchedulerCore.BindingFailed"/>.</summary>
    /// <param name="framework">Profile of the pod.</param>
    /// <param name="pod">The pod, in flight.</param>
    /// <param name="state">What plugins remember of the pod.</param>
    /// <param name="node">The chosen node.</param>
    /// <param name="wait">What Permit plugins wait for, or null.</param>
    void Bind(SchedulingFramework framework, QueuedPod pod, CycleState state, NodeInfo node, Verdict? wait);

    /// <summary>Tells why a pod has no node.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="reason">Reason of the condition.</param>
    /// <param name="message">Text of the condition and the event.</param>
    /// <param name="nominatedNode">Node to be nominated; empty for none, null to leave it as it is.</param>
    /// <param name="withEvent">Whether there is an event besides the condition.</param>
    void Refused(PodInfo pod, string reason, string message, string? nominatedNode, bool withEvent);

    /// <summary>Deletes pods to make room.</summary>
    void Preempt(PodInfo preemptor, string node, IReadOnlyList<PodInfo> victims);

    /// <summary>Gives the devices of a claim back that no pod uses.</summary>
    void Release(ResourceClaim claim);

    /// <summary>Notes in the status of a group whether its pods could be placed.</summary>
    /// <param name="group">The group.</param>
    /// <param name="isScheduled">Whether enough of its pods have a node.</param>
    /// <param name="message">Why they have none.</param>
    void GroupDecided(PodGroup group, bool isScheduled, string message);

    /// <summary>Takes away the nomination of a pod that others have gone before.</summary>
    void ClearNomination(PodInfo pod);
}
