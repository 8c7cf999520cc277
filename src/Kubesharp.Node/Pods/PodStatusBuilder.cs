using Kubesharp.Api;
using Kubesharp.Api.Core.V1;

namespace Kubesharp.Node.Pods;

/// <summary>Computes the status of a pod: phase, conditions, containers, addresses. The same input gives the same status.</summary>
internal static class PodStatusBuilder
{
    public static PodStatus Build(PodStatusInput input)
    {
        var pod = input.Pod;
        var containers = new ContainerStatusBuilder(input);
        var init = containers.Build(ContainerKind.Init, pod.Spec.InitContainers, pod.Status.InitContainerStatuses);
        var regular = containers.Build(ContainerKind.Regular, pod.Spec.Containers, pod.Status.ContainerStatuses);
        var ephemeral = containers.Build(
            ContainerKind.Ephemeral, Ephemeral(pod), pod.Status.EphemeralContainerStatuses);
        var phase = PhaseOf(pod, init, regular, input.HasEnded);

        // A pod that has failed or succeeded stays so, whatever becomes of its containers.
        if (pod.IsTerminal()) phase = pod.Status.Phase;

        // What the node ended has failed, however its containers took it.
        else if (input is { HasEnded: true, Failure: not null }) phase = PodPhase.Failed;

        // It is over only when everything has been stopped, sidecars too: others take its place then.
        else if (!input.HasEnded && phase is (PodPhase.Succeeded or PodPhase.Failed)) phase = pod.Status.Phase.Length > 0 ? pod.Status.Phase : PodPhase.Pending;
        var status = pod.Status with
        {
            ObservedGeneration = pod.Metadata.Generation,
            Phase = phase,
            InitContainerStatuses = init,
            ContainerStatuses = regular,
            EphemeralContainerStatuses = ephemeral,
            QosClass = pod.Status.QosClass.Length > 0 ? pod.Status.QosClass : PodResources.QosOf(pod).ToString(),
            HostIP = input.Addresses.HostIp,
            HostIPs = input.Addresses.HostIps.Select(ip => new HostIP { Ip = ip }).ToValueList(),
            StartTime = pod.Status.StartTime ?? Seconds(input.Now),
        };
        if (input.Addresses.PodIps.Count > 0 && (!pod.Spec.HostNetwork || input.Runtime.Sandbox is not null))
            status = status with { PodIP = input.Addresses.PodIp, PodIPs = input.Addresses.PodIps.Select(ip => new PodIP { Ip = ip }).ToValueList() };
        status = status with { Conditions = PodConditions.Build(pod, status, input.Runtime, input.HasEnded ? PodResize.Done : input.Resize, input.Now) };
        return input is { HasEnded: true, Failure: { } failure } ? Ended(pod, status, failure, input.Now) : status;
    }

    private static PodStatus Ended(Pod pod, PodStatus status, PodFailure failure, DateTimeOffset now)
    {
        var ended = status with { Reason = failure.Reason, Message = failure.Message };
        if (!failure.IsDisruption) return ended;
        var conditions = ended.Conditions.Where(condition => condition.Type != PodConditionType.DisruptionTarget);
        return ended with { Conditions = conditions.Append(PodConditions.DisruptionTarget(pod, failure.Message, now)).ToValueList() };
    }

    /// <summary>The status of a pod that this node turns down, or ends for a reason of its own.</summary>
    public static PodStatus Failed(Pod pod, string reason, string message, DateTimeOffset now) => pod.Status with
    {
        ObservedGeneration = pod.Metadata.Generation,
        Phase = PodPhase.Failed,
        Reason = reason,
        Message = message,
        StartTime = pod.Status.StartTime ?? Seconds(now),
        QosClass = pod.Status.QosClass.Length > 0 ? pod.Status.QosClass : PodResources.QosOf(pod).ToString(),
    };

    internal static string PhaseOf(Pod pod, ValueList<ContainerStatus> init, ValueList<ContainerStatus> regular, bool ended)
    {
        var initPending = 0;
        var initFailed = 0;
        var begun = false;
        foreach (var status in regular) begun |= status.State.Running is not null || status.State.Terminated is not null || status.LastState.Terminated is not null;
        for (var i = 0; i < init.Count; i++)
        {
            var (pending, failed) = InitState(pod.Spec.InitContainers[i], init[i]);

            // Once regular containers have run, a sidecar on its way back does not make the pod pending again.
            if (pending && !(begun && pod.Spec.InitContainers[i].IsRestartableInit())) initPending++;
            if (failed) initFailed++;
        }

        if (initFailed > 0 && pod.Spec.RestartPolicy == RestartPolicy.Never) return PodPhase.Failed;
        int waiting = 0, running = 0, stopped = 0, succeeded = 0;
        foreach (var status in regular)
        {
            if (status.State.Running is not null)
            {
                running++;
            }
            else if (status.State.Terminated is { } terminated)
            {
                stopped++;
                if (terminated.ExitCode == 0) succeeded++;
            }
            else if (status.LastState.Terminated is not null)
            {
                stopped++;
            }
            else
            {
                waiting++;
            }
        }

        if (ended && running == 0) return waiting == 0 && stopped > 0 && stopped == succeeded ? PodPhase.Succeeded : PodPhase.Failed;
        if (initPending > 0 || initFailed > 0 || waiting > 0) return PodPhase.Pending;
        if (running > 0) return PodPhase.Running;
        if (stopped == 0) return PodPhase.Pending;
        if (MayRestart(pod, regular)) return PodPhase.Running;
        return stopped == succeeded ? PodPhase.Succeeded : PodPhase.Failed;
    }

    private static bool MayRestart(Pod pod, ValueList<ContainerStatus> regular)
    {
        for (var i = 0; i < regular.Count; i++)
        {
            if (regular[i].State.Terminated is not { } terminated || pod.RestartsAfter(pod.Spec.Containers[i], terminated.ExitCode)) return true;
        }

        return false;
    }

    private static (bool Pending, bool Failed) InitState(Container container, ContainerStatus status)
    {
        if (container.IsRestartableInit()) return (status.State.Running is null || status.Started != true, false);
        if (status.State.Terminated is { } terminated) return (false, terminated.ExitCode != 0);
        if (status.State.Waiting is not null && status.LastState.Terminated is { } last) return (last.ExitCode == 0, last.ExitCode != 0);
        return (true, false);
    }

    private static ValueList<Container> Ephemeral(Pod pod)
    {
        if (pod.Spec.EphemeralContainers.Count == 0) return default;
        var containers = new Container[pod.Spec.EphemeralContainers.Count];
        for (var i = 0; i < containers.Length; i++) containers[i] = pod.Spec.EphemeralContainers[i].AsContainer();
        return ValueList.Wrap(containers);
    }

    private static DateTimeOffset Seconds(DateTimeOffset time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), time.Offset);
}
