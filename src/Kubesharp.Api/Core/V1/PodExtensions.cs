using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

/// <summary>Questions many parts ask of pods.</summary>
public static class PodExtensions
{
    /// <summary>Priority of pods whose priority nobody set.</summary>
    public const int DefaultPriority = 0;

    /// <summary>What a node notes as the source of pods that the API gave it.</summary>
    public const string ApiSource = "api";

    /// <summary>The condition of a type, or null.</summary>
    public static PodCondition? GetCondition(this PodStatus status, string type)
    {
        foreach (var condition in status.Conditions)
        {
            if (condition.Type == type) return condition;
        }

        return null;
    }

    /// <summary>
    /// The status with a condition in place of the one of its type, or at the end. The transition time is <paramref name="now"/> when
    /// the condition's status changes and stays as it was otherwise.
    /// </summary>
    public static PodStatus WithCondition(this PodStatus status, PodCondition condition, DateTimeOffset now)
    {
        var conditions = status.Conditions.AsSpan().ToArray();
        for (var i = 0; i < conditions.Length; i++)
        {
            if (conditions[i].Type != condition.Type) continue;
            conditions[i] = condition with { LastTransitionTime = conditions[i].Status == condition.Status ? conditions[i].LastTransitionTime : now };
            return status with { Conditions = ValueList.Wrap(conditions) };
        }

        return status with { Conditions = status.Conditions.Add(condition with { LastTransitionTime = now }) };
    }

    /// <summary>Whether the pod may receive traffic.</summary>
    public static bool IsReady(this Pod pod) => pod.Status.GetCondition(PodConditionType.Ready)?.Status == ConditionStatus.True;

    /// <summary>Whether the pod has been ready for at least some seconds.</summary>
    public static bool IsAvailable(this Pod pod, int minReadySeconds, DateTimeOffset now)
    {
        var ready = pod.Status.GetCondition(PodConditionType.Ready);
        if (ready?.Status != ConditionStatus.True) return false;
        if (minReadySeconds == 0) return true;
        return ready.LastTransitionTime != default && ready.LastTransitionTime.AddSeconds(minReadySeconds) <= now;
    }

    /// <summary>Whether all containers have ended for good.</summary>
    public static bool IsTerminal(this Pod pod) => pod.Status.Phase is PodPhase.Succeeded or PodPhase.Failed;

    /// <summary>Whether deletion of the pod has begun.</summary>
    public static bool IsTerminating(this Pod pod) => pod.Metadata.IsBeingDeleted();

    /// <summary>Whether the pod counts for its controller: not ended and not being deleted.</summary>
    public static bool IsActive(this Pod pod) => !pod.IsTerminal() && !pod.IsTerminating();

    /// <summary>Whether the pod has a node.</summary>
    public static bool IsScheduled(this Pod pod) => pod.Spec.NodeName.Length > 0;

    /// <summary>Whether the pod stands for one that a node runs from a file, and is therefore only shown by the API.</summary>
    public static bool IsMirror(this Pod pod) => pod.Metadata.Annotations.ContainsKey(WellKnownAnnotations.ConfigMirror);

    /// <summary>Whether a node runs the pod from a file, and not because the API says so.</summary>
    public static bool IsStatic(this Pod pod) => pod.Metadata.Annotations.TryGetValue(WellKnownAnnotations.ConfigSource, out var source) && source != ApiSource;

    public static int GetPriority(this Pod pod) => pod.Spec.Priority ?? DefaultPriority;

    /// <summary>Whether an init container stays beside the containers instead of ending before them (a sidecar).</summary>
    public static bool IsRestartableInit(this Container container) => container.RestartPolicy == ContainerRestartPolicy.Always;

    /// <summary>Init containers, then containers; without ephemeral ones.</summary>
    public static IEnumerable<Container> AllContainers(this PodSpec spec) => spec.InitContainers.Concat(spec.Containers);

    /// <summary>The status of the container, init container or ephemeral container with a name, or null.</summary>
    public static ContainerStatus? GetContainerStatus(this PodStatus status, string name) =>
        status.ContainerStatuses.Find(name) ?? status.InitContainerStatuses.Find(name) ?? status.EphemeralContainerStatuses.Find(name);

    /// <summary>The status with a container name, or null.</summary>
    public static ContainerStatus? Find(this ValueList<ContainerStatus> statuses, string name)
    {
        foreach (var status in statuses)
        {
            if (status.Name == name) return status;
        }

        return null;
    }

    /// <summary>
    /// The quality-of-service class that the resources of a pod put it in. Only processor and memory count; resources of the pod as a
    /// whole, where given, count instead of those of the containers.
    /// </summary>
    public static string GetQosClass(this PodSpec spec)
    {
        var requests = new ResourceSum();
        var limits = new ResourceSum();
        var guaranteed = true;
        if (spec.HasPodLevelResources())
        {
            var whole = spec.Resources!;
            AddCompute(requests, whole.Requests);
            var limited = AddCompute(limits, whole.Limits);
            guaranteed = whole.Limits.Count == 0 || limited == 2;
        }
        else
        {
            foreach (var container in spec.AllContainers())
            {
                AddCompute(requests, container.Resources.Requests);
                if (AddCompute(limits, container.Resources.Limits) < 2) guaranteed = false;
            }
        }

        if (requests.Count == 0 && limits.Count == 0) return PodQOSClass.BestEffort;
        return guaranteed && requests.Matches(limits) ? PodQOSClass.Guaranteed : PodQOSClass.Burstable;
    }

    /// <summary>Adds processor and memory where they are more than zero and says how many there were.</summary>
    private static int AddCompute(ResourceSum sum, ValueMap<Quantity> resources)
    {
        var found = 0;
        foreach (var (name, amount) in resources)
        {
            if (name is not (ResourceName.Cpu or ResourceName.Memory) || amount.Sign <= 0) continue;
            sum.Add(name, amount);
            found++;
        }

        return found;
    }

    /// <summary>
    /// The first of a container's restart rules that an exit code matches; null when its restart policy decides.
    /// </summary>
    public static ContainerRestartRule? FindRestartRule(this Container container, int exitCode)
    {
        foreach (var rule in container.RestartPolicyRules)
        {
            if (rule.ExitCodes is not { } codes) continue;
            if (codes.Values.Contains(exitCode) == (codes.Operator == ContainerRestartRuleOnExitCodesOperator.In)) return rule;
        }

        return null;
    }

    /// <summary>Whether the end of a container of the pod can start all its containers anew (KEP-5532).</summary>
    public static bool MayRestartAllContainers(this PodSpec spec) => AnyRestartsAll(spec.InitContainers) || AnyRestartsAll(spec.Containers);

    private static bool AnyRestartsAll(ValueList<Container> containers)
    {
        foreach (var container in containers)
        {
            foreach (var rule in container.RestartPolicyRules)
            {
                if (rule.Action == ContainerRestartRuleAction.RestartAllContainers) return true;
            }
        }

        return false;
    }

    /// <summary>The ports of the machine that the pod's containers occupy, sidecars among them.</summary>
    public static HostPort[] GetHostPorts(this PodSpec spec)
    {
        List<HostPort>? ports = null;
        foreach (var container in spec.Containers) Add(container);
        foreach (var container in spec.InitContainers)
        {
            if (container.IsRestartableInit()) Add(container);
        }

        return ports is null ? [] : [.. ports];

        void Add(Container container)
        {
            foreach (var port in container.Ports)
            {
                if (port.HostPort <= 0) continue;
                ports ??= [];
                ports.Add(new(port.HostIP.Length == 0 ? HostPort.AnyAddress : port.HostIP, port.Protocol.Length == 0 ? Protocol.TCP : port.Protocol, port.HostPort));
            }
        }
    }
}
