using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Storage.V1;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Queue;

namespace Kubesharp.Scheduler.Plugins;

/// <summary>Volumes whose labels name zones or regions can be used only there.</summary>
public sealed class VolumeZonePlugin(ClusterState cluster) : SchedulerPlugin, IPreFilterPlugin, IFilterPlugin, ISelectivePlugin, IQueueingHintPlugin
{
    private const string Zone = "topology.kubernetes.io/zone";
    private const string Region = "topology.kubernetes.io/region";
    private const string OldZone = "failure-domain.beta.kubernetes.io/zone";
    private const string OldRegion = "failure-domain.beta.kubernetes.io/region";

    private static readonly Verdict Elsewhere = Verdict.Unresolvable(PluginNames.VolumeZone, "node(s) had no available volume zone");
    private static readonly string[] Keys = [OldZone, OldRegion, Zone, Region];

    public override string Name => PluginNames.VolumeZone;

    public bool Concerns(PodInfo pod) => pod.Class.Claims.Length > 0;

    public PreFilterResult PreFilter(CycleState state, PodInfo pod)
    {
        List<Place>? places = null;
        foreach (var wanted in pod.Class.Claims)
        {
            if (wanted.IsEphemeral) continue;
            if (ClaimLookup.Find(cluster, pod, wanted, Name, out var claim) is { } missing) return PreFilterResult.Refuse(missing);
            var volumeName = claim!.Spec.VolumeName;
            if (volumeName.Length == 0)
            {
                if (WhyUnbound(claim) is { } reason) return PreFilterResult.Refuse(Verdict.Unresolvable(Name, reason));
                continue;
            }

            if (cluster.Volumes.Find("", volumeName) is not { } volume)
            {
                return PreFilterResult.Refuse(Verdict.Unresolvable(Name, $"persistentvolume \"{volumeName}\" not found"));
            }

            foreach (var key in Keys)
            {
                if (volume.Metadata.Labels.TryGetValue(key, out var values)) (places ??= []).Add(new(key, [.. values.Split("__")]));
            }
        }

        if (places is null) return PreFilterResult.Skip;
        state.Set(this, places);
        return PreFilterResult.Continue;
    }

    public Verdict? Filter(CycleState state, PodInfo pod, NodeInfo node)
    {
        var labels = node.Node.Metadata.Labels;
        var isSomewhere = false;
        foreach (var key in Keys) isSomewhere |= labels.ContainsKey(key);
        if (!isSomewhere) return null;
        foreach (var place in state.Get<List<Place>>(this)!)
        {
            if (!labels.TryGetValue(place.Key, out var value) && !labels.TryGetValue(NewName(place.Key), out value)) return Elsewhere;
            if (!place.Values.Contains(value)) return Elsewhere;
        }

        return null;
    }

    public bool MayHelp(PodInfo pod, in ClusterChange change) => change.Target switch
    {
        ChangeTarget.Node => change.New is Node after && (change.Old is not Node before || before.Metadata.Labels != after.Metadata.Labels),
        ChangeTarget.PersistentVolume or ChangeTarget.StorageClass => change.Action != ChangeAction.Deleted,
        ChangeTarget.PersistentVolumeClaim => change.New is PersistentVolumeClaim claim && claim.Metadata.Namespace == pod.Pod.Metadata.Namespace,
        _ => false,
    };

    private static string NewName(string key) => key switch
    {
        OldZone => Zone,
        OldRegion => Region,
        _ => key,
    };

    private string? WhyUnbound(PersistentVolumeClaim claim)
    {
        var name = ClaimLookup.ClassOf(claim);
        if (name.Length == 0) return "PersistentVolumeClaim had no pv name and storageClass name";
        if (ClaimLookup.FindClass(cluster, name) is not { } storageClass) return $"storageclass.storage.k8s.io \"{name}\" not found";
        if (storageClass.VolumeBindingMode == VolumeBindingMode.WaitForFirstConsumer) return null;
        return storageClass.VolumeBindingMode is null ? $"VolumeBindingMode not set for StorageClass \"{name}\"" : "PersistentVolume had no name";
    }

    private sealed record Place(string Key, HashSet<string> Values);
}
