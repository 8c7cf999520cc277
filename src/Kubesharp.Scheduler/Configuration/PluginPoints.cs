using Kubesharp.Scheduler.Plugins;

namespace Kubesharp.Scheduler.Configuration;

/// <summary>
/// The extension points at which Kubernetes' plugins can be named. Some plugins here do their work with fewer of them; naming one at a
/// point where it has nothing to do is no mistake.
/// </summary>
internal static class PluginPoints
{
    private static readonly Dictionary<string, string[]> Points = new(StringComparer.Ordinal)
    {
        [PluginNames.SchedulingGates] = ["PreEnqueuePlugin"],
        [PluginNames.PrioritySort] = ["QueueSortPlugin"],
        [PluginNames.NodeUnschedulable] = ["FilterPlugin"],
        [PluginNames.NodeName] = ["FilterPlugin"],
        [PluginNames.TaintToleration] = ["FilterPlugin", "PreScorePlugin", "ScorePlugin"],
        [PluginNames.NodeAffinity] = ["PreFilterPlugin", "FilterPlugin", "PreScorePlugin", "ScorePlugin"],
        [PluginNames.NodePorts] = ["PreFilterPlugin", "FilterPlugin"],
        [PluginNames.NodeResourcesFit] = ["PreFilterPlugin", "FilterPlugin", "PreScorePlugin", "ScorePlugin"],
        [PluginNames.VolumeRestrictions] = ["PreFilterPlugin", "FilterPlugin"],
        [PluginNames.NodeVolumeLimits] = ["PreFilterPlugin", "FilterPlugin"],
        [PluginNames.VolumeBinding] = ["PreFilterPlugin", "FilterPlugin", "PreScorePlugin", "ScorePlugin", "ReservePlugin", "PreBindPlugin"],
        [PluginNames.VolumeZone] = ["PreFilterPlugin", "FilterPlugin"],
        [PluginNames.PodTopologySpread] = ["PreFilterPlugin", "FilterPlugin", "PreScorePlugin", "ScorePlugin"],
        [PluginNames.InterPodAffinity] = ["PreFilterPlugin", "FilterPlugin", "PreScorePlugin", "ScorePlugin"],
        [PluginNames.DynamicResources] = ["PreEnqueuePlugin", "PreFilterPlugin", "FilterPlugin", "PostFilterPlugin", "ScorePlugin", "ReservePlugin", "PreBindPlugin"],
        [PluginNames.NodeDeclaredFeatures] = ["PreFilterPlugin", "FilterPlugin"],
        [PluginNames.DefaultPreemption] = ["PreEnqueuePlugin", "PostFilterPlugin"],
        [PluginNames.NodeResourcesBalancedAllocation] = ["PreScorePlugin", "ScorePlugin"],
        [PluginNames.ImageLocality] = ["ScorePlugin"],
        [PluginNames.DefaultBinder] = ["BindPlugin"],
    };

    public static bool IsBuiltIn(string name) => Points.ContainsKey(name);

    public static bool Has(string name, string point) => Points.TryGetValue(name, out var points) && points.Contains(point);
}
