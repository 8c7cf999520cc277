using Kubesharp.Node.Cri.V1;

namespace Kubesharp.Node.Cri;

/// <summary>
/// What the node agent needs from a container runtime, one method per call of CRI's RuntimeService. Every method throws
/// <see cref="GrpcException"/> when the runtime refuses or cannot be reached.
/// </summary>
public interface ICriRuntime
{
    Task<VersionResponse> VersionAsync(CancellationToken cancel);

    /// <summary>Readiness of the runtime and its network.</summary>
    Task<StatusResponse> StatusAsync(bool verbose, CancellationToken cancel);

    /// <summary>Tells the runtime the pod CIDR of the node.</summary>
    Task UpdateRuntimeConfigAsync(RuntimeConfig config, CancellationToken cancel);

    /// <summary>Settings that the runtime decides, its cgroup driver first; older runtimes answer Unimplemented.</summary>
    Task<RuntimeConfigResponse> RuntimeConfigAsync(CancellationToken cancel);

    /// <summary>Makes and starts a sandbox, its network included. Returns the sandbox ID.</summary>
    Task<string> RunPodSandboxAsync(PodSandboxConfig config, string runtimeHandler, CancellationToken cancel);

    /// <summary>Stops what runs in the sandbox and gives its network back; succeeds when that has happened already.</summary>
    Task StopPodSandboxAsync(string sandboxId, CancellationToken cancel);

    /// <summary>Removes the sandbox and its containers; succeeds when they are gone already.</summary>
    Task RemovePodSandboxAsync(string sandboxId, CancellationToken cancel);

    Task<PodSandboxStatusResponse> PodSandboxStatusAsync(string sandboxId, bool verbose, CancellationToken cancel);

    Task<IReadOnlyList<PodSandbox>> ListPodSandboxAsync(PodSandboxFilter? filter, CancellationToken cancel);

    /// <summary>Makes a container in a sandbox without starting it. Returns the container ID.</summary>
    Task<string> CreateContainerAsync(string sandboxId, ContainerConfig config, PodSandboxConfig sandbox, CancellationToken cancel);

    Task StartContainerAsync(string containerId, CancellationToken cancel);

    /// <summary>Sends the stop signal, waits for the grace period, kills. Succeeds when the container does not run.</summary>
    Task StopContainerAsync(string containerId, TimeSpan gracePeriod, CancellationToken cancel);

    Task RemoveContainerAsync(string containerId, CancellationToken cancel);

    Task<IReadOnlyList<Container>> ListContainersAsync(ContainerFilter? filter, CancellationToken cancel);

    Task<ContainerStatusResponse> ContainerStatusAsync(string containerId, bool verbose, CancellationToken cancel);

    Task UpdateContainerResourcesAsync(string containerId, LinuxContainerResources resources, CancellationToken cancel);

    /// <summary>Asks the runtime to open the log file anew, after a rotation.</summary>
    Task ReopenContainerLogAsync(string containerId, CancellationToken cancel);

    /// <summary>Runs a command in a container and collects its output.</summary>
    /// <param name="containerId">The container.</param>
    /// <param name="command">Program and arguments.</param>
    /// <param name="timeout">How long the command may run; zero for no limit.</param>
    /// <param name="cancel">Gives the call up; the runtime kills the command.</param>
    Task<ExecSyncResponse> ExecSyncAsync(string containerId, IEnumerable<string> command, TimeSpan timeout, CancellationToken cancel);

    /// <summary>Prepares a streaming exec. Returns the URL of the runtime's streaming server.</summary>
    Task<string> ExecAsync(ExecRequest request, CancellationToken cancel);

    /// <summary>Prepares a streaming attach. Returns the URL of the runtime's streaming server.</summary>
    Task<string> AttachAsync(AttachRequest request, CancellationToken cancel);

    /// <summary>Prepares a port forward. Returns the URL of the runtime's streaming server.</summary>
    Task<string> PortForwardAsync(PortForwardRequest request, CancellationToken cancel);

    Task<ContainerStats> ContainerStatsAsync(string containerId, CancellationToken cancel);

    Task<IReadOnlyList<ContainerStats>> ListContainerStatsAsync(ContainerStatsFilter? filter, CancellationToken cancel);

    Task<IReadOnlyList<PodSandboxStats>> ListPodSandboxStatsAsync(PodSandboxStatsFilter? filter, CancellationToken cancel);

    /// <summary>Follows what happens to containers until the token is cancelled; older runtimes answer Unimplemented.</summary>
    IAsyncEnumerable<ContainerEventResponse> GetContainerEventsAsync(CancellationToken cancel);
}
