using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Scheduling.V1Alpha2;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Gangs;
using Kubesharp.Scheduler.Queue;

namespace Kubesharp.Scheduler.Plugins;

/// <summary>Keeps pods of a group waiting until the group is there and has as many pods as must be placed at once. They are then placed together.</summary>
public sealed class GangSchedulingPlugin(ClusterState cluster) : SchedulerPlugin, IPreEnqueuePlugin, IQueueingHintPlugin
{
    public override string Name => PluginNames.GangScheduling;

    public Verdict? PreEnqueue(PodInfo pod)
    {
        if (GangTable.NameOf(pod.Pod) is not { } name) return null;
        if (cluster.Gangs.GroupOf(pod.Pod) is not { } group) return Verdict.Unresolvable(Name, $"waiting for pod's pod group \"{name}\" to appear in scheduling queue");
        return cluster.Gangs.MembersOf(group).Count < GangTable.MinCountOf(group)
            ? Verdict.Unresolvable(Name, "waiting for minCount pods from a gang to appear in scheduling queue")
            : null;
    }

    public bool MayHelp(PodInfo pod, in ClusterChange change) => change switch
    {
        { Target: ChangeTarget.PodGroup, New: PodGroup group } => group.Metadata.Namespace == pod.Pod.Metadata.Namespace && group.Metadata.Name == GangTable.NameOf(pod.Pod),
        { Target: ChangeTarget.WaitingPod or ChangeTarget.AssignedPod, Action: ChangeAction.Added, New: Pod other } =>
            other.Metadata.Namespace == pod.Pod.Metadata.Namespace && GangTable.NameOf(other) is { } name && name == GangTable.NameOf(pod.Pod),
        _ => false,
    };
}
