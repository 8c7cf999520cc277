namespace Kubesharp.Api.Apps.V1;

/// <summary>How pods of a Deployment are replaced.</summary>
public static class DeploymentStrategyType
{
    public const string Recreate = "Recreate";
    public const string RollingUpdate = "RollingUpdate";
}
