namespace Kubesharp.Scheduler.Framework;

/// <summary>The plugins of a profile by extension point, in the order in which each point asks them.</summary>
public sealed class ProfilePlugins
{
    private const int MaxPlugins = 64;

    /// <summary>Plugins that join every extension point they implement, in one order.</summary>
    public ProfilePlugins(IReadOnlyList<WeightedPlugin> plugins)
        : this(plugins.Select(entry => entry.Plugin).ToArray())
    {
        PreEnqueue = All.OfType<IPreEnqueuePlugin>().ToArray();
        QueueSort = All.OfType<IQueueSortPlugin>().ToArray();
        PreFilter = All.OfType<IPreFilterPlugin>().ToArray();
        Filter = All.OfType<IFilterPlugin>().ToArray();
        PostFilter = All.OfType<IPostFilterPlugin>().ToArray();
        PreScore = All.OfType<IPreScorePlugin>().ToArray();
        Score = plugins.Where(entry => entry is { Plugin: IScorePlugin, Weight: > 0 }).Select(entry => ((IScorePlugin)entry.Plugin, entry.Weight)).ToArray();
        Reserve = All.OfType<IReservePlugin>().ToArray();
        Permit = All.OfType<IPermitPlugin>().ToArray();
        PreBind = All.OfType<IPreBindPlugin>().ToArray();
        Bind = All.OfType<IBindPlugin>().ToArray();
        PostBind = All.OfType<IPostBindPlugin>().ToArray();
    }

    /// <summary>Plugins whose places are given one by one.</summary>
    internal ProfilePlugins(SchedulerPlugin[] all)
    {
        if (all.Length > MaxPlugins) throw new ArgumentException($"a profile has at most {MaxPlugins} plugins", nameof(all));
        All = all;
        for (var i = 0; i < all.Length; i++) all[i].Slot = i;
    }

    /// <summary>Every plugin of the profile once; the index of each is its slot.</summary>
    public SchedulerPlugin[] All { get; }

    public IPreEnqueuePlugin[] PreEnqueue { get; init; } = [];

    public IQueueSortPlugin[] QueueSort { get; init; } = [];

    public IPreFilterPlugin[] PreFilter { get; init; } = [];

    public IFilterPlugin[] Filter { get; init; } = [];

    public IPostFilterPlugin[] PostFilter { get; init; } = [];

    public IPreScorePlugin[] PreScore { get; init; } = [];

    /// <summary>Scoring plugins with what their normalized scores are multiplied with.</summary>
    public (IScorePlugin Plugin, int Weight)[] Score { get; init; } = [];

    public IReservePlugin[] Reserve { get; init; } = [];

    public IPermitPlugin[] Permit { get; init; } = [];

    public IPreBindPlugin[] PreBind { get; init; } = [];

    public IBindPlugin[] Bind { get; init; } = [];

    public IPostBindPlugin[] PostBind { get; init; } = [];
}
