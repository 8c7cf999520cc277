namespace Kubesharp.Scheduler.Framework;

/// <summary>Base of all plugins. A plugin can join the extension points whose interfaces it implements.</summary>
public abstract class SchedulerPlugin
{
    /// <summary>Name in configuration, events and metrics.</summary>
    public abstract string Name { get; }

    /// <summary>Whether the plugin decides and scores as it does without arguments; whatever keeps its answers may count on that only then.</summary>
    public virtual bool HasDefaultArguments => true;

    /// <summary>Place of the plugin's data in <see cref="CycleState"/>; given by the framework.</summary>
    internal int Slot { get; set; } = -1;
}
