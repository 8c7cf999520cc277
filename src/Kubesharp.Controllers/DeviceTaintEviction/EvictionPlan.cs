using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Resource.V1;
using ResourceClaim = Kubesharp.Api.Resource.V1.ResourceClaim;

namespace Kubesharp.Controllers.DeviceTaintEviction;

/// <summary>When pods have to go because of taints of their devices. Free of I/O.</summary>
internal static class EvictionPlan
{
    /// <summary>Names of the claims of a pod, as far as they are known.</summary>
    public static IEnumerable<string> ClaimNames(Pod pod)
    {
        foreach (var entry in pod.Spec.ResourceClaims)
        {
            if (entry.ResourceClaimName is { } name) yield return name;
        }

        foreach (var status in pod.Status.ResourceClaimStatuses)
        {
            if (status.ResourceClaimName is { } name) yield return name;
        }

        if (pod.Status.ExtendedResourceClaimStatus is { } extended) yield return extended.ResourceClaimName;
    }

    /// <summary>When a pod has to go; null for never.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="claims">Finds claims of its namespace.</param>
    /// <param name="slices">Finds the slices of a pool by driver and name.</param>
    /// <param name="now">When taints count from that do not say when they were added.</param>
    public static DateTimeOffset? DueAt(Pod pod, Func<string, ResourceClaim?> claims, Func<string, string, IReadOnlyList<ResourceSlice>> slices, DateTimeOffset now)
    {
        DateTimeOffset? due = null;
        foreach (var name in ClaimNames(pod))
        {
            if (claims(name) is not { Status.Allocation: { } allocation } claim || !claim.Status.ReservedFor.Any(user => user.Uid == pod.Metadata.Uid)) continue;
            foreach (var result in allocation.Devices.Results)
            {
                foreach (var taint in TaintsOf(result, slices(result.Driver, result.Pool)))
                {
                    if (taint.Effect != DeviceTaintEffect.NoExecute || Tolerated(result, taint) is not { } time) continue;
                    var end = (taint.TimeAdded ?? now) + time;
                    if (due is null || end < due) due = end;
                }
            }
        }

        return due;
    }

    private static IEnumerable<DeviceTaint> TaintsOf(DeviceRequestAllocationResult result, IReadOnlyList<ResourceSlice> slices)
    {
        var generation = slices.Count == 0 ? 0 : slices.Max(slice => slice.Spec.Pool.Generation);
        return slices
            .Where(slice => slice.Spec.Pool.Generation == generation)
            .SelectMany(slice => slice.Spec.Devices)
            .Where(device => device.Name == result.Device)
            .SelectMany(device => device.Taints);
    }

    /// <summary>How long a request tolerates a taint; null for ever.</summary>
    private static TimeSpan? Tolerated(DeviceRequestAllocationResult result, DeviceTaint taint)
    {
        var isTolerated = false;
        long? shortest = null;
        foreach (var toleration in result.Tolerations)
        {
            if (!toleration.ToleratesTaint(taint)) continue;
            isTolerated = true;
            if (toleration.TolerationSeconds is { } seconds && (shortest is null || seconds < shortest)) shortest = Math.Max(0, seconds);
        }

        if (!isTolerated) return TimeSpan.Zero;
        return shortest is null ? null : TimeSpan.FromSeconds(shortest.Value);
    }
}
