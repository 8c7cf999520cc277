using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Cri;
using Kubesharp.Node.Machine;
using Kubesharp.Node.Pods;

namespace Kubesharp.Node.Eviction;

/// <summary>How much memory, disk and process numbers pods use.</summary>
/// <param name="runtime">Knows what containers use.</param>
/// <param name="folders">Places of files.</param>
/// <param name="processes">Counts the processes of a pod.</param>
internal sealed class ResourceUse(ICriRuntime runtime, PodFolders folders, Func<Pod, long> processes)
{
    /// <summary>A link counts as itself: what it leads to may be anywhere.</summary>
    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };

    /// <summary>What each pod uses of a resource.</summary>
    /// <param name="pods">The pods.</param>
    /// <param name="resource">Memory, disk, inodes or process numbers.</param>
    /// <param name="parts">What counts of what takes room on a disk.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<IReadOnlyList<PodUse>> OfAsync(IEnumerable<Pod> pods, string resource, DiskParts parts, CancellationToken cancel)
    {
        if (resource == EvictionSignals.Pids) return pods.Select(pod => new PodUse(pod, processes(pod), new Dictionary<string, long>())).ToList();
        var byPod = new Dictionary<string, Dictionary<string, long>>(StringComparer.Ordinal);
        foreach (var stats in await runtime.ListContainerStatsAsync(null, cancel))
        {
            var labels = stats.Attributes.Labels;
            if (RuntimeLabels.PodUidOf(labels) is not { } uid || RuntimeLabels.ContainerNameOf(labels) is not { } name) continue;
            if (!byPod.TryGetValue(uid, out var containers)) byPod[uid] = containers = new Dictionary<string, long>(StringComparer.Ordinal);
            containers[name] = resource switch
            {
                ResourceName.Memory => (long)(stats.Memory?.WorkingSetBytes?.Value ?? 0),
                _ when !parts.HasFlag(DiskParts.Layers) => 0,
                EvictionSignals.Inodes => (long)(stats.WritableLayer?.InodesUsed?.Value ?? 0),
                _ => (long)(stats.WritableLayer?.UsedBytes?.Value ?? 0),
            };
        }

        return pods.Select(pod => Of(pod, byPod.GetValueOrDefault(pod.Metadata.Uid) ?? [], resource, parts)).ToList();
    }

    /// <summary>Disk use of an emptyDir volume.</summary>
    public long OfEmptyDir(Pod pod, string volume) => Of(folders.EmptyDirOf(pod.Metadata.Uid, volume), LinuxFiles.DiskUseOf);

    private static long Of(string folder, Func<string, long> measure) =>
        Directory.Exists(folder) ? Directory.EnumerateFileSystemEntries(folder, "*", Everything).Sum(measure) : 0;

    private PodUse Of(Pod pod, Dictionary<string, long> containers, string resource, DiskParts parts)
    {
        if (resource == ResourceName.Memory) return new PodUse(pod, containers.Values.Sum(), containers);
        Func<string, long> measure = resource == EvictionSignals.Inodes ? static _ => 1 : LinuxFiles.DiskUseOf;
        var logs = folders.LogsOf(pod.Metadata.Namespace, pod.Metadata.Name, pod.Metadata.Uid);
        foreach (var container in pod.Spec.Containers)
        {
            var written = parts.HasFlag(DiskParts.Logs) ? Of(Path.Combine(logs, container.Name), measure) : 0;
            containers[container.Name] = containers.GetValueOrDefault(container.Name) + written;
        }

        if (!parts.HasFlag(DiskParts.Volumes)) return new PodUse(pod, containers.Values.Sum(), containers);
        var volumes = pod.Spec.Volumes.Where(volume => volume.Source.EmptyDir is { Medium: not StorageMedium.Memory });
        return new PodUse(pod, containers.Values.Sum() + volumes.Sum(volume => Of(folders.EmptyDirOf(pod.Metadata.Uid, volume.Name), measure)), containers);
    }
}
