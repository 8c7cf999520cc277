using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Node.Objects;

namespace Kubesharp.Node.Tests.Volumes;

/// <summary>ConfigMaps and Secrets that a test sets.</summary>
internal sealed class FakePodObjects : IPodObjects
{
    private readonly Dictionary<string, ConfigMap> _configMaps = [];
    private readonly Dictionary<string, Secret> _secrets = [];

    public event Action<string>? Changed;

    public HashSet<string> Held { get; } = [];

    public void SetConfigMap(string name, params (string Key, string Value)[] data) => _configMaps[name] = new ConfigMap
    {
        Metadata = new ObjectMeta { Name = name, Namespace = "default" },
        Data = data.Select(pair => KeyValuePair.Create(pair.Key, pair.Value)).ToValueMap(),
    };

    public void SetSecret(string name, params (string Key, string Value)[] data) => _secrets[name] = new Secret
    {
        Metadata = new ObjectMeta { Name = name, Namespace = "default" },
        Data = data.Select(pair => KeyValuePair.Create(pair.Key, ByteString.FromText(pair.Value))).ToValueMap(),
    };

    public void RemoveConfigMap(string name) => _configMaps.Remove(name);

    public void Notify(string podUid) => Changed?.Invoke(podUid);

    public void Hold(Pod pod) => Held.Add(pod.Metadata.Uid);

    public void Release(string podUid) => Held.Remove(podUid);

    public ValueTask<ConfigMap?> ConfigMapAsync(string ns, string name, CancellationToken cancel) => new(_configMaps.GetValueOrDefault(name));

    public ValueTask<Secret?> SecretAsync(string ns, string name, CancellationToken cancel) => new(_secrets.GetValueOrDefault(name));
}
