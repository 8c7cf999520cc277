using Kubesharp.Api.Core.V1;

namespace Kubesharp.Node.Pods;

/// <summary>The volumes of pods on this node: made before the first container starts, kept up to date while the pod runs, removed after it.</summary>
public interface IPodVolumes
{
    /// <summary>
    /// Makes and fills every volume of the pod; does nothing for what is there already, so that it can be called before each
    /// synchronisation and after a restart of the agent.
    /// </summary>
    /// <exception cref="PodVolumeException">A volume cannot be made now; the pod waits and is tried again.</exception>
    Task MountAsync(Pod pod, CancellationToken cancel);

    /// <summary>What to mount into one container, in the order of its <c>volumeMounts</c>, and the block devices it gets.</summary>
    /// <exception cref="ContainerConfigException">A mount names something that does not exist.</exception>
    Task<ContainerMounts> ForContainerAsync(Pod pod, Container container, PodAddresses addresses, CancellationToken cancel);

    /// <summary>Brings volumes made from API objects up to date in a running pod.</summary>
    Task RefreshAsync(Pod pod, CancellationToken cancel);

    /// <summary>Takes away and deletes every volume of a pod whose containers are gone; succeeds when there are none.</summary>
    Task UnmountAsync(string podUid, CancellationToken cancel);

    /// <summary>UIDs of all pods that have volumes on this machine, including those from before a restart.</summary>
    IReadOnlyCollection<string> ListPods();
}

/// <summary>What one container gets of its pod's volumes.</summary>
public sealed record ContainerMounts(IReadOnlyList<Cri.V1.Mount> Mounts, IReadOnlyList<Cri.V1.Device> Devices)
{
    public static ContainerMounts None { get; } = new([], []);
}

/// <summary>The addresses of a pod; all empty before its sandbox runs.</summary>
/// <param name="PodIps">Addresses of the pod, the first one being its main address.</param>
/// <param name="HostIps">Addresses of the node.</param>
public sealed record PodAddresses(IReadOnlyList<string> PodIps, IReadOnlyList<string> HostIps)
{
    public string PodIp => PodIps.Count == 0 ? "" : PodIps[0];

    public string HostIp => HostIps.Count == 0 ? "" : HostIps[0];
}

/// <summary>A volume that cannot be made at this time. The message is the one for the pod's events.</summary>
public sealed class PodVolumeException(string message, Exception? inner = null) : Exception(message, inner);
