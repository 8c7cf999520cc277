using System.Collections.Immutable;
using System.Net;
using Kubesharp.Api.Core.V1;

namespace Kubesharp.Network.PodNetwork;

/// <summary>Reads a Node's pod ranges.</summary>
internal static class NodeRanges
{
    public static ImmutableArray<IPNetwork> Of(Node node)
    {
        var ranges = ImmutableArray.CreateBuilder<IPNetwork>();
        foreach (var text in node.Spec.PodCIDRs.Count > 0 ? node.Spec.PodCIDRs : node.Spec.PodCIDR.Length > 0 ? [node.Spec.PodCIDR] : [])
        {
            if (IPNetwork.TryParse(text, out var range)) ranges.Add(range);
        }

        return ranges.ToImmutable();
    }
}
