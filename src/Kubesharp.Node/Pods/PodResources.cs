using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Cgroups;

namespace Kubesharp.Node.Pods;

/// <summary>What a pod asks for as a whole, and what follows from it: its class, its cgroup, its place in the queue of victims.</summary>
public static class PodResources
{
    /// <summary>The least priority of pods that a node cannot do without.</summary>
    private const int SystemCriticalPriority = 2_000_000_000;

    /// <summary>The class of a pod.</summary>
    public static PodQosClass QosOf(Pod pod) => pod.Spec.GetQosClass() switch
    {
        PodQOSClass.Guaranteed => PodQosClass.Guaranteed,
        PodQOSClass.Burstable => PodQosClass.Burstable,
        _ => PodQosClass.BestEffort,
    };

    /// <summary>True for pods with a priority that system pods have, and for those that the node runs from files.</summary>
    public static bool IsCritical(Pod pod) => pod.GetPriority() >= SystemCriticalPriority || pod.IsStatic();

    /// <summary>The amount of a resource that the pod reserves on the node.</summary>
    public static Quantity RequestOf(Pod pod, string resource) => pod.GetResourceRequests().Amount(resource);

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

        return pod.GetResourceLimits().Amount(resource);
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
        if (qos != PodQosClass.Burstable || !container.IsRestartableInit()) return own;

        // A sidecar must not die before the containers that rely on it.
        foreach (var regular in pod.Spec.Containers)
        {
            var request = regular.Resources.Requests.Amount(ResourceName.Memory).Value;
            own = Math.Min(own, OomScore.ForContainer(qos, IsCritical(pod), request, memoryCapacity));
        }

        return own;
    }
}
