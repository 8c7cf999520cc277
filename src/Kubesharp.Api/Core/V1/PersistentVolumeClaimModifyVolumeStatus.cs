namespace Kubesharp.Api.Core.V1;

/// <summary>How far a change of settings is.</summary>
public static class PersistentVolumeClaimModifyVolumeStatus
{
    public const string Pending = "Pending";
    public const string InProgress = "InProgress";
    public const string Infeasible = "Infeasible";
}
