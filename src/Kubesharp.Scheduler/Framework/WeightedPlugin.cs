namespace Kubesharp.Scheduler.Framework;

/// <summary>A plugin of a profile.</summary>
/// <param name="Plugin">The plugin; it belongs to one profile.</param>
/// <param name="Weight">What its normalized score is multiplied with; zero when it does not score.</param>
public sealed record WeightedPlugin(SchedulerPlugin Plugin, int Weight = 0);
