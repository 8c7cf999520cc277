using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Cgroups;

namespace Kubesharp.Node.Pods;

/// <summary>What a pod asks for as a whole, and what follows from it: its class, its cgroup, its place in the queue of victims.</summary>
public static class PodResources
{
    /// <summary>The least priority of pods that a node cannot do without.</summary>
    private const int SystemCriticalPriority = 2_000_000_000;

    /// <summary>The class of a pod, from the CPU and memory of all its containers, or of the pod itself where it says so.</summary>
    public static PodQosClass QosOf(Pod pod)
    {
        if (pod.Spec.Resources is { } whole && (Named(whole.Requests) || Named(whole.Limits))) return QosOf([whole]);
        var all = new List<ResourceRequirements>(pod.Spec.InitContainers.Count + pod.Spec.Containers.Count);
        foreach (var container in pod.Spec.InitContainers) all.Add(container.Resources);
        foreach (var container in pod.Spec.Containers) all.Add(container.Resources);
        return QosOf(all);
    }

    /// <summary>True for pods with a priority that system pods have.</summary>
    public static bool IsCritical(Pod pod) => pod.Spec.Priority >= SystemCriticalPriority || pod.Metadata.Annotations.ContainsKey("kubernetes.io/config.mirror");

    /// <summary>
    /// The amount of a resource that the pod reserves on the node: regular containers and sidecars together, or what an init
    /// container needs at its time if that is more, and the overhead of the runtime.
    /// </summary>
    public static Quantity RequestOf(Pod pod, string resource)
    {
        if (pod.Spec.Resources is { } whole && whole.Requests.TryGetValue(resource, out var asWhole))
            return asWhole + pod.Spec.Overhead.Amount(resource);
        return Total(pod, container => container.Resources.Requests.Amount(resource)) + pod.Spec.Overhead.Amount(resource);
    }

    /// <summary>The limit of the pod, or null when one of its containers has none.</summary>
    public static Quantity? LimitOf(Pod pod, string resource)
    {
        if (pod.Spec.Resources is { } whole && whole.Limits.TryGetValue(resource, out var asWhole)) return asWhole + pod.Spec.Overhead.Amount(resource);
        foreach (var container in pod.Spec.Containers)
        {
            if (container.Resources.Limits.Amount(resource).IsZero) return null;
        }

        foreach (var container in pod.Spec.InitContainers)
        {
            if (container.Resources.Limits.Amount(resource).IsZero) return null;
        }

        return Total(pod, container => container.Resources.Limits.Amount(resource)) + pod.Spec.Overhead.Amount(resource);
    }

    /// <summary>Limits of the pod's cgroup.</summary>
    public static CgroupResources CgroupOf(Pod pod)
    {
        var cpuLimit = LimitOf(pod, ResourceName.Cpu);
        var memoryLimit = LimitOf(pod, ResourceName.Memory);
        return new CgroupResources
        {
            CpuShares = CpuMath.SharesOf(RequestOf(pod, ResourceName.Cpu).MilliValue),
            CpuQuota = cpuLimit is { IsZero: false } cpu ? CpuMath.QuotaOf(cpu.MilliValue) : null,
            MemoryLimit = memoryLimit is { IsZero: false } memory ? memory.Value : null,
        };
    }

    /// <summary>The oom_score_adj of a container.</summary>
    /// <param name="pod">Its pod.</param>
    /// <param name="container">The container.</param>
    /// <param name="memoryCapacity">Memory of the node in bytes.</param>
    public static int OomScoreOf(Pod pod, Container container, long memoryCapacity)
    {
        var qos = QosOf(pod);
        var own = OomScore.ForContainer(qos, IsCritical(pod), container.Resources.Requests.Amount(ResourceName.Memory).Value, memoryCapacity);
        if (qos != PodQosClass.Burstable || !container.IsSidecar()) return own;

        // A sidecar must not die before the containers that rely on it.
        foreach (var regular in pod.Spec.Containers)
        {
            var request = regular.Resources.Requests.Amount(ResourceName.Memory).Value;
            own = Math.Min(own, OomScore.ForContainer(qos, IsCritical(pod), request, memoryCapacity));
        }

        return own;
    }

    private static Quantity Total(Pod pod, Func<Container, Quantity> amount)
    {
        var running = Quantity.Zero;
        foreach (var container in pod.Spec.Containers) running += amount(container);

        // Sidecars stay, so that each init container runs beside those before it.
        var sidecars = Quantity.Zero;
        var starting = Quantity.Zero;
        foreach (var container in pod.Spec.InitContainers)
        {
            if (container.IsSidecar())
            {
                sidecars += amount(container);
                starting = Quantity.Max(starting, sidecars);
            }
            else
            {
                starting = Quantity.Max(starting, sidecars + amount(container));
            }
        }

        return Quantity.Max(running + sidecars, starting);
    }

    private static PodQosClass QosOf(IReadOnlyList<ResourceRequirements> all)
    {
        var anything = false;
        var guaranteed = true;
        foreach (var resources in all)
        {
            foreach (var name in (ReadOnlySpan<string>)[ResourceName.Cpu, ResourceName.Memory])
            {
                var request = resources.Requests.Amount(name);
                var limit = resources.Limits.Amount(name);
                anything |= !request.IsZero || !limit.IsZero;
                guaranteed &= !limit.IsZero && (request.IsZero || request == limit);
            }
        }

        if (!anything) return PodQosClass.BestEffort;
        return guaranteed ? PodQosClass.Guaranteed : PodQosClass.Burstable;
    }

    private static bool Named(ValueMap<Quantity> resources) =>
        !resources.Amount(ResourceName.Cpu).IsZero || !resources.Amount(ResourceName.Memory).IsZero;
}
