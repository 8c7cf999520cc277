using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Cgroups;

namespace Kubesharp.Node.Pods;

/// <summary>
/// The node's last word on a pod that was given to it. It turns down what does not fit, which happens when a pod names its node
/// itself or two schedulers do not know of each other.
/// </summary>
internal static class PodAdmission
{
    /// <summary>Why the node does not take the pod, or null when it does.</summary>
    /// <param name="pod">The new pod.</param>
    /// <param name="active">The pods it has, those that have ended left out.</param>
    /// <param name="node">The node, null before it is known.</param>
    public static PodFailure? Check(Pod pod, IReadOnlyCollection<Pod> active, Api.Core.V1.Node? node)
    {
        if (Sysctls.Check(pod.Spec) is { } forbidden) return forbidden;
        if (node is null) return null;
        if (CheckResources(pod, active, node.Status.Allocatable) is { } lack) return lack;
        if (!pod.Spec.MatchesNodeAffinity(node))
            return new PodFailure("NodeAffinity", "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector");
        if (HasPortConflict(pod, active))
            return new PodFailure("NodePorts", "Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports");

        // Other effects are the scheduler's matter.
        if (node.Spec.Taints.FindUntolerated(pod.Spec.Tolerations, [TaintEffect.NoExecute]) is { } taint)
            return new PodFailure("TaintToleration", $"Predicate TaintToleration failed: node(s) had untolerated taint {{{taint.Key}: {taint.Value}}}");
        return null;
    }

    private static PodFailure? CheckResources(Pod pod, IReadOnlyCollection<Pod> active, ValueMap<Quantity> allocatable)
    {
        if (allocatable.TryGetValue(ResourceName.Pods, out var pods) && active.Count + 1 > pods.Value) return Short(ResourceName.Pods, 1, active.Count, pods.Value);
        ReadOnlySpan<string> first = [ResourceName.Cpu, ResourceName.Memory, ResourceName.EphemeralStorage];
        var requests = pod.GetResourceRequests();
        foreach (var name in (string[])[.. first, .. requests.Keys.Except(first.ToArray())])
        {
            // What the node does not know at all is for somebody else to give.
            var asked = requests.Amount(name);
            if (asked.IsZero || !allocatable.TryGetValue(name, out var capacity)) continue;
            var used = Quantity.Zero;
            foreach (var other in active) used += PodResources.RequestOf(other, name);
            if (used + asked <= capacity) continue;
            return name == ResourceName.Cpu
                ? Short(name, asked.MilliValue, used.MilliValue, capacity.MilliValue)
                : Short(name, asked.Value, used.Value, capacity.Value);
        }

        return null;
    }

    private static bool HasPortConflict(Pod pod, IReadOnlyCollection<Pod> active)
    {
        var wanted = pod.Spec.GetHostPorts();
        return wanted.Length > 0 && active.Any(other => other.Spec.GetHostPorts().Any(taken => wanted.Any(port => port.ConflictsWith(taken))));
    }

    /// <summary>Why the node could not have the pod even if it had no other, or null when it could.</summary>
    public static string? CheckCapacity(Pod pod, Api.Core.V1.Node? node)
    {
        if (node is null) return null;
        var memory = (Asked: PodResources.RequestOf(pod, ResourceName.Memory).Value, Has: node.Status.Allocatable.Amount(ResourceName.Memory).Value);
        if (memory.Asked > memory.Has) return $"Node didn't have enough capacity: memory, requested: {memory.Asked}, capacity: {memory.Has}";
        var cpu = (Asked: PodResources.RequestOf(pod, ResourceName.Cpu).MilliValue, Has: node.Status.Allocatable.Amount(ResourceName.Cpu).MilliValue);
        return cpu.Asked > cpu.Has ? $"Node didn't have enough capacity: cpu, requested: {cpu.Asked}, capacity: {cpu.Has}" : null;
    }

    /// <summary>A node that is short of something takes critical pods alone; of memory, also those that ask for some or tolerate it.</summary>
    public static PodFailure? CheckPressure(Pod pod, Api.Core.V1.Node? node)
    {
        if (node is null) return null;
        var pressures = node.Status.Conditions
            .Where(condition => condition.Status == ConditionStatus.True
                && condition.Type is NodeConditionType.MemoryPressure or NodeConditionType.DiskPressure or NodeConditionType.PIDPressure)
            .Select(condition => condition.Type).ToList();
        if (pressures.Count == 0 || PodResources.IsCritical(pod)) return null;
        var taint = new Taint { Key = WellKnownTaints.MemoryPressure, Effect = TaintEffect.NoSchedule };
        if (pressures is [NodeConditionType.MemoryPressure] && (PodResources.QosOf(pod) != PodQosClass.BestEffort || taint.IsToleratedBy(pod.Spec.Tolerations))) return null;
        return new PodFailure("Evicted", $"The node had condition: [{string.Join(' ', pressures)}]. ");
    }

    private static PodFailure Short(string resource, long requested, long used, long capacity) => new(
        "OutOf" + resource,
        $"Node didn't have enough resource: {resource}, requested: {requested}, used: {used}, capacity: {capacity}");
}
