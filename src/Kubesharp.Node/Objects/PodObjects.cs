using System.Collections.Immutable;
using Kubesharp.Api.Core.V1;
using Kubesharp.Client;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Node.Objects;

/// <summary>Follows objects one by one, since a node may read only what its own pods name.</summary>
public sealed class PodObjects : IPodObjects, IAsyncDisposable
{
    private readonly FollowedObjects<ConfigMap> _configMaps;
    private readonly FollowedObjects<Secret> _secrets;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Holding> _pods = new(StringComparer.Ordinal);

    public PodObjects(KubernetesClient client, TimeProvider time, ILoggerFactory logs)
    {
        _configMaps = new FollowedObjects<ConfigMap>(client, time, logs, Wake);
        _secrets = new FollowedObjects<Secret>(client, time, logs, Wake);
    }

    public event Action<string>? Changed;

    public void Hold(Pod pod)
    {
        var ns = pod.Metadata.Namespace;
        var uid = pod.Metadata.Uid;
        var holding = new Holding(ns, [.. PodObjectNames.ConfigMapsOf(pod)], [.. PodObjectNames.SecretsOf(pod)]);
        lock (_gate)
        {
            var before = _pods.GetValueOrDefault(uid) ?? new Holding(ns, [], []);
            foreach (var name in holding.ConfigMaps.Except(before.ConfigMaps)) _configMaps.Add(ns, name, uid);
            foreach (var name in holding.Secrets.Except(before.Secrets)) _secrets.Add(ns, name, uid);
            foreach (var name in before.ConfigMaps.Except(holding.ConfigMaps)) _configMaps.Remove(ns, name, uid);
            foreach (var name in before.Secrets.Except(holding.Secrets)) _secrets.Remove(ns, name, uid);
            _pods[uid] = holding;
        }
    }

    public void Release(string podUid)
    {
        lock (_gate)
        {
            if (!_pods.Remove(podUid, out var holding)) return;
            foreach (var name in holding.ConfigMaps) _configMaps.Remove(holding.Namespace, name, podUid);
            foreach (var name in holding.Secrets) _secrets.Remove(holding.Namespace, name, podUid);
        }
    }

    public ValueTask<ConfigMap?> ConfigMapAsync(string ns, string name, CancellationToken cancel) => _configMaps.GetAsync(ns, name, cancel);

    public ValueTask<Secret?> SecretAsync(string ns, string name, CancellationToken cancel) => _secrets.GetAsync(ns, name, cancel);

    public async ValueTask DisposeAsync()
    {
        await _configMaps.DisposeAsync();
        await _secrets.DisposeAsync();
    }

    private void Wake(string podUid) => Changed?.Invoke(podUid);

    private sealed record Holding(string Namespace, ImmutableHashSet<string> ConfigMaps, ImmutableHashSet<string> Secrets);
}
