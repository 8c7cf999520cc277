using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;

namespace Kubesharp.Controllers.Deployments;

/// <summary>Numbers of a rollout.</summary>
internal static class DeploymentMath
{
    /// <summary>Pods above the wanted number that may exist, and below it that may be missing; never both zero.</summary>
    public static (int MaxSurge, int MaxUnavailable) Limits(Deployment deployment)
    {
        if (deployment.Spec.Strategy.Type == DeploymentStrategyType.Recreate) return (0, Replicas(deployment));
        var rolling = deployment.Spec.Strategy.RollingUpdate;
        var replicas = Replicas(deployment);
        var surge = (rolling?.MaxSurge ?? new IntOrString("25%")).Scale(replicas, roundUp: true) ?? 0;
        var unavailable = (rolling?.MaxUnavailable ?? new IntOrString("25%")).Scale(replicas, roundUp: false) ?? 0;

        // With both at zero, which can come of rounding, nothing could ever move.
        if (surge == 0 && unavailable == 0) unavailable = 1;
        return (surge, Math.Min(unavailable, replicas));
    }

    public static int Replicas(Deployment deployment) => deployment.Spec.Replicas ?? 1;

    public static int Replicas(ReplicaSet replicaSet) => replicaSet.Spec.Replicas ?? 1;

    public static int Replicas(IEnumerable<ReplicaSet> replicaSets) => replicaSets.Sum(Replicas);

    public static int Available(IEnumerable<ReplicaSet> replicaSets) => replicaSets.Sum(replicaSet => replicaSet.Status.AvailableReplicas);

    /// <summary>Whether the status of a ReplicaSet is about its present size.</summary>
    public static bool IsSettled(ReplicaSet replicaSet) => replicaSet.Status.ObservedGeneration >= replicaSet.Metadata.Generation;

    /// <summary>
    /// Pods of a ReplicaSet that are available for certain. A status from before a change of size may count pods that have been deleted since, and
    /// no more pods than its size will stay.
    /// </summary>
    public static int CertainlyAvailable(ReplicaSet replicaSet) => IsSettled(replicaSet) ? Math.Min(Replicas(replicaSet), replicaSet.Status.AvailableReplicas) : 0;

    /// <summary>Size for the newest ReplicaSet as far as the surge limit allows now.</summary>
    public static int NewReplicas(Deployment deployment, List<ReplicaSet> all, ReplicaSet newest)
    {
        if (deployment.Spec.Strategy.Type == DeploymentStrategyType.Recreate) return Replicas(deployment);
        var maxTotal = Replicas(deployment) + Limits(deployment).MaxSurge;
        var total = Replicas(all);
        if (total >= maxTotal) return Replicas(newest);
        return Replicas(newest) + Math.Min(maxTotal - total, Replicas(deployment) - Replicas(newest));
    }

    /// <summary>
    /// New sizes when a Deployment is scaled in the middle of a rollout: the difference is shared out in proportion to the present
    /// sizes, and what rounding leaves goes to the first.
    /// </summary>
    /// <param name="deployment">The Deployment with its new size.</param>
    /// <param name="active">ReplicaSets with pods; newest first when growing, oldest first when shrinking, largest first in either case.</param>
    /// <param name="recordedMax">The largest total that was allowed when the ReplicaSet was last scaled, by ReplicaSet.</param>
    public static Dictionary<string, int> Proportional(Deployment deployment, IReadOnlyList<ReplicaSet> active, Func<ReplicaSet, int?> recordedMax)
    {
        var total = Replicas(active);
        var allowed = Replicas(deployment) > 0 ? Replicas(deployment) + Limits(deployment).MaxSurge : 0;
        var toAdd = allowed - total;
        var added = 0;
        var sizes = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var replicaSet in active)
        {
            var size = Replicas(replicaSet);
            if (toAdd != 0)
            {
                var share = Share(replicaSet, deployment, allowed, recordedMax(replicaSet), toAdd, added);
                size += share;
                added += share;
            }

            sizes[replicaSet.Metadata.Name] = size;
        }

        if (toAdd != 0 && active.Count > 0)
        {
            var first = active[0].Metadata.Name;
            sizes[first] = Math.Max(0, sizes[first] + toAdd - added);
        }

        return sizes;
    }

    private static int Share(ReplicaSet replicaSet, Deployment deployment, int allowed, int? recordedMax, int toAdd, int added)
    {
        var size = Replicas(replicaSet);
        if (size == 0) return 0;
        var left = toAdd - added;
        if (Replicas(deployment) == 0) return -size;
        var before = recordedMax is { } max and > 0 ? max : deployment.Status.Replicas;
        if (before == 0) return 0;
        var fraction = (int)Math.Round(size * (double)allowed / before, MidpointRounding.AwayFromZero) - size;
        return toAdd > 0 ? Math.Min(fraction, left) : Math.Max(fraction, left);
    }
}
