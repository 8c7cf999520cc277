using Kubesharp.Node.Cri;
using Kubesharp.Node.Cri.V1;
using Kubesharp.Node.Pods;

namespace Kubesharp.Node.Images;

/// <summary>Containers that have ended and have a successor: they are kept for their logs only, as long as there is room.</summary>
internal sealed class DeadContainers(ICriRuntime runtime)
{
    public async Task RemoveAsync(CancellationToken cancel)
    {
        var byName = (await runtime.ListContainersAsync(null, cancel)).ToLookup(container => (RuntimeLabels.PodUidOf(container.Labels), RuntimeLabels.ContainerNameOf(container.Labels)));
        foreach (var group in byName)
        {
            if (group.Key is (null, _) or (_, null) || !group.Any(container => container.State == ContainerState.ContainerRunning)) continue;
            foreach (var dead in group.Where(container => container.State == ContainerState.ContainerExited))
                await runtime.RemoveContainerAsync(dead.Id, cancel);
        }
    }
}
