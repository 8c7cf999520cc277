using Kubesharp.Api.Core.V1;

namespace Kubesharp.Controllers.Workloads;

/// <summary>Questions that workload controllers ask of pods.</summary>
public static class PodStates
{
    /// <summary>Neither finished nor on its way out.</summary>
    public static bool IsActive(Pod pod) => !IsFinished(pod) && pod.Metadata.DeletionTimestamp is null;

    public static bool IsFinished(Pod pod) => pod.Status.Phase is PodPhase.Succeeded or PodPhase.Failed;

    public static PodCondition? Condition(Pod pod, string type)
    {
        foreach (var condition in pod.Status.Conditions)
        {
            if (condition.Type == type) return condition;
        }

        return null;
    }

    public static bool IsReady(Pod pod) => Condition(pod, "Ready")?.Status == "True";

    /// <summary>Ready for at least <paramref name="minReadySeconds"/>.</summary>
    public static bool IsAvailable(Pod pod, int minReadySeconds, DateTimeOffset now)
    {
        if (Condition(pod, "Ready") is not { Status: "True" } ready) return false;
        return minReadySeconds == 0 || (ready.LastTransitionTime != default && ready.LastTransitionTime.AddSeconds(minReadySeconds) <= now);
    }

    /// <summary>Time after which a ready pod becomes available; null when it is available already or not ready.</summary>
    public static TimeSpan? UntilAvailable(Pod pod, int minReadySeconds, DateTimeOffset now)
    {
        if (minReadySeconds == 0 || Condition(pod, "Ready") is not { Status: "True" } ready || ready.LastTransitionTime == default) return null;
        var left = ready.LastTransitionTime.AddSeconds(minReadySeconds) - now;
        return left > TimeSpan.Zero ? left : null;
    }

    public static int Restarts(Pod pod)
    {
        var most = 0;
        foreach (var status in pod.Status.ContainerStatuses) most = Math.Max(most, status.RestartCount);
        return most;
    }
}
