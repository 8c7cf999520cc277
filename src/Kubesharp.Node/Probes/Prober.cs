using System.Collections.Concurrent;
using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Pods;

namespace Kubesharp.Node.Probes;

/// <summary>Keeps the probes of every running container.</summary>
internal sealed class Prober(IProbeRunner runner, IPodEvents events, TimeProvider time) : IProber, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ContainerProbes> _containers = new(StringComparer.Ordinal);

    public event Action<string>? ResultChanged;

    /// <summary>How often the probes of running containers had each result.</summary>
    public IEnumerable<ProbeCount> Counts => _containers.Values.SelectMany(probes => probes.Counts);

    public void Track(Pod pod, Container container, string containerId, PodAddresses addresses, DateTimeOffset startedAt)
    {
        if (container.LivenessProbe is null && container.ReadinessProbe is null && container.StartupProbe is null) return;
        if (_containers.ContainsKey(containerId)) return;
        var probes = new ContainerProbes(pod, container, containerId, addresses, startedAt, runner, events, time, uid => ResultChanged?.Invoke(uid));
        if (_containers.TryAdd(containerId, probes)) probes.Start();
    }

    public void Untrack(string containerId)
    {
        if (_containers.TryRemove(containerId, out var probes)) probes.Stop();
    }

    public void StopLivenessAndStartup(string podUid)
    {
        foreach (var probes in _containers.Values)
        {
            if (probes.PodUid == podUid) probes.StopLivenessAndStartup();
        }
    }

    public ProbeResult Liveness(string containerId) => _containers.GetValueOrDefault(containerId)?.Liveness ?? ProbeResult.Unknown;

    public ProbeResult Readiness(string containerId) => _containers.GetValueOrDefault(containerId)?.Readiness ?? ProbeResult.Unknown;

    public ProbeResult Startup(string containerId) => _containers.GetValueOrDefault(containerId)?.Startup ?? ProbeResult.Unknown;

    public async ValueTask DisposeAsync()
    {
        foreach (var id in _containers.Keys)
        {
            if (!_containers.TryRemove(id, out var probes)) continue;
            probes.Stop();
            await probes.Completion;
        }
    }
}
