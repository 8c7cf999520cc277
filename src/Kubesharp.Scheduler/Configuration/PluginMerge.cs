using Kubesharp.Api;

namespace Kubesharp.Scheduler.Configuration;

/// <summary>Merges the plugins that a profile names with the default ones.</summary>
public static class PluginMerge
{
    /// <summary>Stands for all default plugins where they are disabled.</summary>
    public const string All = "*";

    /// <summary>The default plugins, which join every extension point that they implement.</summary>
    public static Plugins Defaults { get; } = new()
    {
        MultiPoint = new PluginSet
        {
            Enabled = ValueList.Wrap(DefaultPlugins.Enabled.Select(entry => new Plugin { Name = entry.Name, Weight = entry.Weight == 0 ? null : entry.Weight }).ToArray()),
        },
    };

    /// <summary>The plugins of a profile, default ones included.</summary>
    public static Plugins Merge(Plugins? custom)
    {
        if (custom is null) return Defaults;
        return custom with { MultiPoint = Merge(Defaults.MultiPoint, custom.MultiPoint) };
    }

    /// <summary>Default plugins keep their places, also when the custom set gives them another weight; other custom plugins come after them.</summary>
    private static PluginSet Merge(PluginSet defaults, PluginSet custom)
    {
        var replaced = new HashSet<string>(StringComparer.Ordinal);
        var enabled = new List<Plugin>();
        if (!Has(custom.Disabled, All))
        {
            foreach (var plugin in defaults.Enabled)
            {
                if (Has(custom.Disabled, plugin.Name)) continue;
                var own = Find(custom.Enabled, plugin.Name);
                if (own is not null) replaced.Add(plugin.Name);
                enabled.Add(own ?? plugin);
            }
        }

        foreach (var plugin in custom.Enabled)
        {
            // Only one of several of a name replaces the default; the others are told when the profile is made.
            if (!replaced.Remove(plugin.Name)) enabled.Add(plugin);
        }

        return custom with { Enabled = ValueList.Wrap(enabled.ToArray()) };
    }

    internal static bool Has(ValueList<Plugin> plugins, string name) => Find(plugins, name) is not null;

    private static Plugin? Find(ValueList<Plugin> plugins, string name)
    {
        Plugin? found = null;
        foreach (var plugin in plugins)
        {
            if (plugin.Name == name) found = plugin;
        }

        return found;
    }
}
