using Kubesharp.Api.Core.V1;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Queue;

namespace Kubesharp.Scheduler.Plugins;

/// <summary>Pods that need something only newer nodes can do go to nodes that say they can.</summary>
public sealed class NodeDeclaredFeaturesPlugin : SchedulerPlugin, IPreFilterPlugin, IStaticFilterPlugin, IQueueingHintPlugin
{
    private static readonly Verdict Missing = Verdict.Unresolvable(PluginNames.NodeDeclaredFeatures, "node(s) didn't match Pod's required features");

    public override string Name => PluginNames.NodeDeclaredFeatures;

    public PreFilterResult PreFilter(CycleState state, PodInfo pod) => pod.Class.Spec.MayRestartAllContainers() ? PreFilterResult.Continue : PreFilterResult.Skip;

    public Verdict? Filter(CycleState state, PodInfo pod, NodeInfo node) => Declares(node.Node) ? null : Missing;

    public bool MayHelp(PodInfo pod, in ClusterChange change) =>
        change is { Target: ChangeTarget.Node, New: Node after } && Declares(after) && (change.Old is not Node before || !Declares(before));

    private static bool Declares(Node node) => node.Status.DeclaredFeatures.Contains(NodeDeclaredFeature.RestartAllContainersOnContainerExits);
}
