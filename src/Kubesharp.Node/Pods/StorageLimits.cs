using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Cri;
using Kubesharp.Node.Eviction;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Node.Pods;

/// <summary>
/// Ends pods that write more to the node's disk than they may: into an emptyDir with a limit, or, where containers have a limit of
/// ephemeral storage, into their own layers, logs and emptyDirs together. Pods without such limits cost nothing.
/// </summary>
/// <param name="pods">The pods.</param>
/// <param name="evict">Ends a pod.</param>
/// <param name="disk">Knows how much they have written.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed partial class StorageLimits(
    IPodLookup pods, Action<string, PodFailure, TimeSpan> evict, ResourceUse disk, TimeProvider time, ILogger<StorageLimits> logger)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ShortestGrace = TimeSpan.FromSeconds(1);

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
        var uses = limited.Exists(HasLimitedContainers) ? await disk.OfAsync(limited.Where(HasLimitedContainers), ResourceName.EphemeralStorage, DiskParts.All, cancel) : [];
        foreach (var pod in limited)
        {
            if (Excess(pod, uses.FirstOrDefault(use => ReferenceEquals(use.Pod, pod))) is { } message) evict(pod.Metadata.Uid, new PodFailure("Evicted", message, IsDisruption: true), ShortestGrace);
        }
    }

    private static bool HasLimitedContainers(Pod pod) => pod.Spec.Containers.Any(container => !LimitOf(container).IsZero);

    private static Quantity LimitOf(Container container) => container.Resources.Limits.Amount(ResourceName.EphemeralStorage);

    private static IEnumerable<Volume> LimitedVolumes(Pod pod) =>
        pod.Spec.Volumes.Where(volume => volume.Source.EmptyDir is { SizeLimit: { IsZero: false }, Medium: not StorageMedium.Memory });

    private string? Excess(Pod pod, PodUse? use)
    {
        foreach (var volume in LimitedVolumes(pod))
        {
            var limit = volume.Source.EmptyDir!.SizeLimit!.Value;
            if (disk.OfEmptyDir(pod, volume.Name) > limit.Value) return $"Usage of EmptyDir volume \"{volume.Name}\" exceeds the limit \"{limit}\". ";
        }

        return use is null ? null : ExcessOfContainers(use);
    }

    private static string? ExcessOfContainers(PodUse use)
    {
        var limits = Quantity.Zero;
        string? excess = null;
        foreach (var container in use.Pod.Spec.Containers)
        {
            var limit = LimitOf(container);
            limits += limit;
            if (!limit.IsZero && use.Containers[container.Name] > limit.Value)
                excess ??= $"Container {container.Name} exceeded its local ephemeral storage limit \"{limit}\". ";
        }

        return use.Total > limits.Value ? $"Pod ephemeral local storage usage exceeds the total limit of containers {limits}. " : excess;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Disk use of pods is not known", EventName = "StorageUnknown")]
        public static partial void Failed(ILogger logger, Exception e);
    }
}
