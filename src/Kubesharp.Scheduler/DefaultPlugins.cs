using Kubesharp.Client;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Plugins;

namespace Kubesharp.Scheduler;

/// <summary>The plugins of a profile that configures nothing, in the order in which they are asked.</summary>
public static class DefaultPlugins
{
    /// <summary>Makes the plugins.</summary>
    /// <param name="cluster">What they look at.</param>
    /// <param name="options">How the scheduler behaves.</param>
    /// <param name="client">Where pods and volumes are bound; null for a framework that only decides.</param>
    /// <param name="random">Where the search for pods to preempt starts.</param>
    public static IReadOnlyList<WeightedPlugin> Create(ClusterState cluster, SchedulerOptions options, KubernetesClient? client, Random random) =>
    [
        new(new SchedulingGatesPlugin()),
        new(new PrioritySortPlugin()),
        new(new NodeUnschedulablePlugin()),
        new(new NodeNamePlugin()),
        new(new TaintTolerationPlugin(), 3),
        new(new NodeAffinityPlugin(), 2),
        new(new NodePortsPlugin()),
        new(new NodeResourcesFitPlugin(cluster), 1),
        new(new VolumeRestrictionsPlugin(cluster)),
        new(new NodeVolumeLimitsPlugin(cluster)),
        new(new VolumeBindingPlugin(cluster, client)),
        new(new VolumeZonePlugin(cluster)),
        new(new PodTopologySpreadPlugin(cluster), 2),
        new(new InterPodAffinityPlugin(cluster, options.HardPodAffinityWeight), 2),
        new(new DynamicResourcesPlugin(), 2),
        new(new NodeDeclaredFeaturesPlugin()),
        new(new DefaultPreemptionPlugin(cluster, random)),
        new(new NodeResourcesBalancedAllocationPlugin(cluster), 1),
        new(new ImageLocalityPlugin(cluster), 1),
        .. client is null ? Array.Empty<WeightedPlugin>() : [new(new DefaultBinderPlugin(client))],
    ];
}
