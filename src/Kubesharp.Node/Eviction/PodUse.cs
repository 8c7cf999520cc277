using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Pods;

namespace Kubesharp.Node.Eviction;

/// <summary>How much of a resource a pod uses.</summary>
/// <param name="Pod">The pod.</param>
/// <param name="Total">All of it, volumes included.</param>
/// <param name="Containers">The part of each container, by its name.</param>
internal sealed record PodUse(Pod Pod, long Total, IReadOnlyDictionary<string, long> Containers)
{
    /// <summary>
    /// Puts those first that have to go first: who uses more than was asked for, then who matters less, then who uses more beyond that.
    /// </summary>
    public static IEnumerable<PodUse> Rank(IEnumerable<PodUse> uses, string resource) => uses
        .Where(use => !PodResources.IsCritical(use.Pod))
        .Select(use => (Use: use, Excess: resource == EvictionSignals.Pids ? 0 : use.Total - PodResources.RequestOf(use.Pod, resource).Value))
        .OrderByDescending(ranked => ranked.Excess > 0)
        .ThenBy(ranked => ranked.Use.Pod.GetPriority())
        .ThenByDescending(ranked => ranked.Excess)
        .ThenByDescending(ranked => ranked.Use.Total)
        .Select(ranked => ranked.Use);

    /// <summary>What the pod is told, in the kubelet's words.</summary>
    public string Message(Shortage shortage)
    {
        var text = $"The node was low on resource: {shortage.Resource}. Threshold quantity: {shortage.Threshold}, available: {shortage.Available}. ";
        foreach (var container in Pod.Spec.Containers)
        {
            var request = container.Resources.Requests.Amount(shortage.Resource);
            if (Containers.TryGetValue(container.Name, out var used) && used > request.Value)
                text += $"Container {container.Name} was using {Amount(used, shortage.Resource)}, request is {request}, has larger consumption of {shortage.Resource}. ";
        }

        return text;
    }

    private static Quantity Amount(long number, string resource) =>
        Quantity.FromValue(number, resource == EvictionSignals.Inodes ? QuantityFormat.DecimalSI : QuantityFormat.BinarySI);
}
