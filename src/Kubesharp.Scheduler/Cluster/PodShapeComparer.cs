using System.Diagnostics.CodeAnalysis;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Scheduler.Cluster;

/// <summary>Says that two pods are the same when scheduling treats them alike: everything that a <see cref="PodClass"/> is made of.</summary>
internal sealed class PodShapeComparer : IEqualityComparer<Pod>
{
    public static PodShapeComparer Instance { get; } = new();

    public bool Equals(Pod? x, Pod? y)
    {
        if (ReferenceEquals(x, y)) return true;
        if (x is null || y is null) return false;
        return x.Metadata.Namespace == y.Metadata.Namespace
            && x.Metadata.Labels == y.Metadata.Labels
            && SameOwner(x.Metadata, y.Metadata)
            && (ReferenceEquals(x.Spec, y.Spec) || SameSpec(x.Spec, y.Spec))
            && SameStatus(x.Status, y.Status);
    }

    public int GetHashCode([DisallowNull] Pod pod)
    {
        var hash = default(HashCode);
        hash.Add(pod.Metadata.Namespace);
        foreach (var (key, value) in pod.Metadata.Labels)
        {
            hash.Add(key);
            hash.Add(value);
        }

        foreach (var container in pod.Spec.Containers)
        {
            hash.Add(container.Image);
            foreach (var (_, amount) in container.Resources.Requests) hash.Add(amount);
        }

        hash.Add(pod.Spec.Tolerations.Count);
        return hash.ToHashCode();
    }

    private static bool SameOwner(ObjectMeta left, ObjectMeta right)
    {
        if (left.OwnerReferences.Count == 0 && right.OwnerReferences.Count == 0) return true;
        var one = left.GetControllerOf();
        var other = right.GetControllerOf();
        return one?.Name == other?.Name && one?.Kind == other?.Kind && one?.ApiVersion == other?.ApiVersion;
    }

    private static bool SameSpec(PodSpec left, PodSpec right) =>
        SameContainers(left.Containers, right.Containers)
        && SameContainers(left.InitContainers, right.InitContainers)
        && left.NodeSelector == right.NodeSelector
        && Equals(left.Affinity, right.Affinity)
        && left.Tolerations == right.Tolerations
        && left.TopologySpreadConstraints == right.TopologySpreadConstraints
        && left.SchedulingGates == right.SchedulingGates
        && left.Overhead == right.Overhead
        && Equals(left.Resources, right.Resources)
        && left.PreemptionPolicy == right.PreemptionPolicy
        && SameImages(left.Volumes, right.Volumes);

    private static bool SameContainers(ValueList<Container> left, ValueList<Container> right)
    {
        if (left.Count != right.Count) return false;
        for (var i = 0; i < left.Count; i++)
        {
            var (one, other) = (left[i], right[i]);
            if (ReferenceEquals(one, other)) continue;
            // The name ties a container to its status.
            if (one.Name != other.Name || one.Image != other.Image || one.RestartPolicy != other.RestartPolicy) return false;
            if (!one.Resources.Equals(other.Resources) || one.Ports != other.Ports || one.RestartPolicyRules != other.RestartPolicyRules) return false;
        }

        return true;
    }

    /// <summary>Other volumes either do not matter or keep the pod from sharing a class.</summary>
    private static bool SameImages(ValueList<Volume> left, ValueList<Volume> right)
    {
        if (left.Count != right.Count) return false;
        for (var i = 0; i < left.Count; i++)
        {
            if (left[i].Source.Image?.Reference != right[i].Source.Image?.Reference) return false;
        }

        return true;
    }

    /// <summary>What a pod was given counts, besides what it asks for.</summary>
    private static bool SameStatus(PodStatus left, PodStatus right)
    {
        if (ReferenceEquals(left, right)) return true;
        var hasResources = HasResources(left);
        if (hasResources != HasResources(right)) return false;
        return !hasResources
            || (Equals(left.Resources, right.Resources)
                && left.AllocatedResources == right.AllocatedResources
                && SameResources(left.ContainerStatuses, right.ContainerStatuses)
                && SameResources(left.InitContainerStatuses, right.InitContainerStatuses)
                && Equals(left.GetCondition(PodConditionType.PodResizePending)?.Reason, right.GetCondition(PodConditionType.PodResizePending)?.Reason));
    }

    private static bool HasResources(PodStatus status) =>
        status.Resources is not null || HasResources(status.ContainerStatuses) || HasResources(status.InitContainerStatuses);

    private static bool HasResources(ValueList<ContainerStatus> statuses)
    {
        foreach (var status in statuses)
        {
            if (status.Resources is not null) return true;
        }

        return false;
    }

    private static bool SameResources(ValueList<ContainerStatus> left, ValueList<ContainerStatus> right)
    {
        if (left.Count != right.Count) return false;
        for (var i = 0; i < left.Count; i++)
        {
            if (left[i].Name != right[i].Name || !Equals(left[i].Resources, right[i].Resources) || left[i].AllocatedResources != right[i].AllocatedResources) return false;
        }

        return true;
    }
}
