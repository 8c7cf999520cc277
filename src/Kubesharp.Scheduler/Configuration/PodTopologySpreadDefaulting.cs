namespace Kubesharp.Scheduler.Configuration;

/// <summary>Where the constraints of pods come from that have none.</summary>
public static class PodTopologySpreadDefaulting
{
    /// <summary>Loosely over nodes and zones.</summary>
    public const string System = "System";

    /// <summary>From the configuration.</summary>
    public const string List = "List";
}
