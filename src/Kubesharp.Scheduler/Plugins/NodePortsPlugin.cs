using Kubesharp.Api.Core.V1;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Queue;

namespace Kubesharp.Scheduler.Plugins;

/// <summary>Two pods cannot have the same port of one machine.</summary>
public sealed class NodePortsPlugin : SchedulerPlugin, IPreFilterPlugin, ILocalFilterPlugin, IQueueingHintPlugin
{
    private static readonly Verdict Taken = Verdict.Unschedulable(PluginNames.NodePorts, "node(s) didn't have free ports for the requested pod ports");

    public override string Name => PluginNames.NodePorts;

    public PreFilterResult PreFilter(CycleState state, PodInfo pod) =>
        pod.Class.HostPorts.Length == 0 ? PreFilterResult.Skip : PreFilterResult.Continue;

    public Verdict? Filter(CycleState state, PodInfo pod, NodeInfo node)
    {
        foreach (var port in pod.Class.HostPorts)
        {
            if (node.HasPort(port)) return Taken;
        }

        return null;
    }

    public bool MayHelp(PodInfo pod, in ClusterChange change) => change.Target switch
    {
        ChangeTarget.Node => change.Action == ChangeAction.Added,
        ChangeTarget.AssignedPod => change is { Action: ChangeAction.Deleted, Old: Pod gone } && Frees(gone, pod),
        _ => false,
    };

    private static bool Frees(Pod gone, PodInfo pod)
    {
        foreach (var container in gone.Spec.AllContainers())
        {
            foreach (var port in container.Ports)
            {
                foreach (var wanted in pod.Class.HostPorts)
                {
                    if (port.HostPort == wanted.Port) return true;
                }
            }
        }

        return false;
    }
}
