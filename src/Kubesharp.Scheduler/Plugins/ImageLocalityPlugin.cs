using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Engine;
using Kubesharp.Scheduler.Framework;

namespace Kubesharp.Scheduler.Plugins;

/// <summary>Prefers nodes that have the pod's images, less so when few nodes have them, lest all pods go there.</summary>
public sealed class ImageLocalityPlugin(ClusterState cluster) : SchedulerPlugin, ILocalScorePlugin, IStampedPlugin
{
    private const long Mebibyte = 1024 * 1024;
    private const long MinThreshold = 23 * Mebibyte;
    private const long MaxThresholdPerContainer = 1000 * Mebibyte;

    public override string Name => PluginNames.ImageLocality;

    public long Score(CycleState state, PodInfo pod, NodeInfo node)
    {
        if (node.Node.Status.Images.Count == 0) return 0;
        long sum = 0;
        foreach (var name in pod.Class.Images)
        {
            if (cluster.FindImage(name) is not { } image) continue;
            var size = image.SizeOn(node);
            if (size > 0) sum += (long)(size * ((double)image.NodeCount / cluster.NodeCount));
        }

        var max = MaxThresholdPerContainer * pod.Class.ImageContainers;
        return Scores.Max * (Math.Clamp(sum, MinThreshold, max) - MinThreshold) / (max - MinThreshold);
    }

    /// <summary>How widespread the images are counts as well.</summary>
    public long Stamp(PodInfo pod)
    {
        long stamp = 0;
        foreach (var name in pod.Class.Images)
        {
            if (cluster.FindImage(name) is { } image) stamp = (stamp * 31) + image.Version;
        }

        return stamp == 0 ? 0 : (stamp * 31) + cluster.NodeCount;
    }

    public void Normalize(CycleState state, PodInfo pod, ReadOnlySpan<NodeInfo> nodes, Span<long> scores)
    {
        // The scores are in their range already.
    }
}
