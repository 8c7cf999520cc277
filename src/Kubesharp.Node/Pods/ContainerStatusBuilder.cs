using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Cri.V1;
using Container = Kubesharp.Api.Core.V1.Container;
using ContainerState = Kubesharp.Api.Core.V1.ContainerState;
using ContainerStatus = Kubesharp.Api.Core.V1.ContainerStatus;
using ContainerUser = Kubesharp.Api.Core.V1.ContainerUser;
using LinuxContainerUser = Kubesharp.Api.Core.V1.LinuxContainerUser;

namespace Kubesharp.Node.Pods;

/// <summary>Computes the statuses of a pod's containers.</summary>
internal sealed class ContainerStatusBuilder(PodStatusInput input)
{
    private const int KilledExitCode = 137;

    /// <summary>The statuses of one list of containers, in its order.</summary>
    public ValueList<ContainerStatus> Build(ContainerKind kind, ValueList<Container> containers, ValueList<ContainerStatus> before)
    {
        if (containers.Count == 0) return default;
        var statuses = new ContainerStatus[containers.Count];
        for (var i = 0; i < statuses.Length; i++) statuses[i] = Build(kind, containers[i], Find(before, containers[i].Name));
        return ValueList.Wrap(statuses);
    }

    private static ContainerStatus? Find(ValueList<ContainerStatus> statuses, string name)
    {
        foreach (var status in statuses)
        {
            if (status.Name == name) return status;
        }

        return null;
    }

    private ContainerStatus Build(ContainerKind kind, Container container, ContainerStatus? before)
    {
        var current = input.Runtime.Find(container.Name);
        if (current is null) return NotThere(kind, container, before);
        var state = StateOf(container, current);
        var last = input.Runtime.FindEnded(container.Name, current) is { } ended ? StateOf(container, ended) : LastOf(before, current);
        if (!current.IsRunning && input.Waiting.TryGetValue(container.Name, out var waiting) && !IsDone(kind, container, current) && !input.HasEnded)
        {
            if (state.Terminated is not null) last = state;
            state = Waiting(waiting.Reason, waiting.Message);
        }

        var (ready, started) = Readiness(kind, container, current, before);
        var resources = (current.IsRunning ? current.Resources : null) ?? Allocated(container, before);
        return new ContainerStatus
        {
            Name = container.Name,
            State = state,
            LastState = last,
            Ready = ready,
            Started = kind == ContainerKind.Init && !container.IsRestartableInit() ? false : started,
            RestartCount = current.RestartCount,
            Image = current.Image,
            ImageID = current.ImageRef,
            ContainerID = current.QualifiedId(input.RuntimeName),
            AllocatedResources = resources.Requests,
            Resources = resources,
            VolumeMounts = Mounts(container),
            User = User(current),
        };
    }

    /// <summary>What a container that does not run gets when it is started.</summary>
    private ResourceRequirements Allocated(Container container, ContainerStatus? before) =>
        input.Resize.Pending is not null && before?.Resources is { } given ? given : container.Resources;

    /// <summary>A container that the runtime does not have: it is still to come, or it was removed.</summary>
    private ContainerStatus NotThere(ContainerKind kind, Container container, ContainerStatus? before)
    {
        var initial = kind == ContainerKind.Init || (kind == ContainerKind.Regular && input.Pod.Spec.InitContainers.Count > 0)
            ? "PodInitializing"
            : "ContainerCreating";
        var status = new ContainerStatus
        {
            Name = container.Name,
            Image = container.Image,
            State = Waiting(initial, ""),
            Started = false,
            RestartCount = before?.RestartCount ?? 0,
            LastState = before?.LastState ?? ContainerState.Empty,
            VolumeMounts = Mounts(container),
        };
        if (before is { State.Terminated: not null })
        {
            // An init container that has done its work may be cleaned up; the pod keeps what it showed.
            return kind == ContainerKind.Init || input.HasEnded ? before : status with { LastState = before.State };
        }

        if (before is { State.Running: not null })
        {
            var lost = new ContainerState
            {
                Terminated = new ContainerStateTerminated
                {
                    Reason = "ContainerStatusUnknown",
                    Message = "The container could not be located when the pod was terminated",
                    ExitCode = KilledExitCode,
                },
            };
            status = input.HasEnded || kind == ContainerKind.Init
                ? before with { State = lost, Ready = false, Started = false }
                : status with
                {
                    LastState = lost with
                    {
                        Terminated = lost.Terminated with
                        {
                            Message = "The container could not be located when the pod was deleted.  The container used to be Running",
                        },
                    },
                    RestartCount = before.RestartCount + 1,
                };
        }

        return input.Waiting.TryGetValue(container.Name, out var waiting) && !input.HasEnded
            ? status with { State = Waiting(waiting.Reason, waiting.Message) }
            : status;
    }

    private bool IsDone(ContainerKind kind, Container container, RuntimeContainer current) => kind switch
    {
        ContainerKind.Ephemeral => true,
        ContainerKind.Init when !container.IsRestartableInit() => current is { HasExited: true, ExitCode: 0 },
        _ => current.HasExited && !input.Pod.RestartsAfter(container, current.ExitCode),
    };

    private (bool Ready, bool Started) Readiness(ContainerKind kind, Container container, RuntimeContainer current, ContainerStatus? before)
    {
        if (kind == ContainerKind.Init && !container.IsRestartableInit()) return (current is { HasExited: true, ExitCode: 0 }, false);
        if (!current.IsRunning) return (false, false);
        var same = before?.ContainerID == current.QualifiedId(input.RuntimeName) ? before : null;
        var started = Holds(container.StartupProbe, input.Startup(current.Id), same?.Started == true);
        return (started && Holds(container.ReadinessProbe, input.Readiness(current.Id), same?.Ready == true), started);
    }

    /// <summary>A probe that has not spoken yet leaves what was known of the same container, so that a new agent does not take it out of service.</summary>
    private static bool Holds(Probe? probe, ProbeResult result, bool before) =>
        probe is null || (result == ProbeResult.Unknown ? before : result == ProbeResult.Success);

    private ContainerState StateOf(Container container, RuntimeContainer current)
    {
        if (current.IsRunning) return new ContainerState { Running = new ContainerStateRunning { StartedAt = Seconds(current.StartedAt) } };
        if (!current.HasExited) return Waiting("ContainerCreating", "");
        var message = input.LastMessage(container, current);
        return new ContainerState
        {
            Terminated = new ContainerStateTerminated
            {
                ExitCode = current.ExitCode,
                Reason = current.Reason,
                Message = message.Length > 0 ? message : current.Message,
                StartedAt = Seconds(current.StartedAt == default ? DateTimeOffset.UnixEpoch : current.StartedAt),
                FinishedAt = Seconds(current.FinishedAt),
                ContainerID = current.QualifiedId(input.RuntimeName),
            },
        };
    }

    private ContainerState LastOf(ContainerStatus? before, RuntimeContainer current)
    {
        if (before is null) return ContainerState.Empty;
        var id = current.QualifiedId(input.RuntimeName);

        // What ended last was this very container when its state was shown as waiting.
        if (before.LastState.Terminated is { } last && last.ContainerID != id) return before.LastState;
        return before.State.Terminated is { } ended && ended.ContainerID != id ? before.State : ContainerState.Empty;
    }

    private static ContainerState Waiting(string reason, string message) =>
        new() { Waiting = new ContainerStateWaiting { Reason = reason, Message = message } };

    private static DateTimeOffset Seconds(DateTimeOffset time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), time.Offset);

    private static ValueList<VolumeMountStatus> Mounts(Container container)
    {
        if (container.VolumeMounts.Count == 0) return default;
        var mounts = new VolumeMountStatus[container.VolumeMounts.Count];
        for (var i = 0; i < mounts.Length; i++)
        {
            var mount = container.VolumeMounts[i];
            mounts[i] = new VolumeMountStatus
            {
                Name = mount.Name,
                MountPath = mount.MountPath,
                ReadOnly = mount.ReadOnly,
                RecursiveReadOnly = mount.ReadOnly ? RecursiveReadOnlyMode.Disabled : null,
            };
        }

        return ValueList.Wrap(mounts);
    }

    private static ContainerUser? User(RuntimeContainer current) => current.User is { } user
        ? new ContainerUser { Linux = new LinuxContainerUser { Uid = user.Uid, Gid = user.Gid, SupplementalGroups = user.SupplementalGroups.ToValueList() } }
        : null;
}
