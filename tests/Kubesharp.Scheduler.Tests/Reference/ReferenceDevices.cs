using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Resource.V1;
using ResourceClaim = Kubesharp.Api.Resource.V1.ResourceClaim;

namespace Kubesharp.Scheduler.Tests.Reference;

/// <summary>Devices, found by trying every combination.</summary>
internal static class ReferenceDevices
{
    /// <summary>The claim that a pod names, or null.</summary>
    public static ResourceClaim? ClaimOf(ReferenceCluster cluster, Pod pod) =>
        pod.Spec.ResourceClaims.Count == 0 ? null : cluster.DeviceClaims[pod.Spec.ResourceClaims[0].ResourceClaimName!];

    public static Refusal? Filter(ReferenceCluster cluster, Pod pod, Node node)
    {
        if (ClaimOf(cluster, pod) is not { } claim) return null;
        if (claim.Status.Allocation is { } allocation)
        {
            return allocation.Devices.Results.All(device => device.Pool == node.Metadata.Name) ? null : new("DynamicResources", false, "resourceclaim not available on the node");
        }

        return Find(cluster, claim, node) is null ? new("DynamicResources", false, "cannot allocate all claims") : null;
    }

    /// <summary>The devices that a claim would get on a node, in the order of its requests; null when there are not enough.</summary>
    public static string[]? Find(ReferenceCluster cluster, ResourceClaim claim, Node node)
    {
        if (!cluster.Slices.TryGetValue(node.Metadata.Name, out var slice)) return null;
        var taken = cluster.DeviceClaims.Values
            .SelectMany(other => other.Status.Allocation?.Devices.Results ?? default)
            .Where(device => device.Pool == node.Metadata.Name)
            .Select(device => device.Device)
            .ToHashSet();
        var mustMatch = claim.Spec.Devices.Constraints.Count > 0;
        foreach (var choice in Choices(slice, [.. claim.Spec.Devices.Requests], 0))
        {
            if (choice.Any(device => taken.Contains(device.Name)) || choice.Distinct().Count() < choice.Length) continue;
            if (mustMatch && choice.Select(ModelOf).Distinct().Count() > 1) continue;
            return [.. choice.Select(device => device.Name)];
        }

        return null;
    }

    private static string ModelOf(Device device) => device.Attributes["model"].String!;

    /// <summary>Every way to serve the requests from one on, in the order of the devices.</summary>
    private static IEnumerable<Device[]> Choices(ResourceSlice slice, DeviceRequest[] requests, int first)
    {
        if (first == requests.Length) return [[]];
        var request = requests[first].Exactly!;
        var alike = slice.Spec.Devices.Where(device => request.Selectors.Count == 0 || request.Selectors[0].Cel!.Expression.Contains($"'{ModelOf(device)}'", StringComparison.Ordinal)).ToArray();
        var count = request.AllocationMode == "All" ? alike.Length : (int)request.Count;
        if (count == 0) return [];
        return Subsets(alike, count, 0)
            .Where(mine => mine.All(device => device.Taints.Count == 0 || request.Tolerations.Count > 0))
            .SelectMany(mine => Choices(slice, requests, first + 1).Select(others => mine.Concat(others).ToArray()));
    }

    private static IEnumerable<Device[]> Subsets(Device[] devices, int count, int first)
    {
        if (count == 0)
        {
            yield return [];
            yield break;
        }

        for (var i = first; i < devices.Length; i++)
        {
            foreach (var rest in Subsets(devices, count - 1, i + 1)) yield return [devices[i], .. rest];
        }
    }
}
