namespace Kubesharp.Scheduler.Devices;

/// <summary>How long something may take, from now on; zero for as long as it takes.</summary>
internal readonly struct TimeLimit(TimeProvider time, TimeSpan limit)
{
    private readonly long _start = limit > TimeSpan.Zero ? time.GetTimestamp() : 0;

    public bool IsOver => limit > TimeSpan.Zero && time.GetElapsedTime(_start) > limit;
}
