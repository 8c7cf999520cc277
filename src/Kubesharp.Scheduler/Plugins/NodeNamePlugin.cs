using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Queue;

namespace Kubesharp.Scheduler.Plugins;

/// <summary>A pod that names its node goes nowhere else.</summary>
public sealed class NodeNamePlugin : SchedulerPlugin, IFilterPlugin, ISelectivePlugin, IQueueingHintPlugin
{
    private static readonly Verdict Other = Verdict.Unresolvable(PluginNames.NodeName, "node(s) didn't match the requested node name");

    public override string Name => PluginNames.NodeName;

    public Verdict? Filter(CycleState state, PodInfo pod, NodeInfo node)
    {
        var wanted = pod.Pod.Spec.NodeName;
        return wanted.Length == 0 || wanted == node.Name ? null : Other;
    }

    public bool Concerns(PodInfo pod) => pod.Pod.Spec.NodeName.Length > 0;

    public bool MayHelp(PodInfo pod, in ClusterChange change) => change is { Target: ChangeTarget.Node, Action: ChangeAction.Added };
}
