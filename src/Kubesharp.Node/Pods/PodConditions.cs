using Kubesharp.Api;
using Kubesharp.Api.Core.V1;

namespace Kubesharp.Node.Pods;

/// <summary>The conditions of a pod that the node answers for; others are left as they are.</summary>
internal static class PodConditions
{
    private const string UnknownContainerStatuses = "UnknownContainerStatuses";
    private const string PodCompleted = "PodCompleted";
    private const string PodFailed = "PodFailed";
    private const string TerminationByNode = "TerminationByKubelet";

    /// <summary>True for the conditions that the node writes.</summary>
    public static bool IsOwned(PodCondition condition) => condition.Type switch
    {
        PodConditionType.PodReadyToStartContainers or PodConditionType.Initialized or PodConditionType.Ready or PodConditionType.ContainersReady
            or PodConditionType.PodScheduled or PodConditionType.AllContainersRestarting => true,
        PodConditionType.DisruptionTarget => condition.Reason == TerminationByNode,
        var type => PodResize.IsAbout(type),
    };

    /// <summary>That the node ended the pod for reasons that are not the pod's owner's.</summary>
    public static PodCondition DisruptionTarget(Pod pod, string message, DateTimeOffset now) => new()
    {
        Type = PodConditionType.DisruptionTarget,
        Status = ConditionStatus.True,
        Reason = TerminationByNode,
        Message = message,
        LastTransitionTime = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), now.Offset),
        ObservedGeneration = pod.Metadata.Generation,
    };

    /// <summary>All conditions of the pod. A condition whose status stays keeps the time it began.</summary>
    /// <param name="pod">The pod with the conditions of before.</param>
    /// <param name="status">The new phase and container statuses.</param>
    /// <param name="runtime">What runs.</param>
    /// <param name="resize">How far a change of its resources has come.</param>
    /// <param name="now">The time of changes.</param>
    public static ValueList<PodCondition> Build(Pod pod, PodStatus status, PodRuntimeStatus runtime, PodResize resize, DateTimeOffset now)
    {
        var containersReady = ContainersReady(pod, status);
        var conditions = new List<PodCondition>
        {
            SandboxReady(runtime),
            Initialized(pod, status),
            Ready(pod, containersReady),
            containersReady with { Type = PodConditionType.ContainersReady },
            new() { Type = PodConditionType.PodScheduled, Status = ConditionStatus.True },
        };
        if (pod.Spec.MayRestartAllContainers()) conditions.Add(RestartingAll(pod, status, runtime));
        if (resize.Pending is { } pending) conditions.Add(pending);
        if (resize.InProgress is { } inProgress) conditions.Add(inProgress);
        for (var i = 0; i < conditions.Count; i++)
        {
            var before = Find(pod.Status.Conditions, conditions[i].Type);
            conditions[i] = conditions[i] with
            {
                LastTransitionTime = before is not null && before.Status == conditions[i].Status
                    ? before.LastTransitionTime
                    : new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), now.Offset),
                ObservedGeneration = pod.Metadata.Generation,
            };
        }

        foreach (var condition in pod.Status.Conditions)
        {
            if (!conditions.Exists(own => own.Type == condition.Type) && !PodResize.IsAbout(condition.Type)) conditions.Add(condition);
        }

        return conditions.ToValueList();
    }

    private static PodCondition? Find(ValueList<PodCondition> conditions, string type)
    {
        foreach (var condition in conditions)
        {
            if (condition.Type == type) return condition;
        }

        return null;
    }

    private static PodCondition SandboxReady(PodRuntimeStatus runtime)
    {
        var ready = runtime.Sandbox is { IsReady: true } sandbox && (sandbox.HostNetwork || sandbox.Ips.Length > 0);
        return Condition(PodConditionType.PodReadyToStartContainers, ready);
    }

    private static PodCondition RestartingAll(Pod pod, PodStatus status, PodRuntimeStatus runtime)
    {
        const string Type = PodConditionType.AllContainersRestarting;
        if (status.Phase == PodPhase.Succeeded) return Condition(Type, false, PodCompleted);
        if (status.Phase == PodPhase.Failed) return Condition(Type, false, PodFailed);
        return PodActionPlanner.RestartsAll(pod, runtime)
            ? Condition(Type, true, "RestartAllContainersStarted", "container exited with restart policy rule")
            : Condition(Type, false);
    }

    private static PodCondition Initialized(Pod pod, PodStatus status)
    {
        if (status.Phase == PodPhase.Succeeded) return Condition(PodConditionType.Initialized, true, PodCompleted);
        if (pod.Spec.InitContainers.Count == 0) return Condition(PodConditionType.Initialized, true);
        var incomplete = new List<string>();
        for (var i = 0; i < status.InitContainerStatuses.Count; i++)
        {
            var container = status.InitContainerStatuses[i];
            if (pod.Spec.InitContainers[i].IsRestartableInit() ? container.Started != true : !container.Ready) incomplete.Add(container.Name);
        }

        // Once a regular container has started, what happens to sidecars is no matter of initialisation.
        if (incomplete.Count == 0 || AnyRegularBegan(status)) return Condition(PodConditionType.Initialized, true);
        return Condition(
            PodConditionType.Initialized, false, "ContainersNotInitialized", $"containers with incomplete status: [{string.Join(' ', incomplete)}]");
    }

    private static bool AnyRegularBegan(PodStatus status)
    {
        foreach (var container in status.ContainerStatuses)
        {
            if (container.State.Running is not null || container.State.Terminated is not null || container.LastState.Terminated is not null) return true;
        }

        return false;
    }

    private static PodCondition ContainersReady(Pod pod, PodStatus status)
    {
        const string Type = PodConditionType.ContainersReady;
        if (status.ContainerStatuses.Count == 0) return Condition(Type, false, UnknownContainerStatuses);
        if (status.Phase == PodPhase.Failed) return Condition(Type, false, PodFailed);
        if (status.Phase == PodPhase.Succeeded) return Condition(Type, false, PodCompleted);
        var unready = new List<string>();
        for (var i = 0; i < status.InitContainerStatuses.Count; i++)
        {
            if (pod.Spec.InitContainers[i].IsRestartableInit() && !status.InitContainerStatuses[i].Ready) unready.Add(status.InitContainerStatuses[i].Name);
        }

        foreach (var container in status.ContainerStatuses)
        {
            if (!container.Ready) unready.Add(container.Name);
        }

        return unready.Count == 0
            ? Condition(Type, true)
            : Condition(Type, false, "ContainersNotReady", $"containers with unready status: [{string.Join(' ', unready)}]");
    }

    /// <summary>Whether the pod is ready: its containers are, and whoever else the pod waits for has said so.</summary>
    public static PodCondition Ready(Pod pod, PodCondition containersReady)
    {
        if (containersReady.Status != ConditionStatus.True) return containersReady with { Type = PodConditionType.Ready };
        var problems = new List<string>();
        foreach (var gate in pod.Spec.ReadinessGates)
        {
            var condition = Find(pod.Status.Conditions, gate.ConditionType);
            if (condition is null)
                problems.Add($"corresponding condition of pod readiness gate \"{gate.ConditionType}\" does not exist.");
            else if (condition.Status != ConditionStatus.True)
                problems.Add($"the status of pod readiness gate \"{gate.ConditionType}\" is not \"True\", but {condition.Status}");
        }

        return problems.Count == 0
            ? Condition(PodConditionType.Ready, true)
            : Condition(PodConditionType.Ready, false, "ReadinessGatesNotReady", string.Join(", ", problems));
    }

    private static PodCondition Condition(string type, bool holds, string reason = "", string message = "") => new()
    {
        Type = type,
        Status = holds ? ConditionStatus.True : ConditionStatus.False,
        Reason = reason,
        Message = message,
    };
}
