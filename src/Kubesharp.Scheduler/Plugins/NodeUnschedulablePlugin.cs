using Kubesharp.Api.Core.V1;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Queue;

namespace Kubesharp.Scheduler.Plugins;

/// <summary>Cordoned nodes take only pods that tolerate it.</summary>
public sealed class NodeUnschedulablePlugin : SchedulerPlugin, IStaticFilterPlugin, IQueueingHintPlugin
{
    private static readonly Verdict Cordoned = Verdict.Unresolvable(PluginNames.NodeUnschedulable, "node(s) were unschedulable");
    private static readonly Taint Taint = Taint.Empty with { Key = WellKnownTaints.Unschedulable, Effect = TaintEffect.NoSchedule };

    public override string Name => PluginNames.NodeUnschedulable;

    public Verdict? Filter(CycleState state, PodInfo pod, NodeInfo node) =>
        !node.Node.Spec.Unschedulable || Taint.IsToleratedBy(pod.Class.Spec.Tolerations) ? null : Cordoned;

    public bool MayHelp(PodInfo pod, in ClusterChange change) => change.Target switch
    {
        ChangeTarget.Node => change.New is Node { Spec.Unschedulable: false } && (change.Old is not Node before || before.Spec.Unschedulable),
        ChangeTarget.WaitingPod => change.New is Pod after && PodInfo.KeyOf(after) == pod.Key,
        _ => false,
    };
}
