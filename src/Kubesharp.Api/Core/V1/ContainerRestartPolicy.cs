namespace Kubesharp.Api.Core.V1;

/// <summary>When a container starts again.</summary>
public static class ContainerRestartPolicy
{
    public const string Always = "Always";
    public const string Never = "Never";
    public const string OnFailure = "OnFailure";
}
