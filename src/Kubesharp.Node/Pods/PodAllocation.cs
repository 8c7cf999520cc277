using Kubesharp.Api;
using Kubesharp.Api.Core.V1;

namespace Kubesharp.Node.Pods;

/// <summary>What the node has given a pod, which is less than its definition asks for while a resize of it waits.</summary>
internal static class PodAllocation
{
    /// <summary>The pod with the resources it was given.</summary>
    public static Pod Of(Pod pod)
    {
        if (pod.Status.GetCondition(PodConditionType.PodResizePending) is null) return pod;
        return pod with
        {
            Spec = pod.Spec with
            {
                InitContainers = Of(pod.Spec.InitContainers, pod.Status.InitContainerStatuses),
                Containers = Of(pod.Spec.Containers, pod.Status.ContainerStatuses),
            },
        };
    }

    private static ValueList<Container> Of(ValueList<Container> containers, ValueList<ContainerStatus> statuses) =>
        containers.Select(container => Find(statuses, container.Name)?.Resources is { } given ? container with { Resources = given } : container).ToValueList();

    private static ContainerStatus? Find(ValueList<ContainerStatus> statuses, string name)
    {
        foreach (var status in statuses)
        {
            if (status.Name == name) return status;
        }

        return null;
    }
}
