using Kubesharp.Api.Core.V1;

namespace Kubesharp.Controllers.Workloads;

/// <summary>Questions that workload controllers ask of pods.</summary>
public static class PodStates
{
    /// <summary>Time after which a ready pod becomes available; null when it is available already or not ready.</summary>
    public static TimeSpan? UntilAvailable(Pod pod, int minReadySeconds, DateTimeOffset now)
    {
        if (minReadySeconds == 0 || pod.Status.GetCondition(PodConditionType.Ready) is not { Status: ConditionStatus.True } ready || ready.LastTransitionTime == default) return null;
        var left = ready.LastTransitionTime.AddSeconds(minReadySeconds) - now;
        return left > TimeSpan.Zero ? left : null;
    }

    /// <summary>Restarts of the container that restarted most.</summary>
    public static int Restarts(Pod pod)
    {
        var most = 0;
        foreach (var status in pod.Status.ContainerStatuses) most = Math.Max(most, status.RestartCount);
        return most;
    }

    /// <summary>How far a pod has got: pending, unknown, anything further.</summary>
    public static int PhaseRank(Pod pod) => pod.Status.Phase switch
    {
        PodPhase.Pending or "" => 0,
        PodPhase.Unknown => 1,
        _ => 2,
    };

    /// <summary>Since when the pod is ready or not ready; the beginning of time when that is not known.</summary>
    public static DateTimeOffset ReadySince(Pod pod) => pod.Status.GetCondition(PodConditionType.Ready)?.LastTransitionTime ?? default;
}
