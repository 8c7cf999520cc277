namespace Kubesharp.Api.Core.V1;

/// <summary>Not used any more.</summary>
public static class NodePhase
{
    public const string Pending = "Pending";
    public const string Running = "Running";
    public const string Terminated = "Terminated";
}
