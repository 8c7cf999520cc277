using System.Text;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Objects;
using Kubesharp.Node.Pods;

namespace Kubesharp.Node.Volumes;

/// <summary>Works out the files of volumes that are made from API objects.</summary>
internal sealed class VolumeContents(IPodObjects objects, ITokenSource tokens, Func<ValueMap<Quantity>> allocatable)
{
    private const int DefaultMode = 0b110_100_100;
    private const int OwnerOnly = 0b110_000_000;

    /// <summary>Whether the volume is one of this kind.</summary>
    public static bool IsMadeOfObjects(VolumeSource source) =>
        source.ConfigMap is not null || source.Secret is not null || source.DownwardAPI is not null || source.Projected is not null;

    /// <summary>The files of a volume by their paths.</summary>
    /// <exception cref="VolumeSourceException">Something that the volume names does not exist.</exception>
    public async Task<IReadOnlyDictionary<string, ProjectedFile>> BuildAsync(Pod pod, VolumeSource source, CancellationToken cancel)
    {
        var files = new Dictionary<string, ProjectedFile>(StringComparer.Ordinal);
        if (source.ConfigMap is { } map)
            await AddConfigMapAsync(files, pod, map.LocalObjectReference.Name, map.Items, map.Optional == true, map.DefaultMode ?? DefaultMode, cancel);
        if (source.Secret is { } secret)
            await AddSecretAsync(files, pod, secret.SecretName, secret.Items, secret.Optional == true, secret.DefaultMode ?? DefaultMode, cancel);
        if (source.DownwardAPI is { } downward) AddDownward(files, pod, downward.Items, downward.DefaultMode ?? DefaultMode);
        if (source.Projected is { } projected) await AddProjectedAsync(files, pod, projected, cancel);
        return files;
    }

    private async Task AddProjectedAsync(Dictionary<string, ProjectedFile> files, Pod pod, ProjectedVolumeSource projected, CancellationToken cancel)
    {
        var mode = projected.DefaultMode ?? DefaultMode;
        foreach (var source in projected.Sources)
        {
            if (source.ConfigMap is { } map)
                await AddConfigMapAsync(files, pod, map.LocalObjectReference.Name, map.Items, map.Optional == true, mode, cancel);
            if (source.Secret is { } secret)
                await AddSecretAsync(files, pod, secret.LocalObjectReference.Name, secret.Items, secret.Optional == true, mode, cancel);
            if (source.DownwardAPI is { } downward) AddDownward(files, pod, downward.Items, mode);
            if (source.ServiceAccountToken is { } token)
            {
                var user = CommonUser(pod);
                var own = user is not null || pod.Spec.SecurityContext?.FsGroup is not null ? OwnerOnly : mode;
                var text = await tokens.GetAsync(pod, token, cancel);
                files[token.Path] = new ProjectedFile(Encoding.UTF8.GetBytes(text), own, user);
            }

            if (source.ClusterTrustBundle is not null || source.PodCertificate is not null)
                throw new VolumeSourceException("projected volume sources of this kind are not supported by this node");
        }
    }

    private async Task AddConfigMapAsync(
        Dictionary<string, ProjectedFile> files, Pod pod, string name, ValueList<KeyToPath> items, bool optional, int mode, CancellationToken cancel)
    {
        if (await objects.ConfigMapAsync(pod.Metadata.Namespace, name, cancel) is not { } map)
        {
            if (optional) return;
            throw new VolumeSourceException($"configmap \"{name}\" not found");
        }

        if (items.Count == 0)
        {
            foreach (var (key, text) in map.Data) files[key] = new ProjectedFile(Encoding.UTF8.GetBytes(text), mode);
            foreach (var (key, bytes) in map.BinaryData) files[key] = new ProjectedFile(bytes.Memory, mode);
            return;
        }

        foreach (var item in items)
        {
            if (map.Data.TryGetValue(item.Key, out var text)) files[Clean(item.Path)] = new ProjectedFile(Encoding.UTF8.GetBytes(text), item.Mode ?? mode);
            else if (map.BinaryData.TryGetValue(item.Key, out var bytes)) files[Clean(item.Path)] = new ProjectedFile(bytes.Memory, item.Mode ?? mode);
            else if (!optional) throw new VolumeSourceException($"configmap references non-existent config key: {item.Key}");
        }
    }

    private async Task AddSecretAsync(
        Dictionary<string, ProjectedFile> files, Pod pod, string name, ValueList<KeyToPath> items, bool optional, int mode, CancellationToken cancel)
    {
        if (await objects.SecretAsync(pod.Metadata.Namespace, name, cancel) is not { } secret)
        {
            if (optional) return;
            throw new VolumeSourceException($"secret \"{name}\" not found");
        }

        if (items.Count == 0)
        {
            foreach (var (key, bytes) in secret.Data) files[key] = new ProjectedFile(bytes.Memory, mode);
            return;
        }

        foreach (var item in items)
        {
            if (secret.Data.TryGetValue(item.Key, out var bytes)) files[Clean(item.Path)] = new ProjectedFile(bytes.Memory, item.Mode ?? mode);
            else if (!optional) throw new VolumeSourceException($"references non-existent secret key: {item.Key}");
        }
    }

    private void AddDownward(Dictionary<string, ProjectedFile> files, Pod pod, ValueList<DownwardAPIVolumeFile> items, int mode)
    {
        foreach (var item in items)
        {
            string? text = null;
            if (item.FieldRef is { } field)
            {
                text = PodFields.ForFile(pod, field.FieldPath) ?? throw new VolumeSourceException($"unsupported fieldPath: {field.FieldPath}");
            }
            else if (item.ResourceFieldRef is { } resource)
            {
                var container = pod.FindContainer(resource.ContainerName)?.Container
                    ?? throw new VolumeSourceException($"container {resource.ContainerName} not found");
                text = PodFields.Resource(container, resource, allocatable())
                    ?? throw new VolumeSourceException($"unsupported container resource : {resource.Resource}");
            }

            files[Clean(item.Path)] = new ProjectedFile(Encoding.UTF8.GetBytes(text ?? ""), item.Mode ?? mode);
        }
    }

    /// <summary>The user that all containers run as, or null when they differ or do not say.</summary>
    private static long? CommonUser(Pod pod)
    {
        long? user = null;
        foreach (var container in (IEnumerable<Container>)[.. pod.Spec.InitContainers, .. pod.Spec.Containers])
        {
            var own = container.SecurityContext?.RunAsUser ?? pod.Spec.SecurityContext?.RunAsUser;
            if (own is null || (user is not null && user != own)) return null;
            user = own;
        }

        return user;
    }

    /// <summary>The path with one slash between steps. Steps upwards are refused, as the API server does.</summary>
    private static string Clean(string path)
    {
        var steps = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (steps.Length == 0 || steps[0].StartsWith("..", StringComparison.Ordinal) || steps.Contains("..") || path.StartsWith('/'))
            throw new VolumeSourceException($"invalid path: {path}");
        return string.Join('/', steps.Where(step => step != "."));
    }
}
