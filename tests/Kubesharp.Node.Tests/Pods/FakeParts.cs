using System.Collections.Concurrent;
using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Cri.V1;
using Kubesharp.Node.Images;
using Kubesharp.Node.Pods;
using Container = Kubesharp.Api.Core.V1.Container;

namespace Kubesharp.Node.Tests.Pods;

/// <summary>Volumes, environment, probes, hooks and credentials that do nothing but what a test sets.</summary>
internal sealed class FakeParts : IPodVolumes, IContainerEnvironment, IProber, ILifecycleHooks, IPullSecrets, IPodEvents, IRuntimeHandlers
{
    public event Action<string>? ResultChanged;

    public ConcurrentQueue<string> Events { get; } = new();

    public ConcurrentDictionary<string, ProbeResult> Results { get; } = new();

    public Func<Pod, Container, LifecycleHandler, CancellationToken, Task<string?>> Hook { get; set; } = (_, _, _, _) => Task.FromResult<string?>(null);

    public string? VolumeProblem { get; set; }

    public string? EnvironmentProblem { get; set; }

    public Task MountAsync(Pod pod, CancellationToken cancel) =>
        VolumeProblem is null ? Task.CompletedTask : Task.FromException(new PodVolumeException(VolumeProblem));

    public Task<ContainerMounts> ForContainerAsync(Pod pod, Container container, PodAddresses addresses, CancellationToken cancel) =>
        Task.FromResult(ContainerMounts.None);

    public Task RefreshAsync(Pod pod, CancellationToken cancel) => Task.CompletedTask;

    public Task UnmountAsync(string podUid, CancellationToken cancel) => Task.CompletedTask;

    public IReadOnlyCollection<string> ListPods() => [];

    public Task<IReadOnlyList<KeyValuePair<string, string>>> BuildAsync(
        Pod pod, Container container, PodAddresses addresses, CancellationToken cancel)
    {
        if (EnvironmentProblem is not null) throw new ContainerConfigException(EnvironmentProblem);
        return Task.FromResult<IReadOnlyList<KeyValuePair<string, string>>>([new("POD_IP", addresses.PodIp)]);
    }

    public void Track(Pod pod, Container container, string containerId, PodAddresses addresses, DateTimeOffset startedAt)
    {
    }

    public void Untrack(string containerId) => Results.TryRemove(containerId, out _);

    public void StopLivenessAndStartup(string podUid)
    {
    }

    public ProbeResult Liveness(string containerId) => Results.GetValueOrDefault(containerId);

    public ProbeResult Readiness(string containerId) => ProbeResult.Unknown;

    public ProbeResult Startup(string containerId) => ProbeResult.Unknown;

    public void Fail(string containerId, string podUid)
    {
        Results[containerId] = ProbeResult.Failure;
        ResultChanged?.Invoke(podUid);
    }

    public Task<string?> RunAsync(
        Pod pod, Container container, string containerId, LifecycleHandler handler, PodAddresses addresses, CancellationToken cancel) =>
        Hook(pod, container, handler, cancel);

    public Task<IReadOnlyList<AuthConfig>> ForImageAsync(Pod pod, string image, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<AuthConfig>>([]);

    public Task<string> HandlerOfAsync(string? runtimeClass, CancellationToken cancel) => Task.FromResult("");

    public void Normal(Pod pod, string? container, string reason, string message) => Events.Enqueue($"Normal {reason} {container}: {message}");

    public void Warning(Pod pod, string? container, string reason, string message) => Events.Enqueue($"Warning {reason} {container}: {message}");
}
