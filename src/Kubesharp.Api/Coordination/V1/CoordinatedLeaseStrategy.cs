namespace Kubesharp.Api.Coordination.V1;

/// <summary>How the server chooses a leader.</summary>
public static class CoordinatedLeaseStrategy
{
    public const string OldestEmulationVersion = "OldestEmulationVersion";
}
