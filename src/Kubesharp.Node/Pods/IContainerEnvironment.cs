using Kubesharp.Api.Core.V1;

namespace Kubesharp.Node.Pods;

/// <summary>The environment variables of containers: literals, downward API, ConfigMaps, Secrets and services.</summary>
public interface IContainerEnvironment
{
    /// <summary>The variables of a container in the order the runtime gets them; later ones win.</summary>
    /// <exception cref="ContainerConfigException">A variable names something that does not exist.</exception>
    Task<IReadOnlyList<KeyValuePair<string, string>>> BuildAsync(
        Pod pod, Container container, PodAddresses addresses, CancellationToken cancel);
}
