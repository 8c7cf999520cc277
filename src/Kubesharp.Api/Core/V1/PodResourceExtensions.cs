namespace Kubesharp.Api.Core.V1;

/// <summary>
/// The resources a pod needs as a whole: the sum over its containers and sidecars, or what one of its init containers needs together
/// with the sidecars started before it, whichever is greater; resources of the pod as a whole take the place of that; overhead comes on top.
/// </summary>
public static class PodResourceExtensions
{
    /// <summary>Requests of a pod, by resource name.</summary>
    public static ValueMap<Quantity> GetResourceRequests(this Pod pod, PodResourceOptions? options = null)
    {
        options ??= PodResourceOptions.Default;
        var total = new ResourceSum();
        if (!options.SkipContainerLevelResources) AddContainers(total, pod, options, RequestsOf);
        if (!options.SkipPodLevelResources && pod.Spec.Resources is not null) ReplaceByPodLevel(total, PodLevelRequests(pod, options));
        if (!options.ExcludeOverhead) total.Add(pod.Spec.Overhead);
        return total.ToMap();
    }

    /// <summary>Limits of a pod, by resource name; overhead counts only for resources that are limited.</summary>
    public static ValueMap<Quantity> GetResourceLimits(this Pod pod, PodResourceOptions? options = null)
    {
        options ??= PodResourceOptions.Default;
        var total = new ResourceSum();
        if (!options.SkipContainerLevelResources) AddContainers(total, pod, options, LimitsOf);
        if (!options.SkipPodLevelResources && pod.Spec.Resources is not null) ReplaceByPodLevel(total, pod.Spec.Resources.Limits);
        if (!options.ExcludeOverhead) total.AddToPresent(pod.Spec.Overhead);
        return total.ToMap();
    }

    /// <summary>Whether a resource may be given for a pod as a whole.</summary>
    public static bool IsPodLevelResource(string name) => name is ResourceName.Cpu or ResourceName.Memory || IsHugePages(name);

    /// <summary>Whether a name stands for memory in huge pages, such as <c>hugepages-2Mi</c>.</summary>
    public static bool IsHugePages(string name) => name.StartsWith("hugepages-", StringComparison.Ordinal);

    /// <summary>Whether a name stands for a resource that a device plugin or an administrator added to nodes, such as <c>example.com/gpu</c>.</summary>
    public static bool IsExtendedResource(string name) => !IsNativeResource(name) && !name.StartsWith("requests.", StringComparison.Ordinal);

    /// <summary>Whether a name is Kubernetes' own: without a domain, or with one that ends in kubernetes.io.</summary>
    public static bool IsNativeResource(string name) => !name.Contains('/') || name.Contains("kubernetes.io/", StringComparison.Ordinal);

    /// <summary>Whether the specification gives resources for the pod as a whole.</summary>
    public static bool HasPodLevelResources(this PodSpec spec) =>
        spec.Resources is { } whole && (HasPodLevelResource(whole.Requests) || HasPodLevelResource(whole.Limits));

    private static bool HasPodLevelResource(ValueMap<Quantity> resources)
    {
        foreach (var (name, _) in resources)
        {
            if (IsPodLevelResource(name)) return true;
        }

        return false;
    }

    private static void AddContainers(ResourceSum total, Pod pod, PodResourceOptions options, Func<Pod, Container, ContainerStatus?, PodResourceOptions, ValueMap<Quantity>> resourcesOf)
    {
        foreach (var container in pod.Spec.Containers)
        {
            var status = options.UseStatusResources ? pod.Status.ContainerStatuses.Find(container.Name) : null;
            total.Add(resourcesOf(pod, container, status, options));
        }

        if (pod.Spec.InitContainers.Count == 0) return;
        var sidecars = new ResourceSum();
        var starting = new ResourceSum();
        foreach (var container in pod.Spec.InitContainers)
        {
            if (container.IsRestartableInit())
            {
                var status = options.UseStatusResources ? pod.Status.InitContainerStatuses.Find(container.Name) : null;
                var resources = resourcesOf(pod, container, status, options);
                total.Add(resources);
                sidecars.Add(resources);
                starting.RaiseTo(sidecars);
            }
            else
            {
                var step = new ResourceSum();
                step.Add(resourcesOf(pod, container, null, options));
                step.Add(sidecars);
                starting.RaiseTo(step);
            }
        }

        total.RaiseTo(starting);
    }

    private static ValueMap<Quantity> RequestsOf(Pod pod, Container container, ContainerStatus? status, PodResourceOptions options)
    {
        var requests = container.Resources.Requests;
        if (status?.Resources is { } inForce)
        {
            requests = IsResizeInfeasible(pod)
                ? Greatest(inForce.Requests, status.AllocatedResources)
                : Greatest(requests, inForce.Requests, status.AllocatedResources);
        }

        foreach (var (name, amount) in options.NonMissingContainerRequests)
        {
            if (!requests.ContainsKey(name)) requests = requests.Set(name, amount);
        }

        return requests;
    }

    private static ValueMap<Quantity> LimitsOf(Pod pod, Container container, ContainerStatus? status, PodResourceOptions options)
    {
        if (status?.Resources is not { } inForce) return container.Resources.Limits;
        return IsResizeInfeasible(pod) ? inForce.Limits : Greatest(container.Resources.Limits, inForce.Limits);
    }

    private static ValueMap<Quantity> PodLevelRequests(Pod pod, PodResourceOptions options)
    {
        var requests = pod.Spec.Resources!.Requests;
        if (!options.UseStatusResources || pod.Status.Resources is not { } inForce) return requests;
        return IsResizeInfeasible(pod)
            ? Greatest(inForce.Requests, pod.Status.AllocatedResources)
            : Greatest(requests, inForce.Requests, pod.Status.AllocatedResources);
    }

    private static void ReplaceByPodLevel(ResourceSum total, ValueMap<Quantity> resources)
    {
        foreach (var (name, amount) in resources)
        {
            if (IsPodLevelResource(name)) total.Set(name, amount);
        }
    }

    private static ValueMap<Quantity> Greatest(params ReadOnlySpan<ValueMap<Quantity>> maps)
    {
        var greatest = new ResourceSum();
        foreach (var map in maps) greatest.RaiseTo(map);
        return greatest.ToMap();
    }

    private static bool IsResizeInfeasible(Pod pod) =>
        pod.Status.GetCondition(PodConditionType.PodResizePending) is { Status: ConditionStatus.True, Reason: "Infeasible" };
}
