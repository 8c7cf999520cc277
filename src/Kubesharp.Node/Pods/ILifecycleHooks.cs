using Kubesharp.Api.Core.V1;

namespace Kubesharp.Node.Pods;

/// <summary>Runs what pods ask for after the start of a container and before its end.</summary>
public interface ILifecycleHooks
{
    /// <summary>Runs one hook to its end.</summary>
    /// <returns>Null when it succeeded, else the text for the event and the container's status.</returns>
    Task<string?> RunAsync(
        Pod pod, Container container, string containerId, LifecycleHandler handler, PodAddresses addresses, CancellationToken cancel);
}
