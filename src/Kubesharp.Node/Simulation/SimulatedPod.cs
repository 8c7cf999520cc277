using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using ConditionStatus = Kubesharp.Api.Core.V1.ConditionStatus;

namespace Kubesharp.Node.Simulation;

/// <summary>The status of a pod that pretends to run.</summary>
internal static class SimulatedPod
{
    private static readonly string[] Conditions = [PodConditionType.Initialized, PodConditionType.Ready, PodConditionType.ContainersReady];

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
        foreach (var type in Conditions) status = status.WithCondition(new PodCondition { Type = type, Status = ConditionStatus.True }, now);
        return status;
    }
}
