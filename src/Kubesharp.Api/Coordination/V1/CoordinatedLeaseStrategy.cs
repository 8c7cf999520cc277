namespace Kubesharp.Api.Coordination.V1;

public static class CoordinatedLeaseStrategy
{
    public const string OldestEmulationVersion = "OldestEmulationVersion";
}
