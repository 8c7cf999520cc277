using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Resource.V1;
using ResourceClaim = Kubesharp.Api.Resource.V1.ResourceClaim;

namespace Kubesharp.Controllers.ResourceClaims;

/// <summary>What claims of pods look like, and who still needs one. Free of I/O.</summary>
internal static class ClaimPlan
{
    /// <summary>Says which entry of its pod a claim was made for.</summary>
    public const string EntryAnnotation = "resource.kubernetes.io/pod-claim-name";

    /// <summary>Keeps a claim that has devices from going away before they are given back.</summary>
    public const string Finalizer = "resource.kubernetes.io/delete-protection";

    private const int MaxPrefix = 253 - 5;

    /// <summary>Whether a pod will not use its claims any more.</summary>
    public static bool IsDone(Pod pod) => pod.IsTerminal() || (pod.IsTerminating() && !pod.IsScheduled());

    /// <summary>Whether the pod still lacks claims, or one that it has a node for is not reserved for it.</summary>
    public static bool NeedsWork(Pod pod, Func<string, ResourceClaim?> find)
    {
        foreach (var entry in pod.Spec.ResourceClaims)
        {
            var name = NameOf(pod, entry, out var isKnown);
            if (!isKnown) return true;
            if (name is null) continue;
            if (find(name) is not { } claim) return entry.ResourceClaimTemplateName is not null;
            if (pod.IsScheduled() && claim.Status.Allocation is not null && !IsReservedFor(claim, pod)) return true;
        }

        return false;
    }

    /// <summary>The claim an entry of a pod stands for. Null with <paramref name="isKnown"/> when the entry needs none.</summary>
    public static string? NameOf(Pod pod, PodResourceClaim entry, out bool isKnown)
    {
        isKnown = true;
        if (entry.ResourceClaimName is { } name) return name;
        foreach (var status in pod.Status.ResourceClaimStatuses)
        {
            if (status.Name == entry.Name) return status.ResourceClaimName;
        }

        isKnown = false;
        return null;
    }

    /// <summary>The claim for an entry of a pod, as its template wants it. The server makes the name.</summary>
    public static ResourceClaim Make(Pod pod, PodResourceClaim entry, ResourceClaimTemplate template)
    {
        var prefix = $"{pod.Metadata.Name}-{entry.Name}";
        if (prefix.Length >= MaxPrefix) prefix = prefix[..(MaxPrefix - 1)];
        var metadata = template.Spec.Metadata;
        return new ResourceClaim
        {
            Metadata = ObjectMeta.Empty with
            {
                GenerateName = prefix + "-",
                Namespace = pod.Metadata.Namespace,
                Labels = metadata.Labels,
                Annotations = metadata.Annotations.Set(EntryAnnotation, entry.Name),
                OwnerReferences =
                [
                    OwnerReference.Empty with { ApiVersion = "v1", Kind = "Pod", Name = pod.Metadata.Name, Uid = pod.Metadata.Uid, Controller = true, BlockOwnerDeletion = true },
                ],
            },
            Spec = template.Spec.Spec,
        };
    }

    /// <summary>The claim that was made for an entry of a pod, or null.</summary>
    public static ResourceClaim? FindMade(Pod pod, PodResourceClaim entry, IEnumerable<ResourceClaim> claims)
    {
        foreach (var claim in claims)
        {
            if (claim.Metadata.GetControllerOf()?.Uid == pod.Metadata.Uid && claim.Metadata.Annotations.Get(EntryAnnotation) == entry.Name && claim.Metadata.DeletionTimestamp is null) return claim;
        }

        return null;
    }

    /// <summary>The claims of a pod with one more.</summary>
    public static ValueList<PodResourceClaimStatus> Record(ValueList<PodResourceClaimStatus> statuses, string entry, string claim)
    {
        var recorded = statuses.Where(status => status.Name != entry).Append(PodResourceClaimStatus.Empty with { Name = entry, ResourceClaimName = claim });
        return recorded.ToValueList();
    }

    public static bool IsReservedFor(ResourceClaim claim, Pod pod)
    {
        foreach (var consumer in claim.Status.ReservedFor)
        {
            if (consumer.Uid == pod.Metadata.Uid) return true;
        }

        return false;
    }

    /// <summary>What becomes of a claim that only the given consumers still need: without any its devices are free.</summary>
    public static ResourceClaimStatus Release(ResourceClaimStatus status, ValueList<ResourceClaimConsumerReference> needed) =>
        needed.Count > 0 ? status with { ReservedFor = needed } : status with { ReservedFor = needed, Allocation = null, Devices = [] };

    /// <summary>Whether nothing keeps the claim from going away but the finalizer.</summary>
    public static bool CanDropFinalizer(ResourceClaim claim) =>
        claim.Metadata.Finalizers.Contains(Finalizer) && claim.Status.Allocation is null && claim.Status.ReservedFor.Count == 0;

    public static ResourceClaim WithoutFinalizer(ResourceClaim claim) =>
        claim with { Metadata = claim.Metadata with { Finalizers = claim.Metadata.Finalizers.Where(finalizer => finalizer != Finalizer).ToValueList() } };
}
