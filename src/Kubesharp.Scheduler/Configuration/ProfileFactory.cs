using Kubesharp.Api;
using Kubesharp.Api.Serialization;
using Kubesharp.Scheduler.Extenders;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Plugins;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Scheduler.Configuration;

/// <summary>Makes the profiles of a scheduler: which plugin is asked where, in which order and with which weight.</summary>
public sealed class ProfileFactory
{
    private readonly KubeSchedulerProfile _profile;
    private readonly Plugins _plugins;
    private readonly Dictionary<string, SchedulerPlugin> _made = new(StringComparer.Ordinal);

    private ProfileFactory(KubeSchedulerProfile profile)
    {
        _profile = profile;
        _plugins = profile.Plugins ?? PluginMerge.Defaults;
    }

    /// <summary>Makes all profiles of the options.</summary>
    /// <exception cref="ConfigurationException">A profile is not possible.</exception>
    public static IReadOnlyList<SchedulingFramework> Create(PluginContext context)
    {
        var options = context.Options;
        var extenders = options.Extenders.Count == 0 ? ExtenderChain.None : new ExtenderChain(options.Extenders, context.Logs.CreateLogger<ExtenderChain>());
        ValueList<KubeSchedulerProfile> profiles = options.Profiles.Count > 0 ? options.Profiles : [new KubeSchedulerProfile { SchedulerName = options.SchedulerName }];
        var frameworks = new List<SchedulingFramework>(profiles.Count);
        foreach (var profile in profiles)
        {
            try
            {
                var plugins = new ProfileFactory(profile).Create(context, context.Client is not null);
                frameworks.Add(new SchedulingFramework(context.Cluster, plugins, profile.PercentageOfNodesToScore ?? options.PercentageOfNodesToScore, context.Random)
                {
                    SchedulerName = profile.SchedulerName!,
                    Extenders = extenders,
                });
            }
            catch (ConfigurationException e)
            {
                throw new ConfigurationException($"initializing profiles: creating profile for scheduler name {profile.SchedulerName}: {e.Message}", e);
            }
        }

        return frameworks;
    }

    private ProfilePlugins Create(PluginContext context, bool binds)
    {
        MakePlugins(context);
        var preFilter = Point<IPreFilterPlugin>(_plugins.PreFilter, "PreFilterPlugin");
        var filter = Point<IFilterPlugin>(_plugins.Filter, "FilterPlugin");
        var postFilter = Point<IPostFilterPlugin>(_plugins.PostFilter, "PostFilterPlugin");
        var reserve = Point<IReservePlugin>(_plugins.Reserve, "ReservePlugin");
        var preScore = Point<IPreScorePlugin>(_plugins.PreScore, "PreScorePlugin");
        var score = Point<IScorePlugin>(_plugins.Score, "ScorePlugin");
        var preBind = Point<IPreBindPlugin>(_plugins.PreBind, "PreBindPlugin");
        var bind = Point<IBindPlugin>(_plugins.Bind, "BindPlugin");
        var postBind = Point<IPostBindPlugin>(_plugins.PostBind, "PostBindPlugin");
        var permit = Point<IPermitPlugin>(_plugins.Permit, "PermitPlugin");
        var preEnqueue = Point<IPreEnqueuePlugin>(_plugins.PreEnqueue, "PreEnqueuePlugin");
        var queueSort = Point<IQueueSortPlugin>(_plugins.QueueSort, "QueueSortPlugin");
        if (queueSort.Length != 1)
        {
            throw new ConfigurationException($"only one queue sort plugin required for profile with scheduler name \"{_profile.SchedulerName}\", but got {queueSort.Length}");
        }

        if (context.Options.Gangs)
        {
            var gangs = new GangSchedulingPlugin(context.Cluster);
            _made.Add(gangs.Name, gangs);
            preEnqueue = [.. preEnqueue, gangs];
        }

        if (binds && bind.Length == 0) throw new ConfigurationException($"at least one bind plugin is needed for profile with scheduler name \"{_profile.SchedulerName}\"");
        return new ProfilePlugins([.. _made.Values])
        {
            PreEnqueue = preEnqueue,
            QueueSort = queueSort,
            PreFilter = preFilter,
            Filter = filter,
            PostFilter = postFilter,
            PreScore = preScore,
            Score = Weigh(score),
            Reserve = reserve,
            Permit = permit,
            PreBind = preBind,
            Bind = bind,
            PostBind = postBind,
        };
    }

    private void MakePlugins(PluginContext context)
    {
        var arguments = new Dictionary<string, RawJson>(StringComparer.Ordinal);
        foreach (var config in _profile.PluginConfig)
        {
            if (!arguments.TryAdd(config.Name, config.Args)) throw new ConfigurationException($"repeated config for plugin {config.Name}");
        }

        PluginSet[] sets =
        [
            _plugins.MultiPoint, _plugins.PreEnqueue, _plugins.QueueSort, _plugins.PreFilter, _plugins.Filter, _plugins.PostFilter, _plugins.PreScore, _plugins.Score,
            _plugins.Reserve, _plugins.Permit, _plugins.PreBind, _plugins.Bind, _plugins.PostBind,
        ];
        foreach (var set in sets)
        {
            foreach (var entry in set.Enabled)
            {
                if (_made.ContainsKey(entry.Name)) continue;
                var plugin = Make(entry.Name, context with { Args = arguments.GetValueOrDefault(entry.Name) });
                if (plugin is not null) _made.Add(entry.Name, plugin);
            }
        }
    }

    private static SchedulerPlugin? Make(string name, PluginContext context)
    {
        try
        {
            if (DefaultPlugins.Create(name, context) is { } plugin) return plugin;
            if (PluginPoints.IsBuiltIn(name)) return null;
            return context.Options.MorePlugins.TryGetValue(name, out var factory) ? factory(context) : context.Options.Loader.Create(name, context);
        }
        catch (Exception e) when (e is DecodeException or ConfigurationException or ArgumentException)
        {
            throw new ConfigurationException($"initializing plugin \"{name}\": {e.Message}", e);
        }
    }

    /// <summary>
    /// The plugins of one extension point. First those that are named for the point although they join it anyway, in the order in which they are
    /// named; then those that join it anyway; then the others that are named.
    /// </summary>
    private T[] Point<T>(PluginSet set, string point)
        where T : class
    {
        // 1. Plugins that are named for the point.
        var named = new List<(string Name, T? Plugin)>();
        foreach (var entry in set.Enabled)
        {
            if (!IsKnown(entry.Name)) throw new ConfigurationException($"{point} \"{entry.Name}\" does not exist");
            var plugin = _made.GetValueOrDefault(entry.Name) as T;
            if (plugin is null && !PluginPoints.Has(entry.Name, point)) throw new ConfigurationException($"plugin \"{entry.Name}\" does not extend {point} plugin");
            if (named.Exists(other => other.Name == entry.Name)) throw new ConfigurationException($"plugin \"{entry.Name}\" already registered as \"{point}\"");
            named.Add((entry.Name, plugin));
        }

        // 2. Plugins that join every point they implement.
        var overridden = new HashSet<string>(StringComparer.Ordinal);
        var joined = new List<T>();
        if (!PluginMerge.Has(set.Disabled, PluginMerge.All))
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var entry in _plugins.MultiPoint.Enabled)
            {
                if (!IsKnown(entry.Name)) throw new ConfigurationException($"{point} \"{entry.Name}\" does not exist");
                if (_made.GetValueOrDefault(entry.Name) is not T plugin || PluginMerge.Has(set.Disabled, entry.Name)) continue;
                if (named.Exists(other => other.Name == entry.Name)) overridden.Add(entry.Name);
                else if (seen.Add(entry.Name)) joined.Add(plugin);
                else throw new ConfigurationException($"plugin \"{entry.Name}\" already registered as \"{point}\"");
            }
        }

        // 3. All of them in their order.
        var result = new List<T>();
        foreach (var (name, plugin) in named)
        {
            if (plugin is not null && overridden.Contains(name)) result.Add(plugin);
        }

        result.AddRange(joined);
        foreach (var (name, plugin) in named)
        {
            if (plugin is not null && !overridden.Contains(name)) result.Add(plugin);
        }

        return [.. result];
    }

    private bool IsKnown(string name) => _made.ContainsKey(name) || PluginPoints.IsBuiltIn(name);

    private (IScorePlugin Plugin, int Weight)[] Weigh(IScorePlugin[] plugins)
    {
        var weights = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in _plugins.Score.Enabled) weights.TryAdd(entry.Name, entry.Weight ?? 0);
        foreach (var entry in _plugins.MultiPoint.Enabled) weights.TryAdd(entry.Name, entry.Weight ?? 0);
        var result = new (IScorePlugin, int)[plugins.Length];
        for (var i = 0; i < result.Length; i++)
        {
            // No weight means one; plugins are left out by disabling them.
            var weight = weights[((SchedulerPlugin)plugins[i]).Name] is var given and not 0 ? given : 1;
            result[i] = (plugins[i], weight);
        }

        return result;
    }
}
