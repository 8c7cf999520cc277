using Kubesharp.Api.Core.V1;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Queue;

namespace Kubesharp.Scheduler.Plugins;

/// <summary>How many volumes of a CSI driver a node can attach.</summary>
public sealed class NodeVolumeLimitsPlugin(ClusterState cluster) : SchedulerPlugin, IPreFilterPlugin, IFilterPlugin, ISelectivePlugin, IQueueingHintPlugin
{
    private static readonly Verdict Full = Verdict.Unschedulable(PluginNames.NodeVolumeLimits, "node(s) exceed max volume count");

    public override string Name => PluginNames.NodeVolumeLimits;

    public bool Concerns(PodInfo pod) => pod.Class.Claims.Length > 0;

    public PreFilterResult PreFilter(CycleState state, PodInfo pod) => pod.Class.Claims.Length == 0 ? PreFilterResult.Skip : PreFilterResult.Continue;

    public Verdict? Filter(CycleState state, PodInfo pod, NodeInfo node)
    {
        if (cluster.CsiNodes.Find("", node.Name) is not { } csiNode || csiNode.Spec.Drivers.Count == 0) return null;
        var wanted = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var claim in pod.Class.Claims)
        {
            if (ClaimLookup.Find(cluster, pod, claim, Name, out var found) is not null) continue;
            AddVolume(wanted, found!);
        }

        if (wanted.Count == 0) return null;
        var attached = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var other in node.Pods)
        {
            foreach (var claim in other.Class.Claims)
            {
                if (cluster.Claims.Find(other.Pod.Metadata.Namespace, claim.Name) is { } found) AddVolume(attached, found);
            }
        }

        foreach (var driver in csiNode.Spec.Drivers)
        {
            if (driver.Allocatable?.Count is not { } limit) continue;
            var more = 0;
            var there = 0;
            foreach (var (volume, ofDriver) in wanted)
            {
                if (ofDriver == driver.Name && !attached.ContainsKey(volume)) more++;
            }

            foreach (var ofDriver in attached.Values)
            {
                if (ofDriver == driver.Name) there++;
            }

            if (more > 0 && there + more > limit) return Full;
        }

        return null;
    }

    public bool MayHelp(PodInfo pod, in ClusterChange change) => change.Target switch
    {
        ChangeTarget.CsiNode => change.Action != ChangeAction.Deleted,
        ChangeTarget.AssignedPod => change is { Action: ChangeAction.Deleted, Old: Pod gone } && gone.Spec.Volumes.Count > 0,
        ChangeTarget.PersistentVolumeClaim => change.New is PersistentVolumeClaim claim && claim.Metadata.Namespace == pod.Pod.Metadata.Namespace,
        ChangeTarget.Node => change.Action == ChangeAction.Added,
        _ => false,
    };

    /// <summary>Adds the volume of a claim, present or to be made, with its driver.</summary>
    private void AddVolume(Dictionary<string, string> volumes, PersistentVolumeClaim claim)
    {
        if (claim.Spec.VolumeName.Length > 0)
        {
            if (cluster.Volumes.Find("", claim.Spec.VolumeName)?.Spec.Source.Csi is { } csi) volumes[$"{csi.Driver}/{csi.VolumeHandle}"] = csi.Driver;
            if (cluster.Volumes.Find("", claim.Spec.VolumeName) is not null) return;
        }

        if (ClaimLookup.FindClass(cluster, ClaimLookup.ClassOf(claim)) is not { } storageClass) return;
        volumes[$"{storageClass.Provisioner}/claim/{claim.Metadata.Namespace}/{claim.Metadata.Name}"] = storageClass.Provisioner;
    }
}
