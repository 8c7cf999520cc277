using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;

namespace Kubesharp.Scheduler.Plugins;

/// <summary>
/// Resource claims. Devices are not allocated yet: pods that claim some are refused. For all other pods the plugin does what
/// Kubernetes' does, down to the text it leaves in the message of a pod that fits nowhere.
/// </summary>
public sealed class DynamicResourcesPlugin : SchedulerPlugin, IPreFilterPlugin, IPostFilterPlugin, IScorePlugin, ISelectivePlugin
{
    private static readonly PreFilterResult Refused =
        PreFilterResult.Refuse(Verdict.Unresolvable(PluginNames.DynamicResources, "this scheduler does not allocate devices for resource claims"));

    private static readonly PostFilterResult NothingToFree = new(Verdict.Unschedulable(PluginNames.DynamicResources, "no new claims to deallocate"));
    private static readonly PostFilterResult NoState = new(Verdict.Error(PluginNames.DynamicResources, "not found"));

    public override string Name => PluginNames.DynamicResources;

    public bool Concerns(PodInfo pod) => pod.Class.Spec.ResourceClaims.Count > 0;

    public PreFilterResult PreFilter(CycleState state, PodInfo pod) => !Concerns(pod) ? PreFilterResult.Skip : Refused;

    public PostFilterResult PostFilter(CycleState state, PodInfo pod, Diagnosis diagnosis) => state.PreFilterAborted ? NoState : NothingToFree;

    public long Score(CycleState state, PodInfo pod, NodeInfo node) => 0;

    public void Normalize(CycleState state, PodInfo pod, ReadOnlySpan<NodeInfo> nodes, Span<long> scores)
    {
        // Without claims all nodes are the same.
    }
}
