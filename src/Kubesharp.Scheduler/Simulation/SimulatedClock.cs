namespace Kubesharp.Scheduler.Simulation;

/// <summary>A clock that stands still until it is moved, so that backoffs cost nothing.</summary>
internal sealed class SimulatedClock(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset _now = start;

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;
}
