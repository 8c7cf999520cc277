using Kubesharp.Api;
using Kubesharp.Client;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Configuration;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Plugins;

namespace Kubesharp.Scheduler;

/// <summary>The plugins of a profile that configures nothing, and how each plugin of this project is made.</summary>
public static class DefaultPlugins
{
    /// <summary>Names and weights of the plugins, in the order in which they are asked.</summary>
    public static IReadOnlyList<(string Name, int Weight)> Enabled { get; } =
    [
        (PluginNames.SchedulingGates, 0),
        (PluginNames.PrioritySort, 0),
        (PluginNames.NodeUnschedulable, 0),
        (PluginNames.NodeName, 0),
        (PluginNames.TaintToleration, 3),
        (PluginNames.NodeAffinity, 2),
        (PluginNames.NodePorts, 0),
        (PluginNames.NodeResourcesFit, 1),
        (PluginNames.VolumeRestrictions, 0),
        (PluginNames.NodeVolumeLimits, 0),
        (PluginNames.VolumeBinding, 0),
        (PluginNames.VolumeZone, 0),
        (PluginNames.PodTopologySpread, 2),
        (PluginNames.InterPodAffinity, 2),
        (PluginNames.DynamicResources, 2),
        (PluginNames.NodeDeclaredFeatures, 0),
        (PluginNames.DefaultPreemption, 0),
        (PluginNames.NodeResourcesBalancedAllocation, 1),
        (PluginNames.ImageLocality, 1),
        (PluginNames.DefaultBinder, 0),
    ];

    /// <summary>Makes the plugins without arguments.</summary>
    /// <param name="cluster">What they look at.</param>
    /// <param name="options">How the scheduler behaves.</param>
    /// <param name="client">Where pods and volumes are bound; null for a framework that only decides.</param>
    /// <param name="random">Where the search for pods to preempt starts.</param>
    public static IReadOnlyList<WeightedPlugin> Create(ClusterState cluster, SchedulerOptions options, KubernetesClient? client, Random random)
    {
        var context = new PluginContext { Cluster = cluster, Options = options, Client = client, Random = random };
        var plugins = new List<WeightedPlugin>(Enabled.Count);
        foreach (var (name, weight) in Enabled)
        {
            if (Create(name, context) is { } plugin) plugins.Add(new(plugin, weight));
        }

        return plugins;
    }

    /// <summary>Makes one plugin with the arguments of the context; null when this project has none of that name.</summary>
    internal static SchedulerPlugin? Create(string name, PluginContext context)
    {
        var cluster = context.Cluster;
        switch (name)
        {
            case PluginNames.SchedulingGates: return new SchedulingGatesPlugin();
            case PluginNames.PrioritySort: return new PrioritySortPlugin();
            case PluginNames.NodeUnschedulable: return new NodeUnschedulablePlugin();
            case PluginNames.NodeName: return new NodeNamePlugin();
            case PluginNames.TaintToleration: return new TaintTolerationPlugin();
            case PluginNames.NodeAffinity: return new NodeAffinityPlugin(context.Read<NodeAffinityArgs>().AddedAffinity);
            case PluginNames.NodePorts: return new NodePortsPlugin();
            case PluginNames.NodeResourcesFit: return new NodeResourcesFitPlugin(cluster, DefaultArguments.Fill(context.Read<NodeResourcesFitArgs>()));
            case PluginNames.VolumeRestrictions: return new VolumeRestrictionsPlugin(cluster);
            case PluginNames.NodeVolumeLimits: return new NodeVolumeLimitsPlugin(cluster);
            case PluginNames.VolumeBinding: return new VolumeBindingPlugin(cluster, context.Client, DefaultArguments.Fill(context.Read<VolumeBindingArgs>()).BindTimeoutSeconds!.Value);
            case PluginNames.VolumeZone: return new VolumeZonePlugin(cluster);
            case PluginNames.PodTopologySpread:
                var spread = DefaultArguments.Fill(context.Read<PodTopologySpreadArgs>());
                return new PodTopologySpreadPlugin(cluster, spread.DefaultingType == PodTopologySpreadDefaulting.System ? null : spread.DefaultConstraints.ToArray());
            case PluginNames.InterPodAffinity:
                var affinity = DefaultArguments.Fill(context.Read<InterPodAffinityArgs>());
                return new InterPodAffinityPlugin(cluster, affinity.HardPodAffinityWeight!.Value, affinity.IgnorePreferredTermsOfExistingPods);
            case PluginNames.DynamicResources:
                var devices = DefaultArguments.Fill(context.Read<DynamicResourcesArgs>());
                return new DynamicResourcesPlugin(cluster, context.Client, context.Random, context.Time, GoDuration.Parse(devices.FilterTimeout!), GoDuration.Parse(devices.BindingTimeout!));
            case PluginNames.NodeDeclaredFeatures: return new NodeDeclaredFeaturesPlugin();
            case PluginNames.DefaultPreemption:
                var preemption = DefaultArguments.Fill(context.Read<DefaultPreemptionArgs>());
                return new DefaultPreemptionPlugin(cluster, context.Random, preemption.MinCandidateNodesPercentage!.Value, preemption.MinCandidateNodesAbsolute!.Value);
            case PluginNames.NodeResourcesBalancedAllocation:
                return new NodeResourcesBalancedAllocationPlugin(cluster, DefaultArguments.Fill(context.Read<NodeResourcesBalancedAllocationArgs>()));
            case PluginNames.ImageLocality: return new ImageLocalityPlugin(cluster);
            case PluginNames.DefaultBinder: return context.Client is { } client ? new DefaultBinderPlugin(client) : null;
            default: return null;
        }
    }
}
