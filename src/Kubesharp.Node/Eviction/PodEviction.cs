using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Cri;
using Kubesharp.Node.Pods;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Node.Eviction;

/// <summary>Ends pods, one after the other, while the machine is short of something.</summary>
/// <param name="monitor">Knows of what.</param>
/// <param name="pods">The pods.</param>
/// <param name="evict">Ends a pod, which gets so much time.</param>
/// <param name="announce">Called with the resource that is to be freed.</param>
/// <param name="reclaimDisk">Frees what no pod needs.</param>
/// <param name="use">Knows what pods use.</param>
/// <param name="mostGrace">The most time that pods get where the shortage leaves any.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed partial class PodEviction(
    PressureMonitor monitor,
    IPodLookup pods,
    Action<string, PodFailure, TimeSpan> evict,
    Action<string> announce,
    Func<CancellationToken, Task> reclaimDisk,
    ResourceUse use,
    TimeSpan mostGrace,
    TimeProvider time,
    ILogger<PodEviction> logger)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ShortestGrace = TimeSpan.FromSeconds(1);

    private string? _victim;

    public async Task RunAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(cancel))
        {
            try
            {
                await CheckAsync(cancel);
            }
            catch (Exception e) when (e is GrpcException or IOException)
            {
                Log.Failed(logger, e);
            }
        }
    }

    /// <summary>Looks once, and ends one pod at most: what it leaves behind may be enough.</summary>
    public async Task CheckAsync(CancellationToken cancel)
    {
        if (monitor.LookForShortages(out _, out var supply) is not [{ } shortage, ..]) return;
        var active = pods.Pods.Where(pod => pod.IsActive()).ToList();
        if (active.Exists(pod => pod.Metadata.Uid == _victim)) return;
        announce(shortage.Resource);
        if (MayReclaim(shortage.Signal, supply))
        {
            await reclaimDisk(cancel);
            if (monitor.LookForShortages(out _, out supply) is not [var remaining, ..]) return;
            shortage = remaining;
        }

        var uses = await use.OfAsync(active, shortage.Resource, PartsOf(shortage.Signal, supply), cancel);
        if (PodUse.Rank(uses, shortage.Resource).FirstOrDefault() is not { } first)
        {
            Log.NobodyToEnd(logger, shortage.Resource);
            return;
        }

        _victim = first.Pod.Metadata.Uid;
        evict(_victim, new PodFailure("Evicted", first.Message(shortage), IsDisruption: true), GraceOf(first.Pod, shortage));
    }

    /// <summary>Images and ended containers lie on the disk of images.</summary>
    private static bool MayReclaim(string signal, NodeSupply supply) =>
        EvictionSignals.IsDisk(signal) && (!supply.HasImageDisk || signal is EvictionSignals.ImageDisk or EvictionSignals.ImageInodes);

    /// <summary>Where a shortage of disk is, only what lies there helps.</summary>
    private static DiskParts PartsOf(string signal, NodeSupply supply) => signal switch
    {
        _ when !supply.HasImageDisk => DiskParts.All,
        EvictionSignals.ImageDisk or EvictionSignals.ImageInodes => DiskParts.Layers,
        _ => DiskParts.Logs | DiskParts.Volumes,
    };

    private TimeSpan GraceOf(Pod pod, Shortage shortage)
    {
        if (shortage.IsHard) return ShortestGrace;
        var asked = pod.Spec.TerminationGracePeriodSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : mostGrace;
        var grace = asked < mostGrace ? asked : mostGrace;
        return grace < ShortestGrace ? ShortestGrace : grace;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "What pods use is not known", EventName = "UseUnknown")]
        public static partial void Failed(ILogger logger, Exception e);

        [LoggerMessage(2, LogLevel.Warning, "The node is short of {resource}, and there is no pod that may be ended", EventName = "NobodyToEnd")]
        public static partial void NobodyToEnd(ILogger logger, string resource);
    }
}
