using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Cri;
using Kubesharp.Node.Machine;
using Kubesharp.Node.Pods;

namespace Kubesharp.Node.Eviction;

/// <summary>How much memory and disk pods use.</summary>
internal sealed class ResourceUse(ICriRuntime runtime, PodFolders folders)
{
    /// <summary>A link counts as itself: what it leads to may be anywhere.</summary>
    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };

    /// <summary>What each pod uses of memory, or of the disk.</summary>
    public async Task<IReadOnlyList<PodUse>> OfAsync(IEnumerable<Pod> pods, string resource, CancellationToken cancel)
    {
        var byPod = new Dictionary<string, Dictionary<string, long>>(StringComparer.Ordinal);
        foreach (var stats in await runtime.ListContainerStatsAsync(null, cancel))
        {
            var labels = stats.Attributes.Labels;
            if (RuntimeLabels.PodUidOf(labels) is not { } uid || RuntimeLabels.ContainerNameOf(labels) is not { } name) continue;
            if (!byPod.TryGetValue(uid, out var containers)) byPod[uid] = containers = new Dictionary<string, long>(StringComparer.Ordinal);
            containers[name] = (long)((resource == ResourceName.Memory ? stats.Memory?.WorkingSetBytes : stats.WritableLayer?.UsedBytes)?.Value ?? 0);
        }

        return pods.Select(pod => Of(pod, byPod.GetValueOrDefault(pod.Metadata.Uid) ?? [], resource)).ToList();
    }

    /// <summary>Disk use of an emptyDir volume.</summary>
    public long OfEmptyDir(Pod pod, string volume) => Of(folders.EmptyDirOf(pod.Metadata.Uid, volume));

    private static long Of(string folder) => Directory.Exists(folder) ? Directory.EnumerateFileSystemEntries(folder, "*", Everything).Sum(LinuxFiles.DiskUseOf) : 0;

    private PodUse Of(Pod pod, Dictionary<string, long> containers, string resource)
    {
        if (resource == ResourceName.Memory) return new PodUse(pod, containers.Values.Sum(), containers);
        var logs = folders.LogsOf(pod.Metadata.Namespace, pod.Metadata.Name, pod.Metadata.Uid);
        foreach (var container in pod.Spec.Containers)
            containers[container.Name] = containers.GetValueOrDefault(container.Name) + Of(Path.Combine(logs, container.Name));
        var volumes = pod.Spec.Volumes.Where(volume => volume.Source.EmptyDir is { Medium: not StorageMedium.Memory });
        return new PodUse(pod, containers.Values.Sum() + volumes.Sum(volume => OfEmptyDir(pod, volume.Name)), containers);
    }
}
