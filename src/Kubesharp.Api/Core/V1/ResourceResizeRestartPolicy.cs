namespace Kubesharp.Api.Core.V1;

/// <summary>What a change of a resource means for a running container.</summary>
public static class ResourceResizeRestartPolicy
{
    public const string NotRequired = "NotRequired";
    public const string RestartContainer = "RestartContainer";
}
