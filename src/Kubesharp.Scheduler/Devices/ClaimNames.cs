using Kubesharp.Api.Core.V1;
using ResourceClaim = Kubesharp.Api.Resource.V1.ResourceClaim;

namespace Kubesharp.Scheduler.Devices;

/// <summary>Which claim an entry of a pod stands for.</summary>
internal static class ClaimNames
{
    /// <summary>The claims of a pod, in the order of its entries; null with the reason when one is not there or not for this pod.</summary>
    public static List<ResourceClaim>? Find(Pod pod, DeviceState devices, out string reason)
    {
        reason = "";
        var metadata = pod.Metadata;
        var claims = new List<ResourceClaim>(pod.Spec.ResourceClaims.Count);
        foreach (var entry in pod.Spec.ResourceClaims)
        {
            var name = entry.ResourceClaimName;
            if (name is null && entry.ResourceClaimTemplateName is null) reason = $"pod \"{metadata.Namespace}/{metadata.Name}\", spec.resourceClaim \"{entry.Name}\": none of the supported fields are set";
            else if (name is null && !TryFindGenerated(pod, entry.Name, out name)) reason = $"pod \"{metadata.Namespace}/{metadata.Name}\": ResourceClaim not created yet";
            if (reason.Length > 0) return null;
            // The template may have turned out to make no claim.
            if (name is null) continue;
            if (devices.FindClaim(metadata.Namespace, name) is not { } claim) reason = $"could not find resource claim \"{metadata.Namespace}/{name}\": object not found";
            else if (claim.Metadata.DeletionTimestamp is not null) reason = $"resourceclaim \"{name}\" is being deleted";
            else if (entry.ResourceClaimName is null && !IsFor(pod, claim)) reason = $"ResourceClaim {metadata.Namespace}/{name} was not created for pod {metadata.Namespace}/{metadata.Name} (pod is not owner)";
            else claims.Add(claim);
            if (reason.Length > 0) return null;
        }

        return claims;
    }

    /// <summary>Whether a pod uses a claim of this name.</summary>
    public static bool Uses(Pod pod, string name)
    {
        foreach (var entry in pod.Spec.ResourceClaims)
        {
            if (entry.ResourceClaimName == name) return true;
        }

        foreach (var status in pod.Status.ResourceClaimStatuses)
        {
            if (status.ResourceClaimName == name) return true;
        }

        return false;
    }

    private static bool TryFindGenerated(Pod pod, string entry, out string? name)
    {
        foreach (var status in pod.Status.ResourceClaimStatuses)
        {
            if (status.Name != entry) continue;
            name = status.ResourceClaimName;
            return true;
        }

        name = null;
        return false;
    }

    private static bool IsFor(Pod pod, ResourceClaim claim)
    {
        foreach (var owner in claim.Metadata.OwnerReferences)
        {
            if (owner.Controller == true && owner.Uid == pod.Metadata.Uid) return true;
        }

        return false;
    }
}
