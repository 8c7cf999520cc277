using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;

namespace Kubesharp.Scheduler.Engine;

/// <summary>Writes out what the engine knows of groups node by node, for explanations and tests.</summary>
internal sealed class ScoreKeeper(EnginePlugins plugins, ClusterState cluster, ClassView view, List<NodeGroup> groups, PodInfo pod)
{
    private readonly List<(IScorePlugin Plugin, long[] Column)> _columns = [];

    public void Keep(IScorePlugin plugin, ReadOnlySpan<long> column) => _columns.Add((plugin, column.ToArray()));

    public void Finish(ScheduleResult result, ReadOnlySpan<long> groupTotals)
    {
        var nodes = new List<NodeInfo>();
        var totals = new List<long>();
        var scores = new Dictionary<string, long[]>();
        var places = new List<int>();
        for (var g = 0; g < groups.Count; g++)
        {
            for (var score = groups[g].Best; score >= 0; score--)
            {
                foreach (var row in groups[g].Rows(score))
                {
                    nodes.Add(cluster.Row(row)!);
                    totals.Add(groupTotals[g] + score);
                    places.Add(g);
                }
            }
        }

        foreach (var (plugin, column) in _columns) scores[((SchedulerPlugin)plugin).Name] = [.. places.Select(place => column[place])];
        foreach (var (plugin, weight) in plugins.LocalScores)
        {
            if (view.State.IsScoreSkipped((SchedulerPlugin)plugin)) continue;
            scores[((SchedulerPlugin)plugin).Name] = [.. nodes.Select(node => plugin.Score(view.State, pod, node) * weight)];
        }

        // Plugins that have nothing to say about the pod score nothing.
        foreach (var plugin in plugins.Selective)
        {
            if (plugin is IScorePlugin and not IPreScorePlugin) scores[((SchedulerPlugin)plugin).Name] = new long[nodes.Count];
        }

        result.Feasible = nodes;
        result.Scores = scores;
        result.Totals = totals;
    }
}
