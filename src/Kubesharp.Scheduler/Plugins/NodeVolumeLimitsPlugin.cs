using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Storage.V1;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Queue;

namespace Kubesharp.Scheduler.Plugins;

/// <summary>How many volumes of a CSI driver a node can attach.</summary>
public sealed class NodeVolumeLimitsPlugin(ClusterState cluster) : SchedulerPlugin, IPreFilterPlugin, IFilterPlugin, ISelectivePlugin, IQueueingHintPlugin
{
    private static readonly Verdict Full = Verdict.Unschedulable(PluginNames.NodeVolumeLimits, "node(s) exceed max volume count");

    public override string Name => PluginNames.NodeVolumeLimits;

    public bool Concerns(PodInfo pod) => pod.Class.Claims.Length > 0 || pod.Class.HasMigratedVolumes;

    public PreFilterResult PreFilter(CycleState state, PodInfo pod) => Concerns(pod) ? PreFilterResult.Continue : PreFilterResult.Skip;

    public Verdict? Filter(CycleState state, PodInfo pod, NodeInfo node)
    {
        if (cluster.CsiNodes.Find("", node.Name) is not { } csiNode || csiNode.Spec.Drivers.Count == 0) return null;
        var wanted = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var claim in pod.Class.Claims)
        {
            if (ClaimLookup.Find(cluster, pod, claim, Name, out var found) is null) AddVolume(wanted, csiNode, found!);
        }

        AddInline(wanted, csiNode, pod);
        if (wanted.Count == 0) return null;
        var attached = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var other in node.Pods)
        {
            foreach (var claim in other.Class.Claims)
            {
                if (cluster.Claims.Find(other.Pod.Metadata.Namespace, claim.Name) is { } found) AddVolume(attached, csiNode, found);
            }

            AddInline(attached, csiNode, other);
        }

        AddAttached(attached, node);
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
        ChangeTarget.VolumeAttachment => change.Action == ChangeAction.Deleted,
        ChangeTarget.CsiNode => change.Action != ChangeAction.Deleted,
        ChangeTarget.AssignedPod => change is { Action: ChangeAction.Deleted, Old: Pod gone } && gone.Spec.Volumes.Count > 0,
        ChangeTarget.PersistentVolumeClaim => change.New is PersistentVolumeClaim claim && claim.Metadata.Namespace == pod.Pod.Metadata.Namespace,
        ChangeTarget.Node => change.Action == ChangeAction.Added,
        _ => false,
    };

    private static void AddInline(Dictionary<string, string> volumes, CSINode node, PodInfo pod)
    {
        if (!pod.Class.HasMigratedVolumes) return;
        foreach (var volume in pod.Class.Spec.Volumes) AddMigrated(volumes, node, MigratedVolumes.Of(volume.Source));
    }

    private static void AddMigrated(Dictionary<string, string> volumes, CSINode node, (string Plugin, string Volume)? source)
    {
        if (source is not var (plugin, volume) || !MigratedVolumes.AreMigrated(node, plugin)) return;
        var driver = MigratedVolumes.DriverOf(plugin)!;
        volumes[$"{driver}/{volume}"] = driver;
    }

    /// <summary>Adds what is attached though the pods that used it may have gone already.</summary>
    private void AddAttached(Dictionary<string, string> volumes, NodeInfo node)
    {
        foreach (var attachment in cluster.Attachments.On(node.Name))
        {
            if (attachment.Spec.Source.PersistentVolumeName is not { } name || cluster.Volumes.Find("", name)?.Spec.Source.Csi is not { } csi) continue;
            volumes[$"{attachment.Spec.Attacher}/{csi.VolumeHandle}"] = attachment.Spec.Attacher;
        }
    }

    /// <summary>Adds the volume of a claim, present or to be made, with its driver.</summary>
    private void AddVolume(Dictionary<string, string> volumes, CSINode node, PersistentVolumeClaim claim)
    {
        if (claim.Spec.VolumeName.Length > 0 && cluster.Volumes.Find("", claim.Spec.VolumeName)?.Spec.Source is { } source)
        {
            if (source.Csi is { } csi) volumes[$"{csi.Driver}/{csi.VolumeHandle}"] = csi.Driver;
            else AddMigrated(volumes, node, MigratedVolumes.Of(source));
            return;
        }

        if (ClaimLookup.FindClass(cluster, ClaimLookup.ClassOf(claim)) is not { } storageClass) return;
        var driver = storageClass.Provisioner;
        if (MigratedVolumes.DriverOf(driver) is { } successor)
        {
            if (!MigratedVolumes.AreMigrated(node, driver)) return;
            driver = successor;
        }

        volumes[$"{driver}/claim/{claim.Metadata.Namespace}/{claim.Metadata.Name}"] = driver;
    }
}
