using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Pods;
using ConditionStatus = Kubesharp.Api.Core.V1.ConditionStatus;

namespace Kubesharp.Node.Simulation;

/// <summary>The status of a pod that pretends to run, and of one whose pretended containers have ended.</summary>
internal static class SimulatedPod
{
    private static readonly PodCondition Initialized = new() { Type = PodConditionType.Initialized, Status = ConditionStatus.True };
    private static readonly PodCondition ContainersReady = new() { Type = PodConditionType.ContainersReady, Status = ConditionStatus.True };

    public static PodStatus Running(Pod pod, string address, DateTimeOffset now)
    {
        var status = pod.Status with
        {
            Phase = PodPhase.Running,
            PodIP = address,
            PodIPs = [new PodIP { Ip = address }],
            StartTime = now,
            QosClass = pod.Spec.GetQosClass(),
            ContainerStatuses = pod.Spec.Containers.Select(container => new ContainerStatus
            {
                Name = container.Name,
                Image = container.Image,
                ImageID = container.Image,
                ContainerID = $"simulated://{pod.Metadata.Uid}/{container.Name}",
                Ready = true,
                Started = true,
                State = new ContainerState { Running = new ContainerStateRunning { StartedAt = now } },
            }).ToValueList(),
        };
        return status.WithCondition(Initialized, now).WithCondition(PodConditions.Ready(pod, ContainersReady), now).WithCondition(ContainersReady, now);
    }

    /// <summary>The status with the pod's readiness gates seen to; null when it says already how they are.</summary>
    public static PodStatus? Gated(Pod pod, DateTimeOffset now)
    {
        if (pod.Spec.ReadinessGates.Count == 0 || pod.Status.GetCondition(PodConditionType.ContainersReady) is not { } containers) return null;
        var ready = PodConditions.Ready(pod, containers);
        var before = pod.Status.GetCondition(PodConditionType.Ready);
        return before?.Status == ready.Status && before.Message == ready.Message ? null : pod.Status.WithCondition(ready, now);
    }

    /// <summary>The status of a pod whose containers end with a code: over, or restarted when the pod wants that.</summary>
    public static PodStatus Ended(Pod pod, int exitCode, DateTimeOffset now) =>
        pod.Spec.RestartPolicy is RestartPolicy.Always || (pod.Spec.RestartPolicy is RestartPolicy.OnFailure && exitCode != 0) ? Restarted(pod, exitCode, now) : Over(pod, exitCode, now);

    /// <summary>The status of a pod whose containers have ended for good.</summary>
    public static PodStatus Over(Pod pod, int exitCode, DateTimeOffset now)
    {
        var status = pod.Status with
        {
            Phase = exitCode == 0 ? PodPhase.Succeeded : PodPhase.Failed,
            ContainerStatuses = pod.Status.ContainerStatuses.Select(container => container with
            {
                Ready = false,
                Started = false,
                State = new ContainerState { Terminated = Terminated(container, exitCode, now) },
            }).ToValueList(),
        };
        var reason = exitCode == 0 ? "PodCompleted" : "PodFailed";
        status = status.WithCondition(new PodCondition { Type = PodConditionType.Ready, Status = ConditionStatus.False, Reason = reason }, now);
        return status.WithCondition(new PodCondition { Type = PodConditionType.ContainersReady, Status = ConditionStatus.False, Reason = reason }, now);
    }

    private static PodStatus Restarted(Pod pod, int exitCode, DateTimeOffset now) => pod.Status with
    {
        ContainerStatuses = pod.Status.ContainerStatuses.Select(container => container with
        {
            RestartCount = container.RestartCount + 1,
            LastState = new ContainerState { Terminated = Terminated(container, exitCode, now) },
            State = new ContainerState { Running = new ContainerStateRunning { StartedAt = now } },
        }).ToValueList(),
    };

    private static ContainerStateTerminated Terminated(ContainerStatus container, int exitCode, DateTimeOffset now) => new()
    {
        ExitCode = exitCode,
        Reason = exitCode == 0 ? "Completed" : "Error",
        StartedAt = container.State.Running?.StartedAt ?? now,
        FinishedAt = now,
        ContainerID = container.ContainerID,
    };
}
