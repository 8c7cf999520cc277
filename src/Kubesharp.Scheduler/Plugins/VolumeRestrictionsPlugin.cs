using Kubesharp.Api.Core.V1;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Queue;

namespace Kubesharp.Scheduler.Plugins;

/// <summary>Disks that one machine can attach only once, and claims that one pod alone may use.</summary>
public sealed class VolumeRestrictionsPlugin(ClusterState cluster) : SchedulerPlugin, IPreFilterPlugin, IPreFilterExtensions, IFilterPlugin, ISelectivePlugin, IQueueingHintPlugin
{
    private static readonly Verdict DiskTaken = Verdict.Unschedulable(PluginNames.VolumeRestrictions, "node(s) had no available disk");

    private static readonly Verdict ClaimTaken = Verdict.Unschedulable(
        PluginNames.VolumeRestrictions, "node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod");

    public override string Name => PluginNames.VolumeRestrictions;

    public bool Concerns(PodInfo pod)
    {
        if (pod.Class.Claims.Length > 0) return true;
        foreach (var volume in pod.Class.Spec.Volumes)
        {
            if (IsDisk(volume.Source)) return true;
        }

        return false;
    }

    public PreFilterResult PreFilter(CycleState state, PodInfo pod)
    {
        if (!Concerns(pod)) return PreFilterResult.Skip;
        var use = new Use();
        foreach (var wanted in pod.Class.Claims)
        {
            if (wanted.IsEphemeral) continue;
            if (ClaimLookup.Find(cluster, pod, wanted, Name, out var claim) is { } verdict) return PreFilterResult.Refuse(verdict);
            if (claim!.Spec.AccessModes.Contains(PersistentVolumeAccessMode.ReadWriteOncePod)) use.Exclusive.Add(wanted.Name);
        }

        foreach (var name in use.Exclusive)
        {
            var key = $"{pod.Pod.Metadata.Namespace}/{name}";
            foreach (var node in cluster.Nodes)
            {
                if (!node.UsesClaim(key)) continue;
                // One of its users is enough, however many there are.
                use.Conflicts++;
                break;
            }
        }

        var hasDisks = false;
        foreach (var volume in pod.Class.Spec.Volumes) hasDisks |= IsDisk(volume.Source);
        if (!hasDisks && use.Conflicts == 0) return PreFilterResult.Skip;
        state.Set(this, use);
        return PreFilterResult.Continue;
    }

    public void AddPod(CycleState state, PodInfo pod, PodInfo added, NodeInfo node) => Count(state, pod, added, 1);

    public void RemovePod(CycleState state, PodInfo pod, PodInfo removed, NodeInfo node) => Count(state, pod, removed, -1);

    public Verdict? Filter(CycleState state, PodInfo pod, NodeInfo node)
    {
        foreach (var volume in pod.Class.Spec.Volumes)
        {
            if (!IsDisk(volume.Source)) continue;
            foreach (var other in node.Pods)
            {
                foreach (var used in other.Class.Spec.Volumes)
                {
                    if (Conflict(volume.Source, used.Source)) return DiskTaken;
                }
            }
        }

        return state.Get<Use>(this)!.Conflicts > 0 ? ClaimTaken : null;
    }

    public bool MayHelp(PodInfo pod, in ClusterChange change) => change.Target switch
    {
        ChangeTarget.AssignedPod => change.Action == ChangeAction.Deleted,
        ChangeTarget.Node => change.Action == ChangeAction.Added,
        ChangeTarget.PersistentVolumeClaim => change.New is PersistentVolumeClaim claim && claim.Metadata.Namespace == pod.Pod.Metadata.Namespace,
        _ => false,
    };

    private static bool IsDisk(VolumeSource source) =>
        source.GcePersistentDisk is not null || source.AwsElasticBlockStore is not null || source.Rbd is not null || source.Iscsi is not null;

    private static bool Conflict(VolumeSource wanted, VolumeSource used)
    {
        if (wanted.GcePersistentDisk is { } gce && used.GcePersistentDisk is { } otherGce)
        {
            if (gce.PdName == otherGce.PdName && !(gce.ReadOnly && otherGce.ReadOnly)) return true;
        }

        if (wanted.AwsElasticBlockStore is { } aws && used.AwsElasticBlockStore is { } otherAws && aws.VolumeID == otherAws.VolumeID) return true;
        if (wanted.Iscsi is { } iscsi && used.Iscsi is { } otherIscsi)
        {
            if (iscsi.Iqn == otherIscsi.Iqn && !(iscsi.ReadOnly && otherIscsi.ReadOnly)) return true;
        }

        if (wanted.Rbd is not { } rbd || used.Rbd is not { } otherRbd) return false;
        if (rbd.Pool != otherRbd.Pool || rbd.Image != otherRbd.Image || (rbd.ReadOnly && otherRbd.ReadOnly)) return false;
        foreach (var monitor in rbd.Monitors)
        {
            if (otherRbd.Monitors.Contains(monitor)) return true;
        }

        return false;
    }

    private void Count(CycleState state, PodInfo pod, PodInfo other, int sign)
    {
        if (state.Get<Use>(this) is not { } use || other.Pod.Metadata.Namespace != pod.Pod.Metadata.Namespace) return;
        foreach (var claim in other.Class.Claims)
        {
            if (use.Exclusive.Contains(claim.Name)) use.Conflicts += sign;
        }
    }

    private sealed class Use
    {
        public HashSet<string> Exclusive { get; } = new(StringComparer.Ordinal);

        public int Conflicts { get; set; }
    }
}
