using Kubesharp.Client;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Plugins;

namespace Kubesharp.Scheduler;

/// <summary>The plugins of a profile that configures nothing, in the order in which they are asked.</summary>
public static class DefaultPlugins
{
    public static IReadOnlyList<WeightedPlugin> Create(ClusterState cluster, SchedulerOptions options, KubernetesClient? client) =>
    [
        new(new SchedulingGatesPlugin()),
        new(new PrioritySortPlugin()),
        new(new NodeUnschedulablePlugin()),
        new(new NodeNamePlugin()),
        new(new TaintTolerationPlugin(), 3),
        new(new NodeAffinityPlugin(), 2),
        new(new NodePortsPlugin()),
        new(new NodeResourcesFitPlugin(cluster), 1),
        new(new NodeResourcesBalancedAllocationPlugin(cluster), 1),
        new(new ImageLocalityPlugin(cluster), 1),
        new(new DynamicResourcesPlugin(), 2),
        .. client is null ? Array.Empty<WeightedPlugin>() : [new(new DefaultBinderPlugin(client))],
    ];
}
