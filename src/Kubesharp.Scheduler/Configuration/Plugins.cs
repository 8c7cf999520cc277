using Kubesharp.Api;

namespace Kubesharp.Scheduler.Configuration;

/// <summary>Plugins by extension point.</summary>
[ApiType("io.k8s.kubescheduler.config.v1.Plugins")]
public sealed partial record Plugins
{
    /// <summary>Keep pods out of the queue.</summary>
    [Field(0)]
    public PluginSet PreEnqueue { get; init; } = PluginSet.Empty;

    /// <summary>Order the queue.</summary>
    [Field(0)]
    public PluginSet QueueSort { get; init; } = PluginSet.Empty;

    /// <summary>Look at the pod before any node.</summary>
    [Field(0)]
    public PluginSet PreFilter { get; init; } = PluginSet.Empty;

    /// <summary>Refuse nodes.</summary>
    [Field(0)]
    public PluginSet Filter { get; init; } = PluginSet.Empty;

    /// <summary>Make room when no node is left.</summary>
    [Field(0)]
    public PluginSet PostFilter { get; init; } = PluginSet.Empty;

    /// <summary>Prepare scoring.</summary>
    [Field(0)]
    public PluginSet PreScore { get; init; } = PluginSet.Empty;

    /// <summary>Rank nodes.</summary>
    [Field(0)]
    public PluginSet Score { get; init; } = PluginSet.Empty;

    /// <summary>Keep account of what is taken on the chosen node.</summary>
    [Field(0)]
    public PluginSet Reserve { get; init; } = PluginSet.Empty;

    /// <summary>Hold up or forbid binding.</summary>
    [Field(0)]
    public PluginSet Permit { get; init; } = PluginSet.Empty;

    /// <summary>Work before binding.</summary>
    [Field(0)]
    public PluginSet PreBind { get; init; } = PluginSet.Empty;

    /// <summary>Bind.</summary>
    [Field(0)]
    public PluginSet Bind { get; init; } = PluginSet.Empty;

    /// <summary>Told about bound pods.</summary>
    [Field(0)]
    public PluginSet PostBind { get; init; } = PluginSet.Empty;

    /// <summary>Every extension point that a plugin implements.</summary>
    [Field(0)]
    public PluginSet MultiPoint { get; init; } = PluginSet.Empty;

    /// <summary>Propose placements of groups of pods.</summary>
    [Field(0)]
    public PluginSet PlacementGenerate { get; init; } = PluginSet.Empty;

    /// <summary>Rank placements of groups of pods.</summary>
    [Field(0)]
    public PluginSet PlacementScore { get; init; } = PluginSet.Empty;
}

/// <summary>Plugins of an extension point.</summary>
[ApiType("io.k8s.kubescheduler.config.v1.PluginSet")]
public sealed partial record PluginSet
{
    /// <summary>Added after the default ones, or in their place when they have their names.</summary>
    [Field(0)]
    public ValueList<Plugin> Enabled { get; init; }

    /// <summary>Taken away; <c>*</c> takes all default ones away.</summary>
    [Field(0)]
    public ValueList<Plugin> Disabled { get; init; }
}

/// <summary>A plugin of an extension point.</summary>
[ApiType("io.k8s.kubescheduler.config.v1.Plugin")]
public sealed partial record Plugin
{
    /// <summary>Its name.</summary>
    [Field(0)]
    public string Name { get; init; } = "";

    /// <summary>What its score is multiplied with.</summary>
    [Field(0)]
    public int? Weight { get; init; }
}
