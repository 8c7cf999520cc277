using Kubesharp.Api.Core.V1;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Queue;

namespace Kubesharp.Scheduler.Plugins;

/// <summary>Pods with scheduling gates wait outside of the queue until the last gate is gone.</summary>
public sealed class SchedulingGatesPlugin : SchedulerPlugin, IPreEnqueuePlugin, IQueueingHintPlugin
{
    private static readonly Verdict Gated = Verdict.Unresolvable(PluginNames.SchedulingGates, "Scheduling is blocked due to non-empty scheduling gates");

    public override string Name => PluginNames.SchedulingGates;

    public Verdict? PreEnqueue(PodInfo pod) => pod.Class.Spec.SchedulingGates.Count == 0 ? null : Gated;

    public bool MayHelp(PodInfo pod, in ClusterChange change) =>
        change is { Target: ChangeTarget.WaitingPod, New: Pod after } && PodInfo.KeyOf(after) == pod.Key && after.Spec.SchedulingGates.Count == 0;
}
