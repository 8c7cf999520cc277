using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;

namespace Kubesharp.Scheduler.Engine;

/// <summary>The plugins of a profile by what their verdicts and scores depend on.</summary>
internal sealed class EnginePlugins
{
    private const int MaxLocalScore = 4096;

    private EnginePlugins()
    {
    }

    /// <summary>Plugins that must not be concerned with a pod that goes the short way.</summary>
    public ISelectivePlugin[] Selective { get; private init; } = [];

    public IPreFilterPlugin[] PreFilters { get; private init; } = [];

    public IPreScorePlugin[] PreScores { get; private init; } = [];

    public IFilterPlugin[] StaticFilters { get; private init; } = [];

    public IFilterPlugin[] LocalFilters { get; private init; } = [];

    public (IScorePlugin Plugin, int Weight)[] StaticScores { get; private init; } = [];

    public (IScorePlugin Plugin, int Weight)[] LocalScores { get; private init; } = [];

    /// <summary>Topology plugins, each as a filter or null and as a score with its weight or null.</summary>
    public (ITopologyPlugin Plugin, IFilterPlugin? Filter, IScorePlugin? Score, int Weight)[] Topology { get; private init; } = [];

    /// <summary>
    /// Filters that are asked after one of another kind, though the engine asks them before: about the node object first, then about its pods,
    /// then about those of other nodes. Where they have a say, the first refusal is not the one that the engine finds.
    /// </summary>
    public SchedulerPlugin[] LateFilters { get; private init; } = [];

    /// <summary>The sum of all local scores that a node can have at most.</summary>
    public int GreatestLocalScore { get; private init; }

    public int SlotCount { get; private init; }

    /// <summary>Sorts the plugins; null when there is one whose ways are not known.</summary>
    public static EnginePlugins? From(ProfilePlugins profile)
    {
        var (all, preFilters, filters, preScores, scores) = (profile.All, profile.PreFilter, profile.Filter, profile.PreScore, profile.Score);
        var joined = new HashSet<object>([.. preFilters, .. filters, .. preScores, .. scores.Select(entry => entry.Plugin)]);
        var selective = joined.OfType<ISelectivePlugin>().ToArray();
        joined.ExceptWith(selective);
        foreach (var plugin in joined)
        {
            if (plugin is ITopologyPlugin) continue;
            if (plugin is IFilterPlugin and not (IStaticFilterPlugin or ILocalFilterPlugin)) return null;
            if (plugin is IScorePlugin and not (IStaticScorePlugin or ILocalScorePlugin)) return null;
            // One that only prepares may refuse pods by rules of its own.
            if (plugin is not (IFilterPlugin or IScorePlugin)) return null;
        }

        var local = scores.Where(entry => entry.Plugin is ILocalScorePlugin and not ISelectivePlugin).ToArray();
        var greatest = local.Sum(entry => (long)entry.Weight) * Scores.Max;
        if (greatest > MaxLocalScore) return null;
        return new EnginePlugins
        {
            Selective = selective,
            PreFilters = [.. preFilters.Where(plugin => plugin is not (ITopologyPlugin or ISelectivePlugin))],
            PreScores = [.. preScores.Where(plugin => plugin is not (ITopologyPlugin or ISelectivePlugin))],
            StaticFilters = [.. filters.Where(plugin => plugin is IStaticFilterPlugin and not ISelectivePlugin)],
            LocalFilters = [.. filters.Where(plugin => plugin is ILocalFilterPlugin and not ISelectivePlugin)],
            StaticScores = [.. scores.Where(entry => entry.Plugin is IStaticScorePlugin and not ISelectivePlugin)],
            LocalScores = local,
            Topology =
            [
                .. joined.OfType<ITopologyPlugin>().OrderBy(plugin => Array.FindIndex(filters, filter => ReferenceEquals(filter, plugin))).Select(plugin =>
                {
                    var score = scores.FirstOrDefault(entry => ReferenceEquals(entry.Plugin, plugin));
                    return (plugin, filters.FirstOrDefault(filter => ReferenceEquals(filter, plugin)), (IScorePlugin?)score.Plugin, score.Weight);
                }),
            ],
            LateFilters = FindLate(filters),
            GreatestLocalScore = (int)greatest,
            SlotCount = all.Length,
        };
    }

    private static SchedulerPlugin[] FindLate(IFilterPlugin[] filters)
    {
        var late = new List<SchedulerPlugin>();
        var reached = 0;
        foreach (var filter in filters)
        {
            if (filter is ISelectivePlugin) continue;
            var kind = filter is ITopologyPlugin ? 2 : filter is ILocalFilterPlugin ? 1 : 0;
            if (kind < reached) late.Add((SchedulerPlugin)filter);
            reached = Math.Max(reached, kind);
        }

        return [.. late];
    }

    /// <summary>Whether a plugin that is asked pod by pod has something to say about a pod.</summary>
    public bool AnyConcerned(PodInfo pod)
    {
        foreach (var plugin in Selective)
        {
            if (plugin.Concerns(pod)) return true;
        }

        return false;
    }

    /// <summary>A number that changes when scores of nodes may have changed though nothing happened to the nodes.</summary>
    public long StampFor(PodInfo pod)
    {
        long stamp = 0;
        foreach (var (plugin, _) in LocalScores)
        {
            if (plugin is IStampedPlugin stamped) stamp = (stamp * 31) + stamped.Stamp(pod);
        }

        return stamp;
    }
}
