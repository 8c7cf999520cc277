namespace Kubesharp.Api.Apps.V1;

/// <summary>What becomes of the claims of a StatefulSet.</summary>
public static class PersistentVolumeClaimRetentionPolicyType
{
    public const string Retain = "Retain";
    public const string Delete = "Delete";
}
