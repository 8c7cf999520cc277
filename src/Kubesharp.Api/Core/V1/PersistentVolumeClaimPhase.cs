namespace Kubesharp.Api.Core.V1;

/// <summary>Where a claim is in its life.</summary>
public static class PersistentVolumeClaimPhase
{
    public const string Pending = "Pending";
    public const string Bound = "Bound";
    public const string Lost = "Lost";
}
