using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Storage.V1;
using Kubesharp.Scheduler.Framework;

namespace Kubesharp.Scheduler.Cluster;

/// <summary>What the volume plugins ask about claims and volumes.</summary>
internal static class ClaimLookup
{
    private const string BindCompleted = "pv.kubernetes.io/bind-completed";
    private const string ClassAnnotation = "volume.beta.kubernetes.io/storage-class";

    /// <summary>The claim a volume of a pod stands for; when it is not there, or is another's, the refusal of the pod.</summary>
    public static Verdict? Find(ClusterState cluster, PodInfo pod, PodClaim wanted, string plugin, out PersistentVolumeClaim? claim)
    {
        var metadata = pod.Pod.Metadata;
        claim = cluster.Claims.Find(metadata.Namespace, wanted.Name);
        if (claim is null)
        {
            return Verdict.Unresolvable(
                plugin,
                wanted.IsEphemeral ? $"waiting for ephemeral volume controller to create the persistentvolumeclaim \"{wanted.Name}\"" : $"persistentvolumeclaim \"{wanted.Name}\" not found");
        }

        if (!wanted.IsEphemeral) return null;
        foreach (var owner in claim.Metadata.OwnerReferences)
        {
            if (owner.Controller == true && owner.Uid == metadata.Uid) return null;
        }

        return Verdict.Unresolvable(plugin, $"PVC {metadata.Namespace}/{wanted.Name} was not created for pod {pod.Key} (pod is not owner)");
    }

    public static bool IsBound(PersistentVolumeClaim claim) =>
        claim.Spec.VolumeName.Length > 0 && claim.Metadata.Annotations.ContainsKey(BindCompleted);

    public static string ClassOf(PersistentVolumeClaim claim) => claim.Metadata.Annotations.Get(ClassAnnotation) ?? claim.Spec.StorageClassName ?? "";

    public static string ClassOf(PersistentVolume volume) => volume.Metadata.Annotations.Get(ClassAnnotation) ?? volume.Spec.StorageClassName;

    public static StorageClass? FindClass(ClusterState cluster, string name) => name.Length == 0 ? null : cluster.StorageClasses.Find("", name);

    /// <summary>Whether the claim gets its volume only once its first pod has a node.</summary>
    public static bool WaitsForConsumer(ClusterState cluster, PersistentVolumeClaim claim) =>
        FindClass(cluster, ClassOf(claim))?.VolumeBindingMode == VolumeBindingMode.WaitForFirstConsumer;

    public static bool IsReachable(PersistentVolume volume, NodeInfo node) => volume.Spec.NodeAffinity?.Required?.Matches(node.Node) ?? true;

    public static Quantity SizeOf(PersistentVolumeClaim claim) => claim.Spec.Resources.Requests.Get(ResourceName.Storage);
}
