namespace Kubesharp.Scheduler.Framework;

/// <summary>A plugin that runs the profile's filters itself, as preemption does to try out nodes.</summary>
public interface IFrameworkPlugin
{
    void Attach(SchedulingFramework framework);
}
