using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Cri;
using Kubesharp.Node.Machine;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Node.Pods;

/// <summary>
/// Ends pods that write more to the node's disk than they may: into an emptyDir with a limit, or, where containers have a limit of
/// ephemeral storage, into their own layers, logs and emptyDirs together. Pods without such limits cost nothing.
/// </summary>
/// <param name="pods">The pods.</param>
/// <param name="evict">Ends a pod.</param>
/// <param name="runtime">Knows how much containers have written into their own layers.</param>
/// <param name="folders">Where volumes and logs are.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed partial class StorageLimits(
    IPodLookup pods, Action<string, PodFailure> evict, ICriRuntime runtime, PodFolders folders, TimeProvider time, ILogger<StorageLimits> logger)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    /// <summary>A link counts as itself: what it leads to may be anywhere.</summary>
    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };

    public async Task RunAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(cancel))
        {
            try
            {
                await CheckAllAsync(cancel);
            }
            catch (Exception e) when (e is GrpcException or IOException)
            {
                Log.Failed(logger, e);
            }
        }
    }

    /// <summary>Looks at every pod once.</summary>
    public async Task CheckAllAsync(CancellationToken cancel)
    {
        var limited = pods.Pods.Where(pod => pod.IsActive() && (HasLimitedContainers(pod) || LimitedVolumes(pod).Any())).ToList();
        if (limited.Count == 0) return;
        var layers = limited.Exists(HasLimitedContainers) ? await LayersAsync(cancel) : [];
        foreach (var pod in limited)
        {
            if (Excess(pod, layers) is { } message) evict(pod.Metadata.Uid, new PodFailure("Evicted", message, IsDisruption: true));
        }
    }

    private static bool HasLimitedContainers(Pod pod) => pod.Spec.Containers.Any(container => !LimitOf(container).IsZero);

    private static Quantity LimitOf(Container container) => container.Resources.Limits.Amount(ResourceName.EphemeralStorage);

    private static IEnumerable<Volume> LimitedVolumes(Pod pod) =>
        pod.Spec.Volumes.Where(volume => volume.Source.EmptyDir is { SizeLimit: { IsZero: false }, Medium: not StorageMedium.Memory });

    private async Task<Dictionary<(string Pod, string Container), long>> LayersAsync(CancellationToken cancel)
    {
        var layers = new Dictionary<(string Pod, string Container), long>();
        foreach (var stats in await runtime.ListContainerStatsAsync(null, cancel))
        {
            var labels = stats.Attributes.Labels;
            if (RuntimeLabels.PodUidOf(labels) is { } uid && RuntimeLabels.ContainerNameOf(labels) is { } name)
                layers[(uid, name)] = (long)(stats.WritableLayer?.UsedBytes?.Value ?? 0);
        }

        return layers;
    }

    private string? Excess(Pod pod, Dictionary<(string Pod, string Container), long> layers)
    {
        foreach (var volume in LimitedVolumes(pod))
        {
            var limit = volume.Source.EmptyDir!.SizeLimit!.Value;
            if (UseOf(folders.EmptyDirOf(pod.Metadata.Uid, volume.Name)) > limit.Value) return $"Usage of EmptyDir volume \"{volume.Name}\" exceeds the limit \"{limit}\". ";
        }

        return HasLimitedContainers(pod) ? ExcessOfContainers(pod, layers) : null;
    }

    private string? ExcessOfContainers(Pod pod, Dictionary<(string Pod, string Container), long> layers)
    {
        var total = 0L;
        var limits = Quantity.Zero;
        string? excess = null;
        foreach (var container in pod.Spec.Containers)
        {
            var logs = Path.Combine(folders.LogsOf(pod.Metadata.Namespace, pod.Metadata.Name, pod.Metadata.Uid), container.Name);
            var used = layers.GetValueOrDefault((pod.Metadata.Uid, container.Name)) + UseOf(logs);
            var limit = LimitOf(container);
            total += used;
            limits += limit;
            if (!limit.IsZero && used > limit.Value) excess ??= $"Container {container.Name} exceeded its local ephemeral storage limit \"{limit}\". ";
        }

        foreach (var volume in pod.Spec.Volumes)
        {
            if (volume.Source.EmptyDir is { Medium: not StorageMedium.Memory }) total += UseOf(folders.EmptyDirOf(pod.Metadata.Uid, volume.Name));
        }

        return total > limits.Value ? $"Pod ephemeral local storage usage exceeds the total limit of containers {limits}. " : excess;
    }

    private static long UseOf(string folder) => Directory.Exists(folder) ? Directory.EnumerateFileSystemEntries(folder, "*", Everything).Sum(LinuxFiles.DiskUseOf) : 0;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Disk use of pods is not known", EventName = "StorageUnknown")]
        public static partial void Failed(ILogger logger, Exception e);
    }
}
