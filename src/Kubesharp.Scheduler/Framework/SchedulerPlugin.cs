namespace Kubesharp.Scheduler.Framework;

/// <summary>Base of all plugins. A plugin joins the extension points whose interfaces it implements.</summary>
public abstract class SchedulerPlugin
{
    /// <summary>Name in configuration, events and metrics.</summary>
    public abstract string Name { get; }

    /// <summary>Place of the plugin's data in <see cref="CycleState"/>; given by the framework.</summary>
    internal int Slot { get; set; } = -1;
}
