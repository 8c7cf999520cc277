using Kubesharp.Client;
using Kubesharp.Node.Cri;
using Kubesharp.Node.Images;
using Kubesharp.Node.Pods;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Node;

/// <summary>What the parts of an agent are made from.</summary>
/// <param name="Options">Settings of the agent.</param>
/// <param name="Client">The API server.</param>
/// <param name="Informers">Shared informers; they run as long as the agent does.</param>
/// <param name="Runtime">The container runtime.</param>
/// <param name="Folders">Places of files.</param>
/// <param name="Events">Events of pods.</param>
/// <param name="Time">The clock.</param>
/// <param name="Logs">Makes the loggers.</param>
public sealed record NodeAgentContext(
    NodeAgentOptions Options,
    KubernetesClient Client,
    InformerFactory Informers,
    ICriRuntime Runtime,
    PodFolders Folders,
    IPodEvents Events,
    TimeProvider Time,
    ILoggerFactory Logs);

/// <summary>The parts of an agent that pod workers rely on, and what runs beside them.</summary>
public sealed record NodeAgentParts
{
    public required IPodVolumes Volumes { get; init; }

    public required IContainerEnvironment Environment { get; init; }

    public required IProber Prober { get; init; }

    public required ILifecycleHooks Hooks { get; init; }

    public required IPullSecrets PullSecrets { get; init; }

    /// <summary>Fills in what static pods leave open, as the API server does for others, and refuses what is invalid by an exception.</summary>
    public Func<Api.Core.V1.Pod, Api.Core.V1.Pod> CompletePod { get; init; } = static pod => pod;

    /// <summary>
    /// Loops that run beside the pod workers until cancelled: the HTTPS server, the refresh of volumes, log rotation. They get the
    /// means to find pods and containers.
    /// </summary>
    public IReadOnlyList<Func<IPodLookup, CancellationToken, Task>> Loops { get; init; } = [];
}
