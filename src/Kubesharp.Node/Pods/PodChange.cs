using Kubesharp.Api;
using Kubesharp.Api.Core.V1;

namespace Kubesharp.Node.Pods;

/// <summary>Tells news of a pod from the echo of what this node wrote about it.</summary>
internal static class PodChange
{
    /// <summary>Whether anything differs that somebody else decides.</summary>
    public static bool IsNews(Pod before, Pod after)
    {
        var (was, now) = (before.Metadata, after.Metadata);
        return was.DeletionTimestamp != now.DeletionTimestamp
            || was.DeletionGracePeriodSeconds != now.DeletionGracePeriodSeconds
            || was.Labels != now.Labels
            || was.Annotations != now.Annotations
            || before.Spec != after.Spec
            || Foreign(before.Status) != Foreign(after.Status);
    }

    /// <summary>The part of a status that the node does not write.</summary>
    private static PodStatus Foreign(PodStatus status) => new()
    {
        NominatedNodeName = status.NominatedNodeName,
        ResourceClaimStatuses = status.ResourceClaimStatuses,
        ExtendedResourceClaimStatus = status.ExtendedResourceClaimStatus,
        Conditions = status.Conditions.Where(condition => !PodConditions.IsOwned(condition)).ToValueList(),
    };
}
