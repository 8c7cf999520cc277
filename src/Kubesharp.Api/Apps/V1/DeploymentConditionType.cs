namespace Kubesharp.Api.Apps.V1;

/// <summary>Aspects of the state of a Deployment.</summary>
public static class DeploymentConditionType
{
    public const string Available = "Available";
    public const string Progressing = "Progressing";
    public const string ReplicaFailure = "ReplicaFailure";
}
