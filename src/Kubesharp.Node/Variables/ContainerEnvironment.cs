using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Objects;
using Kubesharp.Node.Pods;

namespace Kubesharp.Node.Variables;

/// <summary>Works out the variables of containers: those of services first, then whole ConfigMaps and Secrets, then single ones.</summary>
internal sealed class ContainerEnvironment(
    IPodObjects objects, IServiceList services, PodFolders folders, Func<ValueMap<Quantity>> allocatable, IPodEvents events)
    : IContainerEnvironment
{
    private const string MasterNamespace = "default";
    private const string MasterService = "kubernetes";

    public async Task<IReadOnlyList<KeyValuePair<string, string>>> BuildAsync(
        Pod pod, Container container, PodAddresses addresses, CancellationToken cancel)
    {
        var variables = new VariableList();
        await AddServicesAsync(variables, pod, cancel);
        foreach (var source in container.EnvFrom) await AddAllAsync(variables, pod, container, source, cancel);
        foreach (var variable in container.Env)
        {
            var value = variable.ValueFrom is { } from
                ? await ValueAsync(pod, container, from, addresses, cancel)
                : ContainerConfigBuilder.Expand(variable.Value, variables.Values);
            if (value is not null) variables.Set(variable.Name, value);
        }

        return variables.ToList();
    }

    private async Task AddServicesAsync(VariableList variables, Pod pod, CancellationToken cancel)
    {
        // A pod of a file runs whether or not there is an API server to ask.
        if (pod.IsStatic() && !services.HasSynced) return;
        foreach (var service in await services.InNamespaceAsync(MasterNamespace, cancel))
        {
            if (service.Metadata.Name == MasterService) variables.SetAll(ServiceVariables.Of(service));
        }

        if (pod.Spec.EnableServiceLinks == false) return;
        foreach (var service in await services.InNamespaceAsync(pod.Metadata.Namespace, cancel)) variables.SetAll(ServiceVariables.Of(service));
    }

    private async Task AddAllAsync(VariableList variables, Pod pod, Container container, EnvFromSource source, CancellationToken cancel)
    {
        var ns = pod.Metadata.Namespace;
        List<string> skipped = [];
        if (source.ConfigMapRef is { } mapRef)
        {
            var name = mapRef.LocalObjectReference.Name;
            if (await objects.ConfigMapAsync(ns, name, cancel) is { } map)
            {
                foreach (var (key, value) in map.Data) Add(source.Prefix + key, value);
                Report($"configMap {ns}/{name}");
            }
            else if (mapRef.Optional != true)
            {
                throw new ContainerConfigException($"configmap \"{name}\" not found");
            }
        }
        else if (source.SecretRef is { } secretRef)
        {
            var name = secretRef.LocalObjectReference.Name;
            if (await objects.SecretAsync(ns, name, cancel) is { } secret)
            {
                foreach (var (key, value) in secret.Data) Add(source.Prefix + key, value.ToText());
                Report($"secret {ns}/{name}");
            }
            else if (secretRef.Optional != true)
            {
                throw new ContainerConfigException($"secret \"{name}\" not found");
            }
        }

        void Add(string name, string value)
        {
            if (IsName(name)) variables.Set(name, value);
            else skipped.Add(name);
        }

        void Report(string what)
        {
            if (skipped.Count == 0) return;
            events.Warning(
                pod,
                container.Name,
                "InvalidEnvironmentVariableNames",
                $"Keys [{string.Join(", ", skipped)}] from the EnvFrom {what} were skipped since they are considered invalid environment variable names.");
        }
    }

    /// <returns>Null for an optional value that is absent.</returns>
    private async Task<string?> ValueAsync(Pod pod, Container container, EnvVarSource from, PodAddresses addresses, CancellationToken cancel)
    {
        var ns = pod.Metadata.Namespace;
        if (from.FieldRef is { } field)
        {
            return PodFields.ForVariable(pod, field.FieldPath, addresses)
                ?? throw new ContainerConfigException($"unsupported fieldPath: {field.FieldPath}");
        }

        if (from.ResourceFieldRef is { } resource)
        {
            var of = resource.ContainerName.Length == 0 ? container : pod.FindContainer(resource.ContainerName)?.Container
                ?? throw new ContainerConfigException($"container {resource.ContainerName} not found");
            return PodFields.Resource(of, resource, allocatable())
                ?? throw new ContainerConfigException($"unsupported container resource : {resource.Resource}");
        }

        if (from.ConfigMapKeyRef is { } mapKey)
        {
            var name = mapKey.LocalObjectReference.Name;
            if (await objects.ConfigMapAsync(ns, name, cancel) is not { } map)
                return mapKey.Optional == true ? null : throw new ContainerConfigException($"configmap \"{name}\" not found");
            if (map.Data.TryGetValue(mapKey.Key, out var value)) return value;
            return mapKey.Optional == true ? null : throw new ContainerConfigException($"couldn't find key {mapKey.Key} in ConfigMap {ns}/{name}");
        }

        if (from.SecretKeyRef is { } secretKey)
        {
            var name = secretKey.LocalObjectReference.Name;
            if (await objects.SecretAsync(ns, name, cancel) is not { } secret)
                return secretKey.Optional == true ? null : throw new ContainerConfigException($"secret \"{name}\" not found");
            if (secret.Data.TryGetValue(secretKey.Key, out var value)) return value.ToText();
            return secretKey.Optional == true ? null : throw new ContainerConfigException($"couldn't find key {secretKey.Key} in Secret {ns}/{name}");
        }

        if (from.FileKeyRef is { } fileKey) return OfFile(pod, fileKey);
        throw new ContainerConfigException("this node does not support the source of an environment variable");
    }

    /// <returns>Null for an optional value that is absent.</returns>
    private string? OfFile(Pod pod, FileKeySelector selector)
    {
        try
        {
            var variables = EnvFile.Read(folders.EmptyDirOf(pod.Metadata.Uid, selector.VolumeName), selector.Path);
            if (variables is not null && variables.TryGetValue(selector.Key, out var value)) return value;
            if (selector.Optional == true) return null;
            throw new ContainerConfigException(variables is null
                ? $"file {GoText.Quote(selector.Path)} not found in volume {GoText.Quote(selector.VolumeName)}"
                : $"environment variable key {GoText.Quote(selector.Key)} not found in file {GoText.Quote(selector.Path)}");
        }
        catch (Exception e) when (e is IOException or FormatException or UnauthorizedAccessException)
        {
            throw new ContainerConfigException($"couldn't parse env file {GoText.Quote(selector.Path)} of volume {GoText.Quote(selector.VolumeName)}: {e.Message}");
        }
    }

    /// <summary>Any printable ASCII text without an equals sign will do.</summary>
    private static bool IsName(string name)
    {
        foreach (var letter in name)
        {
            if (letter is < ' ' or > '~' or '=') return false;
        }

        return name.Length > 0;
    }

    /// <summary>Variables in the order in which they were first set.</summary>
    private sealed class VariableList
    {
        private readonly List<string> _order = [];

        public Dictionary<string, string> Values { get; } = new(StringComparer.Ordinal);

        public void Set(string name, string value)
        {
            if (!Values.ContainsKey(name)) _order.Add(name);
            Values[name] = value;
        }

        public void SetAll(IEnumerable<KeyValuePair<string, string>> variables)
        {
            foreach (var (name, value) in variables) Set(name, value);
        }

        public List<KeyValuePair<string, string>> ToList() => _order.ConvertAll(name => new KeyValuePair<string, string>(name, Values[name]));
    }
}
