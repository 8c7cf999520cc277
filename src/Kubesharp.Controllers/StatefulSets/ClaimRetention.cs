using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Controllers.Workloads;

namespace Kubesharp.Controllers.StatefulSets;

/// <summary>Which owners a claim must have, so that garbage collection deletes it when the StatefulSet's policy says so.</summary>
internal static class ClaimRetention
{
    /// <summary>The owners that the claim is to have, those of others included.</summary>
    /// <param name="set">The set with its policy.</param>
    /// <param name="pod">The pod that uses the claim.</param>
    /// <param name="condemned">Whether the pod goes because the set was scaled down.</param>
    /// <param name="claim">The claim as it is.</param>
    public static ValueList<OwnerReference> Owners(StatefulSet set, Pod pod, bool condemned, PersistentVolumeClaim claim)
    {
        var policy = set.Spec.PersistentVolumeClaimRetentionPolicy;
        var byPod = condemned && policy?.WhenScaled == PersistentVolumeClaimRetentionPolicyType.Delete;
        var bySet = !byPod && policy?.WhenDeleted == PersistentVolumeClaimRetentionPolicyType.Delete;
        var owners = claim.Metadata.OwnerReferences.Where(owner => owner.Uid != set.Metadata.Uid && owner.Uid != pod.Metadata.Uid).ToList();
        if (byPod) owners.Add(pod.ToControllerReference());
        if (bySet) owners.Add(set.ToControllerReference());
        return SameOwners(claim.Metadata.OwnerReferences, owners) ? claim.Metadata.OwnerReferences : owners.ToValueList();
    }

    /// <summary>Whether the claim belongs to a former pod of the same name and is about to be deleted with it.</summary>
    public static bool IsStale(PersistentVolumeClaim claim, Pod pod)
    {
        foreach (var owner in claim.Metadata.OwnerReferences)
        {
            if (Workloads.Owners.IsKind(owner, Pod.Gvk) && owner.Name == pod.Metadata.Name && owner.Uid != pod.Metadata.Uid) return true;
        }

        return false;
    }

    private static bool SameOwners(ValueList<OwnerReference> present, List<OwnerReference> wanted) =>
        present.Count == wanted.Count && wanted.TrueForAll(present.Contains);
}
